"""XForm instances as phones and partners send them."""

from datetime import date

import pytest

from tests.cases.htcds.making import instance
from waymark.cases.htcds.answers import Answer, Further, Record
from waymark.cases.htcds.dry_run import Cell, DryRun, Source, Verdict
from waymark.cases.htcds.reading import dry_run
from waymark.cases.htcds.standard import Group
from waymark.web.workbooks.refusals import CannotRead

ANSWERED = {
    "con_Consent": "TRUE", "prs_First_Name": "Ana", "prs_Second_Name": "Rai",
    "prs_Birthdate": "2004-02-29", "prs_Gender": "TransgenderFeminine ", "prs_Citizenship": "NP",
    "prs_Title": "Dr", "prs_MailingCountry": "Nepal",
    "vic_Methods_of_Control": "DebtBondage WithholdsDocuments",
    "vic_ForcedLabourIndustry": "F_Construction P_Education", "cas_Status": "Active",
    "cas_ReasonForIncomingReferral": "Other",
}  # fmt: skip


def read(data: bytes) -> DryRun:
    """The dry run of one instance."""
    run = dry_run(data, "case.xml")
    assert run.source is Source.INSTANCE
    return run


def one(data: bytes) -> Record:
    """The record of one instance."""
    [record] = read(data).records
    return record


def cells(run: DryRun) -> dict[str, Cell]:
    """Answers that are changed or refused, by their element."""
    return {cell.place: cell for row in run.rows for cell in row.cells}


def test_an_instance_of_the_published_form_with_its_misspelt_names() -> None:
    record = one(instance(ANSWERED))
    assert record.key == "uuid:6d0b7c1e"
    assert {name: answer.value for name, answer in record.row.items()} == {
        "con_Consent": True, "prs_FirstName": "Ana", "prs_SecondName": "Rai",
        "prs_Birthdate": date(2004, 2, 29), "prs_Gender": "TransgenderFeminine",
        "prs_Citizenship": ("NP",), "prs_Title": "Dr", "prs_MailingCountry": "NP",
        "vic_MethodsOfControl": ("DebtBondage", "WithholdsDocuments"),
        "vic_ForcedLabourIndustry": ("F_Construction", "P_Education"), "cas_Status": "Active",
        "cas_ReasonForIncomingReferral": "Other",
    }  # fmt: skip


def test_what_is_changed_is_told_element_by_element() -> None:
    run = read(instance(ANSWERED))
    assert {place: cell.becomes for place, cell in cells(run).items()} == {
        "prs_Gender": "TransgenderFeminine", "prs_MailingCountry": "NP", "prs_Title": "Dr",
    }  # fmt: skip
    assert "Second Name" in cells(run)["prs_Title"].why
    spelt = {column.name: column.field for column in run.columns if column.why}
    assert spelt == {
        "prs_First_Name": "prs_FirstName", "prs_Second_Name": "prs_SecondName",
        "vic_Methods_of_Control": "vic_MethodsOfControl",
    }  # fmt: skip
    assert run.counts == {Verdict.ACCEPTED: 9, Verdict.CHANGED: 3, Verdict.REFUSED: 0}


def test_only_the_published_form_leaves_a_doubt_about_the_title() -> None:
    assert "prs_Title" not in cells(read(instance(ANSWERED, form="ours")))


def test_what_a_phone_writes_by_itself_is_no_answer() -> None:
    run = read(instance({"prs_FirstName": "Ana", "deviceid": "7", "today": "2024-03-31"}))
    assert [column.name for column in run.columns] == ["prs_FirstName"]
    assert not cells(run)


def test_blank_answers_say_nothing() -> None:
    run = read(instance(dict.fromkeys(ANSWERED, "")))
    assert run.records == ()
    assert [row.place for row in run.rows] == ["case.xml"]
    assert run.counts[Verdict.ACCEPTED] == 0


@pytest.mark.parametrize(
    ("fields", "place", "why"),
    [
        ({"prs_FirstName": "Ana", "prs_Birthdate": "03/04/2004"}, "prs_Birthdate", "two dates"),
        ({"prs_FirstName": "Ana", "shoe_size": "38"}, "shoe_size", "No field"),
        ({"prs_FirstName": "Ana", "prs_First_Name": "Anna"}, "prs_First_Name", "already"),
        ({"prs_FirstName": "Ana", "cas_ReasonForIncomingReferral": "needs a bed"},
         "cas_ReasonForIncomingReferral", "Listed are"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_and_the_rest_comes_in(
    fields: dict[str, str], place: str, why: str
) -> None:
    run = read(instance(fields))
    cell = cells(run)[place]
    assert (cell.verdict, cell.was) == (Verdict.REFUSED, fields[place])
    assert why in cell.why
    assert run.records[0].row == {"prs_FirstName": Answer("Ana")}


def test_questions_in_groups_of_a_form() -> None:
    inner = "<who><name><prs_FirstName>Ana</prs_FirstName></name><prs_Gender>F</prs_Gender></who>"
    run = read(instance({}, inner=inner))
    assert run.records[0].row == {"prs_FirstName": Answer("Ana")}
    assert cells(run)["who/prs_Gender"].was == "F"


def events(*cities: str) -> str:
    """One repeated group for each, as forms write them."""
    return "".join(f"<stop><hte_City>{city}</hte_City><hte_State/></stop>" for city in cities)


def test_a_group_that_is_repeated_becomes_several_events() -> None:
    record = one(instance({}, inner=events("Pokhara", "", "Delhi", "Dubai")))
    assert record.row == {"hte_City": Answer("Pokhara")}
    assert record.further == tuple(
        Further(Group.EVENTS, {"hte_City": Answer(city)}) for city in ("Delhi", "Dubai")
    )


def test_repeated_groups_within_one_group() -> None:
    record = one(instance({}, inner=f"<stops>{events('Pokhara', 'Delhi')}</stops>"))
    assert len(record.further) == 1


def test_one_event_that_is_asked_about_in_two_groups_stays_one() -> None:
    inner = "<where><hte_City>Pokhara</hte_City></where><what><hte_Type>Transit</hte_Type></what>"
    assert one(instance({}, inner=inner)) == Record(
        "uuid:6d0b7c1e", {"hte_City": Answer("Pokhara"), "hte_Type": Answer("Transit")}
    )


def test_our_own_elements_are_parts_of_their_own() -> None:
    inner = (
        "<hte_City>Pokhara</hte_City>"
        "<historic_trafficking_event><hte_Type>Transit</hte_Type></historic_trafficking_event>"
    )
    assert one(instance({}, inner=inner)).further == (
        Further(Group.EVENTS, {"hte_Type": Answer("Transit")}),
    )


SILENT = 'xmlns:w="urn:waymark:htcds" w:silence'


@pytest.mark.parametrize("word", ["not-asked", "unknown", "declined"])
def test_a_silence_is_an_attribute_that_others_pass_over(word: str) -> None:
    record = one(instance({}, inner=f'<prs_FirstName {SILENT}="{word}"/>'))
    silence = record.row["prs_FirstName"].silence
    assert silence is not None
    assert silence.value == word


@pytest.mark.parametrize(
    ("element", "verdict"),
    [
        (f'<prs_FirstName {SILENT}="never"/>', Verdict.REFUSED),
        (f'<prs_FirstName {SILENT}=""/>', Verdict.REFUSED),
        (f'<prs_FirstName {SILENT}="declined">Ana</prs_FirstName>', Verdict.CHANGED),
    ],
)
def test_a_silence_that_was_spoilt_or_overwritten(element: str, verdict: Verdict) -> None:
    run = read(instance({}, inner=element))
    assert [cell.verdict for cell in cells(run).values()] == [verdict]
    expected = {"prs_FirstName": Answer("Ana")} if verdict is Verdict.CHANGED else {}
    assert [dict(record.row) for record in run.records] == ([expected] if expected else [])


def test_a_silence_of_another_namespace_means_nothing() -> None:
    assert not read(instance({}, inner='<prs_FirstName silence="declined"/>')).records


def test_an_instance_without_an_identifier_is_named_after_its_file() -> None:
    data = b"<data><prs_FirstName>Ana</prs_FirstName></data>"
    assert one(data).key == "case.xml"
    assert one(data.replace(b"<data>", b'<data instanceID="uuid:1">')).key == "uuid:1"


@pytest.mark.parametrize(
    "data", [b"<data/>", b"<data><name>Ana</name></data>", b"<rss><channel/></rss>", b"<a>x</a>"]
)
def test_xml_without_any_field_is_refused(data: bytes) -> None:
    with pytest.raises(CannotRead, match="Nothing in this file"):
        read(data)
