"""The timeline tells everything: changes, the team, holds, walls, erasures, doubles, reports."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.caseload.conftest import Office
from tests.cases.making import make_participant, make_person
from tests.reports.staff.conftest import Desk, desk
from waymark.accounts.models import Worker
from waymark.audit.events import Event
from waymark.audit.models import Entry
from waymark.cases.answers import Answer, answers_as_json, answers_from_json
from waymark.cases.caseload.actions import assigning, moving, notes, tasks, walls
from waymark.cases.caseload.actions.about import change_about
from waymark.cases.forgetting.actions import erasing, holds
from waymark.cases.models import Case, Note, Participant, today
from waymark.cases.names import person_name
from waymark.cases.people.actions import changing, merging
from waymark.cases.records import read
from waymark.cases.timeline import Item, items_of
from waymark.reports.models import Report
from waymark.reports.names import report_name
from waymark.vault.keyring import Keyring

__all__ = ["desk"]  # a fixture of the reports' tests
CARL, SARA = "carl_cases", "sara_supervisor"


def items(office: Office, case: Case, who: str = CARL) -> list[Item]:
    worker = office.cast[who]
    return items_of(office.fresh(case), worker, office.cast.keyring(worker))


def change(note: Note, text: str, *, by: Worker, keyring: Keyring) -> None:
    notes.change_note(note, text, privilege="", contact_on=None, seen=1, by=by, keyring=keyring)


def told(office: Office, case: Case, who: str = CARL) -> set[tuple[str, str, str]]:
    return {(str(item.kind), item.text, item.who) for item in items(office, case, who)}


@pytest.fixture
def rosa(office: Office, case: Case) -> Participant:
    return make_participant(case)


def test_changes_tell_who_made_them_and_lead_to_the_record(
    office: Office, case: Case, rosa: Participant
) -> None:
    carl, sara = office.cast.carl_cases, office.cast.sara_supervisor
    keyring = office.cast.keyring(sara)
    note = notes.write_note(case, "A note", by=sara)
    change(note, "Another", by=sara, keyring=keyring)
    answers = answers_from_json(read(case, keyring))
    change_about(case, answers_as_json(answers), seen=1, by=sara, keyring=keyring)
    moving.plan_review(case, today(), by=carl, seen=2)
    changing.change_part(rosa, {"role": Answer("other")}, seen=1, by=sara, keyring=keyring)
    changing.change_identity(rosa.person, {}, seen=1, by=sara, keyring=keyring)
    found = told(office, case)
    for kind, who in (
        ("Note", "Sara Supervisor"),
        ("Case", "Sara Supervisor"),
        ("Case", "Carl Cases"),
        ("What a person is in the case", "Sara Supervisor"),
        ("Who a person is", "Sara Supervisor"),
    ):
        assert (kind, "Changed.", who) in found
    urls = {item.url for item in items(office, case) if item.text == "Changed."}
    assert f"/cases/{case.pk}/notes/" in urls
    assert f"/cases/{case.pk}/" in urls
    for url in filter(None, urls):
        assert office.sign_in(carl).get(url).status_code == 200


def test_the_team_is_told_by_name_as_it_comes_and_goes(office: Office, case: Case) -> None:
    carl, sara = office.cast.carl_cases, office.cast.sara_supervisor
    assigning.add_to_team(case, sara, by=carl)
    assigning.add_to_team(case, sara, by=carl)
    assigning.remove_from_team(case, sara, by=sara)
    assigning.remove_from_team(case, sara, by=sara)
    texts = [(item.text, item.who) for item in items(office, case)]
    assert texts.count(("Sara Supervisor joins the team.", "Carl Cases")) == 1
    assert texts.count(("Sara Supervisor leaves the team.", "Sara Supervisor")) == 1


def test_a_task_is_told_when_it_is_planned_and_when_it_is_done(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    task = tasks.add_task(case, "Call the court", by=carl)
    tasks.tick_off(task, done=True, by=carl)
    kinds = [item.kind for item in items(office, case) if item.text == "Call the court"]
    assert sorted(kinds) == ["Task", "Task done"]
    assert "Changed." not in {item.text for item in items(office, case)}


def test_holds_are_told_to_all_who_work_on_it(office: Office, case: Case) -> None:
    sara = office.cast.sara_supervisor
    hold = holds.place_hold(case, "the trial of May", "the court", by=sara)
    holds.lift_hold(hold, by=sara)
    found = told(office, case)
    assert ("Legal hold", "From now on nothing of the case may be erased.", sara.name) in found
    assert ("Legal hold", "It is lifted.", sara.name) in found
    assert not any("trial" in text for _kind, text, _who in found)


def test_walls_are_told_to_supervisors_only(
    office: Office, case: Case, second_supervisor: Worker
) -> None:
    cast = office.cast
    wall = walls.build_wall(case, second_supervisor, "A cousin", by=cast.sara_supervisor)
    walls.lift_wall(wall, by=cast.sara_supervisor)
    found = told(office, case, SARA)
    assert ("Conflict of interest", "A worker is kept out.", "Sara Supervisor") in found
    assert ("Conflict of interest", "It is lifted.", "Sara Supervisor") in found
    assert not any("Conflict" in kind for kind, _text, _who in told(office, case))
    assert "Conflict of interest" not in office.get(CARL, "case_timeline", case.pk)


def test_what_is_erased_is_told_by_its_kind_and_its_changes_no_more(
    office: Office, case: Case
) -> None:
    carl, sara = office.cast.carl_cases, office.cast.sara_supervisor
    note = notes.write_note(case, "Secret", by=carl)
    keyring = office.cast.keyring(carl)
    change(note, "Secret, too", by=carl, keyring=keyring)
    erasing.erase_record(note, by=sara)
    found = told(office, case)
    assert ("Erased", "Note", "Sara Supervisor") in found
    assert ("Note", "Changed.", "Carl Cases") not in found


def test_doubles_are_told_while_both_open(office: Office, case: Case, rosa: Participant) -> None:
    cast = office.cast
    sara, keyring = cast.sara_supervisor, cast.keyring(cast.sara_supervisor)
    other = office.case("Another")
    known = make_person(other)
    make_participant(other, known)
    match = merging.merge(known, rosa.person, by=sara, keyring=keyring)
    merging.undo(match, by=sara)
    merging.keep_apart(known, rosa.person, by=sara)
    pair = f"{person_name(known)} · {person_name(rosa.person)}"
    for place in (case, other):
        found = told(office, place)
        assert ("The same person", pair, "Sara Supervisor") in found
        assert ("Taken back", f"The same person: {pair}", "") in found
        assert ("Two different people", pair, "Sara Supervisor") in found
    walls.build_wall(other, cast.carl_cases, "A cousin", by=sara)
    assert not any(person_name(known) in text for _kind, text, _who in told(office, case))


def test_a_change_of_somebody_whom_a_wall_elsewhere_hides_is_not_told(
    office: Office, case: Case, rosa: Participant
) -> None:
    cast = office.cast
    other = office.case("Another", by=cast.sara_supervisor)
    make_participant(other, rosa.person)
    changing.change_identity(
        rosa.person, {}, seen=1, by=cast.sara_supervisor, keyring=cast.keyring(cast.sara_supervisor)
    )
    line = ("Who a person is", "Changed.", "Sara Supervisor")
    assert line in told(office, case)
    walls.build_wall(other, cast.carl_cases, "A cousin", by=cast.sara_supervisor)
    assert line not in told(office, case)
    assert line in told(office, case, SARA)


def test_reports_of_its_situation_are_told_to_who_may_open_them(office: Office, desk: Desk) -> None:
    mine, theirs = desk.report(team=desk.cases), desk.report()
    case = office.case("From a report", report=mine)
    Report.objects.update(situation=case.situation)
    found = told(office, case)
    assert ("Report", report_name(mine), "") in found
    assert not any(report_name(theirs) in text for _kind, text, _who in found)


def test_the_log_of_other_cases_is_not_told(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    other = office.case("Another")
    moving.plan_review(other, today(), by=carl, seen=1)
    make_participant(other, make_person(other))
    assert "Changed." not in {item.text for item in items(office, case)}


def test_looking_is_no_history(office: Office, case: Case) -> None:
    before = told(office, case)
    for name in ("case", "case_notes", "case_people"):
        office.get(SARA, name, case.pk)
    assert Entry.objects.filter(event=Event.CASE_READ_OUTSIDE_TEAM.value).exists()
    assert told(office, case) == before


def test_the_log_is_asked_by_an_index_and_as_often_for_many_rows(
    office: Office, case: Case, rosa: Participant
) -> None:
    carl = office.cast.carl_cases
    keyring = office.cast.keyring(carl)

    def counted() -> int:
        with CaptureQueriesContext(connection) as found:
            items_of(office.fresh(case), carl, keyring)
        return len(found)

    notes.write_note(case, "One", by=carl)
    few = counted()
    for number in range(5):
        note = notes.write_note(case, f"Note {number}", by=carl)
        change(note, "Changed", by=carl, keyring=keyring)
    assert counted() == few
    query = str(Entry.objects.filter(target_id__in=["a", "b"]).explain())
    assert connection.vendor == "postgresql" or "audit_about" in query
