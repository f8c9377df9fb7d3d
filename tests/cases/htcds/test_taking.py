"""Rows while they are read, records while they are put together, answers as text."""

from datetime import date
from decimal import Decimal

import pytest

from waymark.cases.htcds.answers import Answer, Further, Silence, Value
from waymark.cases.htcds.building import Building, Keys
from waymark.cases.htcds.dry_run import Cell, DryRun, RowRun, Source, Verdict
from waymark.cases.htcds.ours import silences_as_text, silences_from_text
from waymark.cases.htcds.standard import Group
from waymark.cases.htcds.taking import Taking, silences_of
from waymark.cases.htcds.written import IN_FORMS, answer_as_text, as_text


def test_a_row_keeps_what_happened_to_each_cell() -> None:
    assert Taking().is_blank
    taking = Taking()
    taking.take("A1", "prs_FirstName", "Ana")
    taking.take("B1", "prs_Gender", "non-conforming")
    taking.take("C1", "prs_Birthdate", "03/04/2004")
    taking.take("D1", "prs_Email", " ")
    taking.refuse("E1", "", " ", "nothing stood there")
    run = taking.run("row 1")
    assert (run.place, run.accepted, run.record) == ("row 1", 1, None)
    assert [(cell.place, cell.verdict, cell.was, cell.becomes) for cell in run.cells] == [
        ("B1", Verdict.CHANGED, "non-conforming", "NonConforming"),
        ("C1", Verdict.REFUSED, "03/04/2004", ""),
    ]
    assert not taking.is_blank
    assert set(taking.answers) == {"prs_FirstName", "prs_Gender"}


def test_a_doubt_makes_a_change_of_what_is_taken_as_it_is() -> None:
    taking = Taking()
    taking.take("A1", "prs_Title", "Dr", "Check it.")
    [cell] = taking.run("1").cells
    assert (cell.verdict, cell.was, cell.becomes, cell.why) == (
        Verdict.CHANGED,
        "Dr",
        "Dr",
        "Check it.",
    )


def test_a_row_without_a_place_is_refused_whole_and_told_once_per_cell() -> None:
    taking = Taking()
    taking.take("A1", "hte_City", "Delhi")
    taking.take("B1", "hte_Type", "transit")
    taking.take("C1", "hte_Date", "soon")
    run = taking.refuse_all("row 1", "No place.")
    assert run.accepted == 0
    assert [(cell.field, cell.was, cell.why == "No place.") for cell in run.cells] == [
        ("hte_Date", "soon", False),
        ("hte_City", "Delhi", True),
        ("hte_Type", "Transit", True),
    ]


def test_counts_of_a_dry_run() -> None:
    cells = tuple(Cell("A1", "", verdict, "x", "", "y") for verdict in Verdict)
    run = DryRun("f", Source.WORKBOOK, (), (RowRun("1", 2, cells), RowRun("2", 3, cells[1:])))
    assert run.counts == {Verdict.ACCEPTED: 6, Verdict.CHANGED: 2, Verdict.REFUSED: 2}
    assert DryRun("f", Source.FORM, (), ()).counts == dict.fromkeys(Verdict, 0)
    assert run.records == ()


def test_the_first_part_stands_in_the_row_and_blank_ones_nowhere() -> None:
    building = Building("1", {"prs_FirstName": Answer("Ana")})
    assert not building.has(Group.EVENTS)
    building.add(Group.EVENTS, {})
    building.add(Group.EVENTS, {"hte_City": Answer("Pokhara")})
    building.add(Group.EVENTS, {"hte_City": Answer(silence=Silence.UNKNOWN)})
    record = building.record()
    assert record.row == {"prs_FirstName": Answer("Ana"), "hte_City": Answer("Pokhara")}
    assert record.further == (Further(Group.EVENTS, {"hte_City": Answer(silence=Silence.UNKNOWN)}),)


@pytest.mark.parametrize(
    ("said", "key"),
    [("k", "k"), (" k ", "k"), ("", "7"), ("a\nb", "7"), ("k" * 101, "7"), ("k" * 100, "k" * 100)],
)
def test_a_key_is_the_files_own_or_its_place(said: str, key: str) -> None:
    assert Keys().give(said, "7") == key


def test_no_two_records_of_a_file_have_one_key() -> None:
    keys = Keys()
    assert [keys.give("k", "1"), keys.give("k", "2"), keys.give("", "1")] == ["k", "k (2)", "1"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", "x"), (True, "TRUE"), (False, "FALSE"), (0, "0"), (date(33, 1, 2), "0033-01-02"),
        (Decimal("1E+1"), "10"), (Decimal("-0.5"), "-0.5"), (("NP", "IN"), "NP;IN"),
    ],
)  # fmt: skip
def test_a_value_as_text(value: Value, text: str) -> None:
    assert as_text(value) == text
    assert answer_as_text(Answer(value)) == text


def test_codes_in_forms_have_spaces_between() -> None:
    assert as_text(("NP", "IN"), IN_FORMS) == "NP IN"


def test_silences_as_text_and_back() -> None:
    row = {
        "prs_FirstName": Answer("Ana"),
        "prs_Email": Answer(silence=Silence.UNKNOWN),
        "prs_Gender": Answer(silence=Silence.DECLINED),
    }
    found = silences_of(row)
    assert found == {"prs_Email": "unknown", "prs_Gender": "declined"}
    assert silences_from_text(silences_as_text(found)) == list(found.items())
    assert answer_as_text(row["prs_Email"]) == "unknown"
    assert silences_as_text({}) == ""
    assert silences_from_text(" ; a = b ;x") == [("a ", " b"), ("x", "")]
