"""Workbooks as partners fill them in: what comes in, what is changed, what is refused and why."""

from datetime import date
from typing import Any

import pytest

from tests.cases.htcds.making import REFERENCE, member, replaced, table, template, workbook
from waymark.cases.htcds.answers import Answer, Further, Record, Silence
from waymark.cases.htcds.dry_run import Cell, DryRun, Source, Verdict
from waymark.cases.htcds.reading import dry_run
from waymark.cases.htcds.standard import Group
from waymark.web.workbooks.refusals import CannotRead

PUBLISHED = REFERENCE / "htcds" / "htcds_template_v2.0.xlsx"
ANA = {
    "Case Owner": "R. Shah", "First Name": "Ana", "Consent": "Yes", "Birthdate": date(2004, 2, 29),
    "Gender": "Transgender Feminine ", "Citizenship": "Nepal;IN", "Home Phone": "+977 1 5550101",
    "Mailing Street": "12 Quay Street", "Mailing City": "Pokhara", "Mailing Country": "Nepal",
    "Mailing Zip/Postal Code": "33700", "Mailing State/Province": "Gandaki",
    "Trafficking Status Decision Making Organization": "Court or prosecution",
    "Methods of Control": "Debt bondage; Withholds documents", "Status": "Follow Up",
    "Forced Labour Industry": "Water supply; sewerage, waste management and remediation",
    "Reason for Outgoing Referral": "Other", "Incoming Referral Date": "31/03/2024",
}  # fmt: skip


def read(data: bytes) -> DryRun:
    """The dry run of a workbook."""
    run = dry_run(data, "cases.xlsx")
    assert (run.file, run.source) == ("cases.xlsx", Source.WORKBOOK)
    return run


def values(record: Record) -> dict[str, Any]:
    """What a record says, without the silences."""
    return {name: answer.value for name, answer in record.row.items()}


def cells(run: DryRun) -> dict[str, Cell]:
    """Cells that are changed or refused, by where they are."""
    return {cell.place: cell for row in run.rows for cell in row.cells}


@pytest.mark.skipif(
    not PUBLISHED.is_file(), reason="the published template is not beside this tree"
)
def test_the_published_template_is_read_and_holds_no_cases() -> None:
    published, ours = read(PUBLISHED.read_bytes()), read(template())
    assert published.rows == ()
    assert published.notes == ("The table can be read, and holds no cases.",)
    assert published.columns == ours.columns  # so that the tests below are about it


def test_a_person_in_the_published_template() -> None:
    run = read(template(ANA))
    [record] = run.records
    assert record.key == "3"
    assert values(record) == {
        "cas_CaseOwner": "R. Shah", "prs_FirstName": "Ana", "con_Consent": True,
        "prs_Birthdate": date(2004, 2, 29), "prs_Gender": "TransgenderFeminine",
        "prs_Citizenship": ("NP", "IN"), "prs_HomePhone": "+977 1 5550101",
        "prs_MailingStreet": "12 Quay Street", "prs_MailingCity": "Pokhara",
        "prs_MailingCountry": "NP", "prs_MailingPostalCode": "33700",
        "prs_MailingState": "Gandaki",
        "vic_TraffickingStatusDecisionMakingOrg": "CourtOrProsecution",
        "vic_MethodsOfControl": ("DebtBondage", "WithholdsDocuments"), "cas_Status": "FollowUp",
        "vic_ForcedLabourIndustry": ("E_WaterSupplySewerageWasteManagement",),
        "cas_ReasonForOutgoingReferral": "Other", "cas_IncomingReferralDate": date(2024, 3, 31),
    }  # fmt: skip


def test_each_change_is_told_with_what_it_was_and_why() -> None:
    found = cells(read(template(ANA)))
    assert {place: (cell.was, cell.becomes) for place, cell in found.items()} == {
        "F3": ("Yes", "TRUE"), "H3": ("Transgender Feminine ", "TransgenderFeminine"),
        "I3": ("Nepal;IN", "NP;IN"), "R3": ("Nepal", "NP"),
        "T3": ("Court or prosecution", "CourtOrProsecution"),
        "W3": ("Debt bondage; Withholds documents", "DebtBondage;WithholdsDocuments"),
        "Y3": ("Water supply; sewerage, waste management and remediation",
               "E_WaterSupplySewerageWasteManagement"),
        "AB3": ("Follow Up", "FollowUp"), "AD3": ("31/03/2024", "2024-03-31"),
    }  # fmt: skip
    assert {cell.verdict for cell in found.values()} == {Verdict.CHANGED}
    assert all(cell.why and cell.field for cell in found.values())


def test_counts_are_of_cells() -> None:
    bad = ANA | {"Birthdate": "03/04/2004", "Gender": "F"}
    run = read(template(ANA, bad))
    assert [row.accepted for row in run.rows] == [9, 8]
    assert run.counts == {Verdict.ACCEPTED: 17, Verdict.CHANGED: 17, Verdict.REFUSED: 2}


def test_what_is_refused_is_told_and_the_rest_of_the_row_comes_in() -> None:
    run = read(template({"First Name": "Ana", "Birthdate": "03/04/2004", "Consent": "maybe"}))
    assert values(run.records[0]) == {"prs_FirstName": "Ana"}
    found = cells(run)
    assert {place: cell.was for place, cell in found.items()} == {"G3": "03/04/2004", "F3": "maybe"}
    assert {(cell.verdict, cell.becomes) for cell in found.values()} == {(Verdict.REFUSED, "")}
    assert found["G3"].field == "prs_Birthdate"


def test_a_row_in_which_nothing_can_be_taken_is_still_told() -> None:
    run = read(template({"Birthdate": "sometime"}))
    assert run.records == ()
    assert [(row.place, row.record) for row in run.rows] == [("Sheet1, row 3", None)]


def test_blank_rows_between_are_passed_over_and_rows_keep_their_numbers() -> None:
    run = read(table(["First Name", "Gender"], ["Ana"], ["", " "], ["Bea"]))
    assert [row.place for row in run.rows] == ["Cases, row 2", "Cases, row 4"]
    assert [record.key for record in run.records] == ["2", "4"]


def test_a_column_that_is_no_field_loses_nothing_unsaid() -> None:
    run = read(table(["First Name", "Gender", "Shoe size"], ["Ana", "", 38], ["Bea", "", ""]))
    [cell] = [cell for row in run.rows for cell in row.cells]
    assert (cell.place, cell.field, cell.was) == ("C2", "", "38")
    assert "No field" in cell.why


def test_a_formula_is_never_taken_for_what_it_shows() -> None:
    run = read(
        table(["First Name", "Gender", "Birthdate"], [("=A9", "Ana"), ("=1/0", "#DIV/0!"), ""])
    )
    assert run.records == ()
    assert {(cell.was, "formula" in cell.why) for cell in run.rows[0].cells} == {
        ("Ana", True), ("?", True),
    }  # fmt: skip


def test_an_error_in_a_cell_is_told() -> None:
    data = table(["First Name", "Gender"], ["Ana", "Feminine"])
    sheet = member(data, "xl/worksheets/sheet1.xml")
    at = sheet.index(b'<c r="B2"')
    broken = sheet[:at] + b'<c r="B2" t="e"><v>#REF!</v></c></row></sheetData></worksheet>'
    run = read(replaced(data, {"xl/worksheets/sheet1.xml": broken}))
    assert "error" in cells(run)["B2"].why
    assert values(run.records[0]) == {"prs_FirstName": "Ana"}


def test_days_counted_from_1904_are_taken_only_where_the_cell_is_a_date() -> None:
    data = workbook({"S": [["First Name", "Birthdate"], ["Ana", 36218]]}, date_1904=True)
    assert "1904" in cells(read(data))["B2"].why
    plain = workbook({"S": [["First Name", "Birthdate"], ["Ana", 38046]]})
    assert values(read(plain).records[0])["prs_Birthdate"] == date(2004, 2, 29)


@pytest.mark.parametrize(
    "sheets",
    [{"S": [["a", "b"], [1, 2]]}, {"S": []}, {"More support plans": [["spl_Objectives"], ["x"]]}],
)
def test_a_workbook_without_headings_that_we_know_is_refused(sheets: dict[str, Any]) -> None:
    with pytest.raises(CannotRead, match="headings"):
        read(workbook(sheets))


def test_sheets_that_are_not_read_are_named() -> None:
    run = read(workbook({"Notes": [["hello"]], "S": [["First Name", "Gender"], ["Ana"]],
                         "Lists": [["First Name", "Gender"]], "Blank": []}))  # fmt: skip
    assert len(run.records) == 1
    assert run.notes == ("The sheet Notes is not read.", "The sheet Lists is not read.")


KEYED = ["prs_FirstName", "hte_City", "wm_Record", "wm_Silences"]


def test_silences_travel_with_their_row_wherever_it_is_sorted_to() -> None:
    rows = [
        ["Bea", "", "2", "hte_City=declined"],
        ["", "", "1", "prs_FirstName=unknown;hte_City=not-asked"],
    ]
    first, second = read(table(KEYED, *rows)).records
    assert first == Record(
        "2", {"prs_FirstName": Answer("Bea"), "hte_City": Answer(silence=Silence.DECLINED)}
    )
    assert second.row == {
        "prs_FirstName": Answer(silence=Silence.UNKNOWN),
        "hte_City": Answer(silence=Silence.NOT_ASKED),
    }


def test_an_answer_typed_over_a_silence_counts() -> None:
    run = read(table(KEYED, ["Ana", "", "1", "prs_FirstName=declined"]))
    assert run.records[0].row == {"prs_FirstName": Answer("Ana")}
    assert "there was none is dropped" in run.rows[0].cells[0].why


@pytest.mark.parametrize(
    "spoilt", ["prs_FirstName", "prs_FirstName=never", "shoe=unknown", "=", "x"]
)
def test_a_spoilt_note_on_a_silence_is_told(spoilt: str) -> None:
    run = read(table(KEYED, ["", "Pokhara", "1", spoilt]))
    assert run.records[0].row == {"hte_City": Answer("Pokhara")}
    assert run.counts[Verdict.REFUSED] == (0 if spoilt == "=" else 1)


def test_a_row_that_was_copied_gets_a_key_of_its_own() -> None:
    run = read(table(KEYED, ["Ana", "", "k"], ["Bea", "", "k"], ["Cea", "", "k" * 101], ["Dea"]))
    assert [record.key for record in run.records] == ["k", "k (3)", "4", "5"]


def further(*rows: list[str], tab: str = "More historic events") -> DryRun:
    """Two people, of whom the first has an event, and a sheet with further parts."""
    main = [KEYED, ["Ana", "Pokhara", "a"], ["Bea", "", "b"], ["Cea", "", "c"], ["Dea", "", "c"]]
    return read(workbook({"HTCDS": main, tab: [["hte_City", "wm_Record", "spl_Type"], *rows]}))


def test_further_parts_find_their_record() -> None:
    ana, bea, *_ = further(["Kathmandu", "a"], ["Delhi", "a"], ["Dhaka", "b"]).records
    assert ana.further == tuple(
        Further(Group.EVENTS, {"hte_City": Answer(city)}) for city in ("Kathmandu", "Delhi")
    )
    assert bea.row["hte_City"] == Answer("Dhaka")  # the first of its group stands in the row
    assert bea.further == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [(["Delhi", "z"], "No row"), (["Delhi"], "No row"), (["Delhi", "c"], "Several rows")],
)
def test_a_further_part_without_one_record_is_told(row: list[str], why: str) -> None:
    run = further(row)
    assert all(not record.further for record in run.records)
    [cell] = run.rows[-1].cells
    assert (cell.verdict, cell.was, cell.field) == (Verdict.REFUSED, "Delhi", "hte_City")
    assert why in cell.why


def test_a_further_part_takes_only_its_own_fields() -> None:
    run = further(["Delhi", "a", "Legal"])
    [cell] = run.rows[-1].cells
    assert (cell.verdict, cell.was) == (Verdict.REFUSED, "Legal")
    assert "does not belong" in cell.why
