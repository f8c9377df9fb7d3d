"""The form itself, zips of instances, and telling files apart."""

import pytest

from tests.cases.htcds.making import REFERENCE, instance, table, zipped
from waymark.cases.htcds.dry_run import DryRun, Source, Verdict
from waymark.cases.htcds.reading import dry_run, forms
from waymark.web.workbooks.refusals import CannotRead

PUBLISHED = REFERENCE / "htcds" / "htcds_xform_example.xml"
FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>t</h:title><model><instance><data id="htcds_xlsform"><start/><prs_First_Name/>
<prs_Title/><shoe_size/><meta><instanceID/></meta></data></instance></model></h:head><h:body>
<input ref="/data/prs_First_Name"><label>First Name</label></input>
<group><input ref="/data/prs_Title"><label>Second Name</label></input></group></h:body></h:html>"""


def test_a_form_is_read_question_by_question_and_holds_no_cases() -> None:
    run = dry_run(FORM, "form.xml")
    assert (run.source, run.rows, run.records) == (Source.FORM, (), ())
    assert [(each.name, each.label, each.field) for each in run.columns] == [
        ("prs_First_Name", "First Name", "prs_FirstName"),
        ("prs_Title", "Second Name", "prs_Title"),
        ("shoe_size", "", ""),
    ]
    assert "spelt differently" in run.columns[0].why
    assert "another label" in run.columns[1].why
    assert "No field" in run.columns[2].why
    assert "holds no cases: 2 of its 3 questions" in run.notes[0]


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published form is not beside this tree")
def test_the_published_form_is_read_whole() -> None:
    run = dry_run(PUBLISHED.read_bytes(), PUBLISHED.name)
    assert "31 of its 31 questions" in run.notes[0]
    assert {each.name: each.field for each in run.columns if each.name != each.field} == {
        "prs_First_Name": "prs_FirstName",
        "prs_Second_Name": "prs_SecondName",
        "vic_Methods_of_Control": "vic_MethodsOfControl",
    }
    assert [each.name for each in run.columns if "another label" in each.why] == ["prs_Title"]


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published form is not beside this tree")
def test_an_answer_to_every_question_of_the_published_form_comes_in() -> None:
    questions = dry_run(PUBLISHED.read_bytes(), PUBLISHED.name).columns
    codes = {
        "con_Consent": "TRUE", "prs_Birthdate": "2004-02-29", "prs_Gender": "Feminine",
        "prs_Citizenship": "NP", "prs_MailingCountry": "NP", "vic_MethodOfRecruitment": "AtWork",
        "vic_TraffickingStatus": "ActualVictimOfTrafficking", "vic_Methods_of_Control": "Other",
        "vic_TraffickingStatusDecisionMakingOrg": "NGO", "vic_TypeOfExploitation": "Servitude",
        "vic_ForcedLabourIndustry": "P_Education", "vic_TypeOfSexExploitation": "Pornography",
        "cas_Status": "Closed", "cas_IncomingReferralDate": "2024-03-31",
        "cas_ReasonForIncomingReferral": "Other",
    }  # fmt: skip
    answers = {each.name: codes.get(each.name, "words") for each in questions}
    run = dry_run(instance(answers), "case.xml")
    assert run.counts == {Verdict.ACCEPTED: 30, Verdict.CHANGED: 1, Verdict.REFUSED: 0}
    assert set(run.records[0].row) == {each.field for each in questions}


@pytest.mark.parametrize(
    "page", [b"<html/>", b"<html><head/></html>", b"<html><head><model/></head></html>"]
)
def test_a_web_page_that_is_no_form_is_refused(page: bytes) -> None:
    with pytest.raises(CannotRead, match="no XForm"):
        dry_run(page, "page.xml")


def archive(**more: bytes) -> DryRun:
    """The dry run of two instances, and more, in a zip."""
    files = {f"{name}.xml": instance({"prs_First_Name": name}) for name in ("ana", "bea")}
    return dry_run(zipped({**files, **more}), "cases.zip")


def test_every_instance_in_a_zip_is_a_row_with_a_key_of_its_own() -> None:
    run = archive()
    assert run.source is Source.INSTANCES
    assert [row.place for row in run.rows] == ["ana.xml", "bea.xml"]
    assert [record.key for record in run.records] == ["uuid:6d0b7c1e", "uuid:6d0b7c1e (bea.xml)"]
    assert [(each.name, each.field) for each in run.columns] == [
        ("prs_First_Name", "prs_FirstName")
    ]
    assert run.notes == ()


@pytest.mark.parametrize(
    "bad",
    [b"<data>", b"", b"<!DOCTYPE a [<!ENTITY b 'c'>]><data/>", b"<data><name>x</name></data>"],
)
def test_one_bad_member_does_not_keep_the_others_out(bad: bytes) -> None:
    run = archive(**{"bad.xml": bad})
    assert len(run.records) == 2
    [cell] = run.rows[2].cells
    assert (cell.verdict, cell.was, run.rows[2].record) == (Verdict.REFUSED, "bad.xml", None)
    assert cell.why.endswith(".")


def test_what_else_is_in_a_zip_is_told() -> None:
    run = archive(**{"photo.jpg": b"x", "__MACOSX/._ana.xml": b"x", "form.xml": FORM, "d/": b""})
    assert len(run.rows) == 2
    assert run.notes[0] == "1 other file in the archive is not read."
    assert run.notes[1].startswith("form.xml: This is a form and holds no cases")


def test_endless_elements_in_many_instances_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    tags = 2 * instance({"prs_First_Name": "ana"}).count(b"<")
    monkeypatch.setattr(forms, "MOST_TAGS", tags)
    assert len(archive().rows) == 2
    monkeypatch.setattr(forms, "MOST_TAGS", tags - 1)
    with pytest.raises(CannotRead, match="too many answers"):
        archive()


@pytest.mark.parametrize("files", [{"a.txt": b"x"}, {"__MACOSX/a.xml": b"<data/>"}, {}])
def test_a_zip_without_instances_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(CannotRead, match="no XForm instance"):
        dry_run(zipped(files), "cases.zip")


@pytest.mark.parametrize(
    ("data", "source"),
    [
        (table(["First Name", "Gender"], ["Ana"]), Source.WORKBOOK),
        (b"\xef\xbb\xbf" + instance({"prs_FirstName": "Ana"}), Source.INSTANCE),
        (b"\n  <data><prs_FirstName>Ana</prs_FirstName></data>", Source.INSTANCE),
        ("<?xml version='1.0' encoding='utf-16'?><data><prs_FirstName>A</prs_FirstName></data>"
         .encode("utf-16"), Source.INSTANCE),
    ],
)  # fmt: skip
def test_files_are_told_apart_by_what_they_hold(data: bytes, source: Source) -> None:
    run = dry_run(data, "anything.bin")
    assert run.source is source
    assert len(run.records) == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"), (b"\xd0\xcf\x11\xe0" + bytes(600), "old XLS"), (b"a,b\n1,2\n", "XLSX"),
        (b"%PDF-1.7", "XLSX"), (b"PK\x03\x04", "damaged"), (b"PK", "damaged"),
        (bytes(100), "XLSX"), (b"<", "well-formed"), (b"<a" * 20_000, "well-formed"),
    ],
)  # fmt: skip
def test_what_is_neither_is_refused_with_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(CannotRead, match=sentence):
        dry_run(data, "cases.xlsx")
