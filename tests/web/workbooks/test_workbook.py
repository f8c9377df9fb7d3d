"""Workbooks that may be meant to harm."""

import io
from contextlib import suppress
from datetime import date

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # publishes no types
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.htcds.making import member, replaced, table, workbook, zipped
from waymark.web.workbooks import scanning
from waymark.web.workbooks.refusals import CannotRead
from waymark.web.workbooks.scanning import column_letters, column_number, scan_sheet
from waymark.web.workbooks.workbook import is_workbook, read_workbook

SHEET = "xl/worksheets/sheet1.xml"
PARTS = [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
GOOD = table(["First Name", "Birthdate"], ["Ana", date(2004, 2, 29)])
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_cells(rows: str) -> bytes:
    """The good workbook with another sheet in it."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return replaced(GOOD, {SHEET: sheet.encode()})


def test_cells_as_they_were_typed() -> None:
    [sheet] = read_workbook(GOOD).sheets
    assert sheet.name == "Cases"
    assert sheet.rows == (("First Name", "Birthdate"), ("Ana", date(2004, 2, 29)))
    assert not sheet.formulas | sheet.errors


def test_formulas_and_errors_are_found_in_their_own_sheet() -> None:
    data = workbook(
        {
            "One": [["a", "b"], ["x", ("=1+1", 2)]],
            "Two": [["c"], [("=1/0", "#DIV/0!")], [("=A1", "")]],
        }
    )  # fmt: skip
    one, two = read_workbook(data).sheets
    assert (set(one.formulas), set(one.errors)) == ({(2, 2)}, set())
    assert (set(two.formulas), set(two.errors)) == ({(2, 1), (3, 1)}, {(2, 1)})


def test_sheets_are_told_apart_although_their_parts_are_in_another_order() -> None:
    data = workbook({"One": [["a"]], "Two": [[("=1+1", 2)]]})
    links = member(data, "xl/_rels/workbook.xml.rels").decode()
    swapped = (
        links.replace("sheet1.xml", "x")
        .replace("sheet2.xml", "sheet1.xml")
        .replace('"worksheets/x', '"/xl/worksheets/sheet2.xml')
    )
    one, two = read_workbook(
        replaced(data, {"xl/_rels/workbook.xml.rels": swapped.encode()})
    ).sheets
    assert (one.name, set(one.formulas)) == ("One", {(1, 1)})
    assert (two.name, two.formulas) == ("Two", frozenset())


def test_a_workbook_is_told_from_other_archives() -> None:
    assert is_workbook(GOOD)
    assert not is_workbook(zipped({"a.xml": b"<a/>"}))


def test_days_counted_from_1904_are_known() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_datetime(0, 0, date(2004, 2, 29), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    found = read_workbook(made.getvalue())
    assert found.from_1904
    assert found.sheets[0].rows == ((date(2004, 2, 29),),)
    assert not read_workbook(GOOD).from_1904


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("xl/vbaProject.bin", "macros"), ("xl/VBAPROJECT.BIN", "macros"),
        ("xl/externalLinks/externalLink1.xml", "other files"),
    ],
)  # fmt: skip
def test_programs_and_links_are_refused(name: str, sentence: str) -> None:
    with pytest.raises(CannotRead, match=sentence):
        read_workbook(replaced(GOOD, {name: b"<a/>"}))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ('<row r="1"><c r="XFD1048576"><v>1</v></c></row>', "column 16384"),
        ('<row r="1048576"><c><v>1</v></c></row>', "row 1048576"),
        ('<row r="1"><c r="SG1"><v>1</v></c></row>', "column 501"),
        ('<row r="10101"><c r="A10101"><v>1</v></c></row>', "row 10101"),
        ('<row r="9999"><c r="DZ9999"><v>1</v></c></row>', "too many cells"),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="ZZZ1" t="inlineStr">'
         "<is><t>x</t></is></c></row>", "column 18278"),
    ],
)  # fmt: skip
def test_cells_far_out_are_refused_before_a_rectangle_is_laid_out(rows: str, sentence: str) -> None:
    with pytest.raises(CannotRead, match=sentence):
        read_workbook(with_cells(rows))


def test_blank_cells_far_out_do_no_harm() -> None:
    found = read_workbook(with_cells('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'))
    assert found.sheets[0].rows == ((1.0,),)


def test_cells_that_do_not_say_where_they_are_are_the_next_ones() -> None:
    found = scan_sheet(
        b"<s><row/><row><c/><c><f>1</f></c></row><row r='9'><c><f>1</f></c></row></s>"
    )
    assert found.formulas == {(2, 2), (9, 1)}


def test_rows_that_nobody_sees_are_known() -> None:
    rows = '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row/><row hidden="true"/>'
    assert read_workbook(with_cells(rows)).sheets[0].hidden == {1, 3}
    assert read_workbook(GOOD).sheets[0].hidden == frozenset()


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "MOST_CELLS", 4)
    with pytest.raises(CannotRead, match="too many cells"):
        read_workbook(with_cells("<row>" + "<c/>" * 5 + "</row>"))


@pytest.mark.parametrize("path", [SHEET, "xl/sharedStrings.xml", "xl/more.xml"])
def test_too_many_elements_in_one_part(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "MOST_ELEMENTS", 400)
    assert read_workbook(GOOD).sheets
    with pytest.raises(CannotRead, match="too large"):
        read_workbook(replaced(GOOD, {path: b"<a>" + b"<b/>" * 400 + b"</a>"}))


def test_too_many_elements_in_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "MOST_ELEMENTS", 400)
    more = {f"xl/more{number}.xml": b"<a>" + b"<b/>" * 90 + b"</a>" for number in range(5)}
    with pytest.raises(CannotRead, match="too large"):
        read_workbook(replaced(GOOD, more))


def test_one_long_text_in_many_cells_is_refused() -> None:
    long = table(["a"], *[["x" * 32_000]] * 1100)
    assert len(long) < 100_000
    with pytest.raises(CannotRead, match="too much text"):
        read_workbook(long)


@pytest.mark.parametrize(
    "path", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"]
)
def test_entities_in_any_part_are_refused(path: str) -> None:
    part = member(GOOD, path).decode()
    head, _, rest = part.partition("?>")
    bad = f'{head}?><!DOCTYPE a [<!ENTITY b "ha">]>{rest}'.encode()
    with pytest.raises(CannotRead, match="document type"):
        read_workbook(replaced(GOOD, {path: bad}))


def test_a_sheet_hidden_under_another_name_is_not_read_unseen() -> None:
    """Only what was looked through is handed on, so such a sheet is not there."""
    links = member(GOOD, "xl/_rels/workbook.xml.rels").replace(b"sheet1.xml", b"sheet1.png")
    bad = replaced(GOOD, {"xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.png": b"<s/>"})
    with pytest.raises(CannotRead):
        read_workbook(bad)


@pytest.mark.parametrize("missing", ["xl/workbook.xml", SHEET, "xl/_rels/workbook.xml.rels"])
def test_a_workbook_without_one_of_its_parts_is_refused(missing: str) -> None:
    with pytest.raises(CannotRead):
        read_workbook(replaced(GOOD, {missing: b""}))


def test_too_many_sheets() -> None:
    with pytest.raises(CannotRead, match="too many sheets"):
        read_workbook(workbook({f"S{number}": [["a"]] for number in range(51)}))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_spoilt_part_is_read_or_refused_and_never_breaks(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(PARTS))
    part = bytearray(member(GOOD, path))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(part) - 1))
        part[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.sampled_from(
                [b"", b"9", b"99999999999", b"-1", b"<", b">", b'"', b"A", b"\0", b"\xff"]
            )
        )
    with suppress(CannotRead):
        read_workbook(replaced(GOOD, {path: bytes(part)}))


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")]
)
def test_letters_of_columns(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    assert column_number(letters) == number
