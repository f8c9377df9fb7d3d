"""Which field each column is, where a file says it twice and not always the same."""

from dataclasses import replace

import pytest

from tests.cases.htcds.making import HIDDEN_NAMES, LABELS, workbook
from waymark.cases.htcds.columns import Headings, decide, find_headings
from waymark.cases.htcds.dry_run import Column
from waymark.cases.htcds.standard import FIELDS
from waymark.web.workbooks.workbook import Sheet, read_workbook

SHIFTED = {
    "prs_MailingCity": "prs_MailingStreet",
    "prs_MailingCountry": "prs_MailingCity",
    "prs_MailingStreet": "prs_MailingPostalCode",
    "prs_MailingPostalCode": "prs_MailingCountry",
}


def sheet(*rows: tuple[object, ...]) -> Sheet:
    """A sheet with these rows."""
    return read_workbook(workbook({"S": rows})).sheets[0]


def column(name: str, label: str) -> Column:
    """What one column is taken for, beside others that leave no doubt."""
    names = ("prs_FirstName", name, "prs_Email", "cas_Status")
    made = sheet(names, ("First Name", label, "Email", "Status"), ("Ana", "x"))
    headings = find_headings(made)
    assert headings == Headings(1, 2)
    return decide(made, headings)[1]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((HIDDEN_NAMES, LABELS), Headings(1, 2)), ((LABELS,), Headings(0, 1)),
        ((HIDDEN_NAMES,), Headings(1, 0)), ((LABELS, HIDDEN_NAMES), Headings(2, 1)),
        ((("Cases of 2024",), ("",), LABELS), Headings(0, 3)),
        ((("Cases",), HIDDEN_NAMES, LABELS), Headings(2, 3)),
        ((("prs_FirstName",), ("Ana",)), Headings(1, 0)),
        ((("prs_FirstName", "wm_Record"), ("First Name", "")), Headings(1, 2)),
        ((("prs_FirstName", "Nombre"), ("First Name", "Title")), Headings(0, 2)),
        ((("First Name",), ("Ana",)), None), ((("a", "b"), (1, 2)), None),
        ((("First Name", "Shoe size", "Hat size", "Glove size"),), None),
    ],
)  # fmt: skip
def test_where_headings_are(rows: tuple[tuple[object, ...], ...], found: Headings | None) -> None:
    assert find_headings(sheet(*rows)) == found


def test_headings_far_below_are_not_looked_for() -> None:
    assert find_headings(sheet(*[("x",)] * 20, LABELS)) is None
    assert find_headings(sheet(*[("x",)] * 19, LABELS)) == Headings(0, 20)


def test_below_names_that_nobody_sees_are_labels_in_any_language() -> None:
    made = sheet(("prs_FirstName", "prs_Gender"), ("Nombre", "Género"), ("Ana", "Feminine"))
    assert find_headings(made) == Headings(1, 0)
    assert find_headings(replace(made, hidden=frozenset({1}))) == Headings(1, 2)
    assert find_headings(replace(made, rows=made.rows[:1], hidden=frozenset({1}))) == Headings(1, 0)


def test_the_published_template_column_by_column() -> None:
    made = sheet(HIDDEN_NAMES, LABELS, (1.0,), (2.0,))
    columns = decide(made, Headings(1, 2))
    assert len(columns) == 39
    assert columns[0].left_out
    for found, name, label in zip(columns[1:], HIDDEN_NAMES[1:], LABELS[1:], strict=True):
        assert FIELDS[found.field].label == label
        assert (found.name, found.label) == (name, label)
        assert bool(found.why) == (found.field != name)
    taken = {found.name: found.field for found in columns[1:] if found.name in SHIFTED}
    assert taken == SHIFTED
    said = {found.label: found.why for found in columns}
    assert "people typed under the heading" in said["Mailing Street"]
    assert "spelt differently" in said["Trafficking Status Decision Making Organization"]
    assert "missing" in said["Reason for Outgoing Referral"]


@pytest.mark.parametrize(
    ("name", "label", "field", "why"),
    [
        ("prs_Gender", "Gender", "prs_Gender", ""),
        ("hte_Type", "Type", "hte_Type", ""),
        ("prs_MailingCity", "Mailing Street", "prs_MailingStreet", "people typed"),
        ("", "Gender", "prs_Gender", "missing"),
        ("q17", "Gender", "prs_Gender", "the heading decided"),
        ("prs_Gender", "Género", "prs_Gender", "the name decided"),
        ("prs_Gender", "", "prs_Gender", ""),
        ("vic_Methods_of_Control", "Methods of Control", "vic_MethodsOfControl", "spelt"),
        ("vic_Methods_of_Control", "Methoden", "vic_MethodsOfControl", "the name decided"),
        ("", "Type", "", "several fields"), ("prs_Gender", "Type", "", "neither is certain"),
        ("", "Shoe size", "", "No field"), ("shoe_size", "", "", "No field"),
        ("", "prs_Gender", "prs_Gender", "missing"),
        ("wm_Record", "", "wm_Record", ""), ("wm_Silences", "anything", "wm_Silences", ""),
    ],
)  # fmt: skip
def test_the_rule(name: str, label: str, field: str, why: str) -> None:
    found = column(name, label)
    assert found.field == field
    assert why in found.why
    assert bool(why) == bool(found.why)
    assert found.place == "B"


def test_an_ambiguous_heading_names_a_field_that_it_could_be() -> None:
    assert "org_Type" in column("", "Type").why


def test_a_field_twice_is_taken_once() -> None:
    made = sheet(("First Name", "Gender", "first name"), ("Ana", "Feminine", "Anna"))
    columns = decide(made, Headings(0, 1))
    assert [found.field for found in columns] == ["prs_FirstName", "prs_Gender", ""]
    assert "earlier column" in columns[2].why


@pytest.mark.parametrize(
    ("cells", "numbering"),
    [
        ((1.0, 2.0, 3.0), True), ((7.0, 8.0, 9.0), True), (("", "", ""), False),
        ((1.0, 3.0, 4.0), False), (("1", "2", "3"), False), ((True, 2.0, 3.0), False),
    ],
)  # fmt: skip
def test_a_column_that_numbers_the_rows_says_nothing(
    cells: tuple[object, ...], numbering: bool
) -> None:
    made = sheet(("", "First Name", "Gender"), *((cell, "Ana", "Feminine") for cell in cells))
    assert decide(made, Headings(0, 1))[0].left_out == numbering or not any(cells)
