"""Workbooks that we write: laid out as others know them, and safe to open."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from tests.cases.htcds.making import member
from waymark.cases.htcds.answers import Answer, BadAnswer, Further, Record, Silence
from waymark.cases.htcds.reading import dry_run
from waymark.cases.htcds.standard import FIELDS, Group, core_fields
from waymark.cases.htcds.writing import checking, write_instances, write_workbook

ANA = Record(
    "P-1",
    {
        "prs_FirstName": Answer("Ana"), "prs_Birthdate": Answer(date(2004, 2, 29)),
        "prs_Gender": Answer(silence=Silence.DECLINED), "con_Consent": Answer(True),
        "prs_Citizenship": Answer(("NP", "IN")), "prs_NumberOfChildren": Answer(2),
        "hte_City": Answer("Pokhara"), "hte_Latitude": Answer(Decimal("28.2096")),
    },
    (
        Further(
            Group.EVENTS,
            {"hte_City": Answer("Delhi"), "hte_Date": Answer(silence=Silence.UNKNOWN)},
        ),
    ),
)  # fmt: skip
SHEET = "xl/worksheets/sheet1.xml"


def rows(data: bytes, tab: str = "HTCDS") -> list[dict[str, object]]:
    """The rows of a sheet by the names in its first row, labels left out."""
    found = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(tab).to_python()
    names = [str(name) for name in found[0]]
    return [dict(zip(names, row, strict=True)) for row in found[2:]]


def headings(records: Sequence[Record]) -> tuple[list[object], list[object]]:
    """Names and labels above the columns."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_workbook(records)))
    found = book.get_sheet_by_name("HTCDS").to_python()
    return list(found[0]), list(found[1])


def test_all_core_fields_then_the_rest_and_each_label_stands_under_its_own_name() -> None:
    names, labels = headings([ANA])
    core = [field.name for field in core_fields()]
    live = [name for name, field in FIELDS.items() if not field.deprecated]
    assert names[:38] == core
    assert sorted(map(str, names[:-2])) == sorted(live)
    assert labels[:-2] == [FIELDS[str(name)].label for name in names[:-2]]
    assert names[-2:] == ["wm_Record", "wm_Silences"]


def test_what_the_standard_withdrew_is_written_only_where_it_is_answered() -> None:
    old = Record("1", {"vic_Vulnerabilities": Answer(("Poverty",))})
    assert "vic_Vulnerabilities" in headings([ANA, old])[0]
    assert "vic_DetailsOfVulnerabilities" not in headings([ANA, old])[0]


def test_cells_are_of_their_kind_and_silences_leave_them_blank() -> None:
    [row] = rows(write_workbook([ANA]))
    assert row["prs_Birthdate"] == date(2004, 2, 29)
    assert row["con_Consent"] is True
    assert row["prs_Citizenship"] == "NP;IN"
    assert (row["prs_NumberOfChildren"], row["hte_Latitude"]) == (2.0, 28.2096)
    assert row["prs_Gender"] == ""
    assert (row["wm_Record"], row["wm_Silences"]) == ("P-1", "prs_Gender=declined")


def test_further_parts_have_a_sheet_of_their_own() -> None:
    data = write_workbook([ANA])
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == [
        "HTCDS",
        "More historic events",
    ]
    [row] = rows(data, "More historic events")
    assert (row["hte_City"], row["hte_Date"]) == ("Delhi", "")
    assert (row["wm_Record"], row["wm_Silences"]) == ("P-1", "hte_Date=unknown")


def test_names_and_our_columns_are_hidden() -> None:
    sheet = member(write_workbook([ANA]), SHEET).decode()
    first = sheet.index("<row ")
    assert 'hidden="1"' in sheet[first : sheet.index(">", first)]
    columns = sheet[sheet.index("<cols>") : sheet.index("</cols>")]
    assert columns.count('hidden="1"') == 1


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|' /C calc'!A0", "+977 1 5550101", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'],
)
def test_no_text_becomes_a_formula_not_even_after_it_is_edited(text: str) -> None:
    record = Record("=1", {"prs_FirstName": Answer(text), "prs_Email": Answer("a@b.org")})
    data = write_workbook([record])
    assert "<f>" not in member(data, SHEET).decode()
    styles = member(data, "xl/styles.xml").decode()
    assert styles.count('quotePrefix="1"') == 1
    assert b"hyperlink" not in member(data, SHEET)
    assert dry_run(data, "cases.xlsx").records == (record,)


def test_web_addresses_and_numbers_in_text_stay_text() -> None:
    record = Record("007", {"prs_HomePhone": Answer("0012"), "prs_Email": Answer("http://x.org")})
    data = write_workbook([record])
    assert rows(data)[0]["prs_HomePhone"] == "0012"
    assert not any("_rels/sheet" in name for name in zipfile.ZipFile(io.BytesIO(data)).namelist())
    assert dry_run(data, "cases.xlsx").records == (record,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("prs_Birthdate", date(1900, 1, 1)), ("prs_Birthdate", date(1900, 2, 28)),
        ("prs_Birthdate", date(1900, 3, 1)), ("prs_Birthdate", date(1, 1, 1)),
        ("prs_Birthdate", date(9999, 12, 31)), ("hte_Latitude", Decimal("0.1")),
        ("hte_Longitude", Decimal("123.123456789012")),
        ("hte_Longitude", Decimal("-0.000000000001")),
        ("hte_Longitude", Decimal("1E+1")), ("prs_FirstName", "_x0041_"),
        ("prs_FirstName", "x" * 32_767),
    ],
)  # fmt: skip
def test_edges_come_back(name: str, value: date | Decimal | str) -> None:
    record = Record("1", {name: Answer(value)})
    assert dry_run(write_workbook([record]), "cases.xlsx").records == (record,)


def test_no_records_make_an_empty_table() -> None:
    run = dry_run(write_workbook([]), "cases.xlsx")
    assert run.records == ()
    assert run.notes == ("The table can be read, and holds no cases.",)


def test_the_source_is_named_inside() -> None:
    assert b"UNMigration/HTCDS, CC BY 4.0" in member(write_workbook([]), "docProps/core.xml")


@pytest.mark.parametrize("write", [write_workbook, write_instances])
def test_only_what_can_be_read_again_is_written(
    write: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = write_workbook if write is write_workbook else write_instances
    with pytest.raises(BadAnswer, match="same key"):
        writer([ANA, ANA])
    with pytest.raises(BadAnswer, match="list"):
        writer([Record("1", {"prs_Gender": Answer("Female")})])
    monkeypatch.setattr(checking, "MOST_RECORDS", 1)
    with pytest.raises(BadAnswer, match="10,000"):
        writer([ANA, Record("2", {})])
