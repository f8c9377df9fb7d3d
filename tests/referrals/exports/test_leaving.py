"""What leaves as a file or on paper is what was ticked and covered, and nothing beside it."""

import io
import re
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cases.making import NAMES
from tests.cast import NAMES as EVERYBODY
from tests.referrals.exports.conftest import METHODS, Counter
from tests.referrals.making import FIRST, SECOND, make_release
from waymark.audit.models import Entry
from waymark.cases.answers import Answer, answers_as_json
from waymark.cases.fields.settings import Wish, change_fields
from waymark.cases.htcds.answers import Record
from waymark.cases.htcds.reading import dry_run
from waymark.cases.models import Case, CaseFile, CaseState, FieldUse, Note, today
from waymark.cases.records import pack, read, write_new
from waymark.referrals.consent.terms import Said
from waymark.referrals.models import Release, ReleaseState
from waymark.vault.records import erase

BIRTH = "identity.prs_Birthdate"
FORMULA = '=HYPERLINK("http://evil","x")'
WAYS = [
    ("release_file", "workbook"),
    ("release_file", "instances"),
    ("release_paper", "paper"),
]


def _records(body: bytes, name: str) -> list[Record]:
    return [row.record for row in dry_run(body, name).rows if row.record is not None]


def test_a_workbook_holds_what_was_ticked(counter: Counter) -> None:
    response = counter.post("release_file", FIRST, how="workbook")
    [record] = _records(response.content, "x.xlsx")
    assert {name: answer.value for name, answer in record.row.items()} == {"prs_FirstName": "Rosa"}
    assert b"Quintero" not in b"".join(_unpacked(response.content))


def test_instances_hold_the_same(counter: Counter) -> None:
    response = counter.post("release_file", FIRST, SECOND, how="instances")
    [record] = _records(response.content, "x.zip")
    assert set(record.row) == {"prs_FirstName", "prs_SecondName"}


def _unpacked(body: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_paper_says_it_in_words(counter: Counter) -> None:
    counter.covers(FIRST, METHODS)
    page = counter.post("release_paper", FIRST, METHODS, how="paper").content.decode()
    assert "Rosa" in page
    assert "Debt bondage · False promises" in page
    assert "Quintero" not in page


def test_the_file_has_a_neutral_name_and_no_cache_keeps_it(counter: Counter) -> None:
    response = counter.post("release_file", FIRST, how="workbook")
    assert re.fullmatch(
        r'attachment; filename="X-[0-9A-Z]{6}\.xlsx"', response["Content-Disposition"]
    )
    assert response["Cache-Control"] == "no-store"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(("name", "how"), WAYS)
def test_what_left_is_kept_with_the_release_and_audited(
    counter: Counter, name: str, how: str
) -> None:
    counter.post(name, FIRST, how=how)
    said = Said.of(read(Release.objects.get(), counter.cast.keyring(counter.cast.carl_cases)))
    [line] = said.left
    assert line["fields"] == [FIRST]
    assert line["by"] == str(counter.cast.carl_cases.pk)
    assert counter.events() == ["data:left"]
    page = counter.sign_in(counter.cast.carl_cases).get(counter.url("release")).content.decode()
    assert "First name" in page
    assert "Nothing has left." not in page


@pytest.mark.parametrize(("name", "how"), WAYS)
def test_one_field_too_many_and_nothing_leaves(counter: Counter, name: str, how: str) -> None:
    response = counter.post(name, FIRST, METHODS, how=how)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Not covered: Methods of control." in page
    assert "Debt bondage" not in page
    assert "Rosa" not in page
    assert f'value="{FIRST}" checked' in page  # what is covered stays ticked
    assert counter.events() == ["data:refused"]


@pytest.mark.parametrize("state", sorted(set(ReleaseState) - {ReleaseState.ACTIVE}))
@pytest.mark.parametrize(("name", "how"), WAYS)
def test_no_active_release_nothing_leaves(
    counter: Counter, name: str, how: str, state: ReleaseState
) -> None:
    Release.objects.update(state=state)
    response = counter.post(name, FIRST, how=how)
    assert response.status_code == 409
    assert "There is no active release to this receiver." in response.content.decode()
    assert counter.events() == ["data:refused"]


@pytest.mark.parametrize("who", sorted(set(EVERYBODY) - {"carl_cases", "sara_supervisor"}))
def test_to_others_it_is_not_there_and_their_attempt_is_audited(counter: Counter, who: str) -> None:
    for name, how in WAYS:
        assert counter.post(name, FIRST, how=how, who=who).status_code == 404
    assert counter.events() == ["data:refused"] * len(WAYS)
    assert counter.sign_in(counter.cast[who]).get(counter.url("release_leave")).status_code == 404


def test_a_restricted_person_stays(counter: Counter) -> None:
    counter.rosa.person.restricted_at = timezone.now()
    counter.rosa.person.save()
    response = counter.post("release_paper", FIRST, how="paper")
    assert response.status_code == 409
    assert "The person asked that their data be kept and not used." in response.content.decode()


def test_nothing_ticked(counter: Counter) -> None:
    response = counter.post("release_file", how="workbook")
    assert response.status_code == 409
    assert "Choose at least one field." in response.content.decode()


@pytest.mark.parametrize("names", [["wall.reason"], ["identity.nothing"], ["x" * 5000]])
def test_what_is_no_field_is_refused_by_the_form(counter: Counter, names: list[str]) -> None:
    assert counter.post("release_paper", *names, how="paper").status_code == 422
    assert counter.events() == []


@pytest.mark.parametrize(
    ("name", "how"),
    [("release_file", "paper"), ("release_paper", "workbook"), ("release_file", "email")],
)
def test_each_address_lets_out_in_its_own_way(counter: Counter, name: str, how: str) -> None:
    assert counter.post(name, FIRST, how=how).status_code == 422
    assert counter.events() == []


@pytest.mark.parametrize("name", ["release_file", "release_paper"])
def test_looking_lets_nothing_out(counter: Counter, name: str) -> None:
    carl = counter.sign_in(counter.cast.carl_cases)
    assert carl.get(counter.url(name)).status_code == 405


def test_formulas_of_a_hostile_name_stay_text(counter: Counter) -> None:
    person = counter.rosa.person
    content = answers_as_json({})
    content["fields"] = {"prs_FirstName": {"v": FORMULA}, "prs_SecondName": {"v": "+1|cmd"}}
    keyring = counter.cast.keyring(counter.cast.carl_cases)
    keyring.data_key(person.envelope_id).seal(person, "identity", pack(content))
    person.save()
    body = counter.post("release_file", FIRST, SECOND, how="workbook").content
    assert not any(b"<f>" in part or b"hyperlink" in part.lower() for part in _sheets(body))
    page = counter.post("release_paper", FIRST, how="paper").content.decode()
    assert "=HYPERLINK(&quot;" in page


def _sheets(body: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return [archive.read(name) for name in names]


def test_events_stay_whole_in_a_file(counter: Counter) -> None:
    """The place of one event never comes beside the country of another."""
    city, country = "event.hte_City", "event.hte_Country"
    counter.event(hte_City="Laredo")
    counter.event(hte_Country="MX")
    counter.event(hte_City="Hue", hte_Country="VN")
    counter.covers(city, country)
    body = counter.post("release_file", city, country, how="workbook").content
    [record] = _records(body, "x.xlsx")
    rows = [record.row, *(part.row for part in record.further)]
    found = [{name: answer.value for name, answer in row.items()} for row in rows]
    assert found == [
        {"hte_City": "Laredo"},
        {"hte_Country": "MX"},
        {"hte_City": "Hue", "hte_Country": "VN"},
    ]


def test_a_note_is_a_comment_and_a_files_name_leaves_on_paper_only(counter: Counter) -> None:
    note, file = Note(case=counter.case), CaseFile(case=counter.case)
    write_new(note, {"fields": {"text": {"v": "Sleeps badly"}}})
    write_new(file, {"fields": {"name": {"v": "letter.pdf"}}})
    names = (f"note:{note.pk}", f"file:{file.pk}")
    counter.covers(*names)
    page = counter.post("release_paper", *names, how="paper").content.decode()
    assert "Sleeps badly" in page
    assert "letter.pdf" in page
    body = counter.post("release_file", *names, how="workbook").content
    [record] = _records(body, "x.xlsx")
    assert {name: answer.value for name, answer in record.row.items()} == {
        "cco_CaseComment": "Sleeps badly"
    }
    assert counter.post("release_file", names[1], how="workbook").status_code == 409


def test_the_page_shows_what_would_leave_and_what_stays(counter: Counter) -> None:
    page = counter.sign_in(counter.cast.carl_cases).get(counter.url("release_leave"))
    text = page.content.decode()
    covered, stays = text.split("Not covered: it stays here")
    assert f'value="{FIRST}" checked' in covered
    assert "Methods of control" not in covered
    assert "Methods of control" in stays
    assert "Identity" not in stays  # what holds nothing is not listed
    for value in NAMES.values():
        assert value not in text


def test_an_erased_person_has_nothing_that_could_leave(counter: Counter) -> None:
    erase(counter.rosa.person.envelope_id)
    page = counter.sign_in(counter.cast.carl_cases).get(counter.url("release_leave"))
    assert "Nothing that it covers is on record." in page.content.decode()
    assert counter.post("release_paper", FIRST, how="paper").status_code == 422


def test_another_cases_release_is_not_found_below_this_one(counter: Counter) -> None:
    lines = Entry.objects.count()
    other = make_release(counter.rosa, expires_on=today())
    Release.objects.filter(pk=other.pk).update(case=counter.case)
    erase(other.envelope_id)
    carl = counter.sign_in(counter.cast.carl_cases)
    assert carl.post(counter.url("release_paper", other), {"how": "paper"}).status_code == 404
    assert Entry.objects.filter(event="data:left").count() == 0
    assert lines <= Entry.objects.count()


@pytest.mark.parametrize("how", ["workbook", "instances"])
def test_what_the_standard_cannot_say_is_said_to_be_missing(counter: Counter, how: str) -> None:
    person = counter.rosa.person
    keyring = counter.cast.keyring(counter.cast.carl_cases)
    rough = {**NAMES, "prs_Birthdate": "1998"}
    content = answers_as_json({name: Answer(value) for name, value in rough.items()})
    keyring.data_key(person.envelope_id).seal(person, "identity", pack(content))
    person.save()
    counter.covers(FIRST, BIRTH)
    carl = counter.sign_in(counter.cast.carl_cases)
    carl.post(counter.url("release_file"), {"names": [FIRST, BIRTH], "how": how})
    page = carl.get(counter.url("release_leave")).content.decode()
    assert "Some of it is not in the file" in page
    assert "Print a page for that. Date of birth" in page
    carl.post(counter.url("release_file"), {"names": [FIRST], "how": how})
    assert "Some of it" not in carl.get(counter.url("release_leave")).content.decode()


STATUS = "case.cas_Status"
CODES = {
    CaseState.INTAKE: "Active",
    CaseState.ACTIVE: "Active",
    CaseState.FOLLOW_UP: "FollowUp",
    CaseState.CLOSED: "Closed",
    CaseState.CLOSED_REFERRED: "ClosedReferred",
}


@pytest.mark.parametrize("state", list(CODES))
@pytest.mark.parametrize(("how", "name"), [("workbook", "x.xlsx"), ("instances", "x.zip")])
def test_where_the_case_stands_leaves_when_it_is_covered(
    counter: Counter, how: str, name: str, state: CaseState
) -> None:
    Case.objects.update(state=state)
    assert counter.post("release_file", STATUS, how=how).status_code == 409
    counter.covers(STATUS)
    [record] = _records(counter.post("release_file", STATUS, how=how).content, name)
    assert {key: answer.value for key, answer in record.row.items()} == {"cas_Status": CODES[state]}


def test_nobody_types_where_a_case_stands(counter: Counter) -> None:
    carl = counter.sign_in(counter.cast.carl_cases)
    for address in ("case_about", "case_close"):
        page = carl.get(reverse(address, args=[counter.case.pk])).content.decode()
        assert "cas_Status" not in page
    wish = {STATUS: Wish(FieldUse.OPTIONAL, "Stage")}
    change_fields(counter.case.organisation, wish, by=counter.cast.sara_supervisor)
    assert (
        "cas_Status" not in carl.get(reverse("case_about", args=[counter.case.pk])).content.decode()
    )


def test_each_note_is_a_comment_of_its_own(counter: Counter) -> None:
    texts = ["=1+1", " Two\r\nlines \n", "Third"]
    notes = [Note(case=counter.case) for _text in texts]
    for note, text in zip(notes, texts, strict=True):
        write_new(note, {"fields": {"text": {"v": text}}})
    empty = Note(case=counter.case)
    write_new(empty, {"fields": {"text": {"v": " "}}})
    names = [f"note:{note.pk}" for note in [*notes, empty]]
    counter.covers(*names)
    response = counter.post("release_file", *names, how="workbook")
    [record] = _records(response.content, "x.xlsx")
    rows = [record.row, *(part.row for part in record.further)]
    assert {row["cco_CaseComment"].value for row in rows} == {"=1+1", "Two\nlines", "Third"}
