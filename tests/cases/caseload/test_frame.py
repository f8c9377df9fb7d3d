"""The frame of every page of a case: names, tabs, what the log says, what is erased."""

from tests.cases.caseload.conftest import Office, events
from tests.cases.making import make_participant
from waymark.audit.events import Event
from waymark.cases.caseload.frame import pseudonyms_of
from waymark.cases.models import Case, CaseState
from waymark.cases.names import case_name, person_name
from waymark.vault.records import erase


def test_the_header_says_what_it_is_and_no_name(office: Office, case: Case) -> None:
    person = make_participant(case).person
    page = office.get("carl_cases", "case", case.pk)
    for text in (case_name(case), person_name(person), "Two brothers", "Carl Cases", "Intake"):
        assert text in page
    assert "Rosa" not in page
    assert "Quintero" not in page


def test_each_tab_is_there_and_one_is_current(office: Office, case: Case) -> None:
    page = office.get("carl_cases", "case_notes", case.pk)
    for name in ("case", "case_tasks", "case_notes", "case_files", "case_timeline"):
        assert f'href="/cases/{case.pk}/' in page, name
    assert f'<a href="/cases/{case.pk}/notes/" aria-current="page">' in page


def test_the_title_of_the_browser_names_no_person_and_no_title(office: Office, case: Case) -> None:
    page = office.get("carl_cases", "case", case.pk)
    assert f"<title>{case_name(case)}</title>" in page


def test_each_opening_is_in_the_log(office: Office, case: Case) -> None:
    office.get("carl_cases", "case", case.pk)
    assert (events(Event.CASE_READ, case), events(Event.CASE_READ_OUTSIDE_TEAM, case)) == (1, 0)
    office.get("sara_supervisor", "case", case.pk)
    assert (events(Event.CASE_READ, case), events(Event.CASE_READ_OUTSIDE_TEAM, case)) == (1, 1)


def test_a_merged_person_has_one_pseudonym(office: Office, case: Case) -> None:
    one, other = make_participant(case).person, make_participant(case).person
    other.merged_into = one
    other.save()
    assert pseudonyms_of(case) == [person_name(one)]


def test_an_erased_participant_is_not_named(office: Office, case: Case) -> None:
    participant = make_participant(case)
    erase(participant.envelope_id)
    assert pseudonyms_of(case) == []


def test_an_erased_case_is_a_tombstone_with_nothing_behind_it(office: Office, case: Case) -> None:
    erase(case.envelope_id)
    Case.objects.filter(pk=case.pk).update(state=CaseState.ERASED)
    page = office.get("carl_cases", "case", case.pk)
    assert "This case is erased." in page
    assert "Two brothers" not in page
    assert f'href="/cases/{case.pk}/notes/"' not in page
    for name in ("case_notes", "case_tasks", "case_files", "case_timeline", "case_about"):
        office.get("carl_cases", name, case.pk, status=404)
    office.post("carl_cases", "case_notes", case.pk, text="Still there?", status=404)
