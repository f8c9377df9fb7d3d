"""The supervisor's view: numbers of each colleague, what waits longest, and no other's cases."""

import pytest

from tests.cases.caseload.conftest import Office, events, in_days
from tests.cases.making import answered
from waymark.audit.events import Event
from waymark.cases.caseload import counts
from waymark.cases.caseload.actions.tasks import add_task
from waymark.cases.caseload.actions.walls import build_wall
from waymark.cases.caseload.counts import Count
from waymark.cases.caseload.queries.workload import oldest_waiting, workload_of
from waymark.cases.models import Case, CaseState, Milestone, Note, today
from waymark.cases.names import case_name
from waymark.cases.records import write_new


def numbers(office: Office, who: str) -> dict[str, int]:
    """One worker's row as Sara sees it; an empty name is nobody's."""
    found = workload_of(office.cast.sara_supervisor)
    (row,) = [row for row in found.rows if (row.worker.login if row.worker else "") == who]
    return {"open": row.open, **{str(title): number for title, number in row.pairs}}


def test_each_number_is_counted(office: Office) -> None:
    carl, sara = office.cast.carl_cases, office.cast.sara_supervisor
    case, other = office.case(), office.case(responsible=None)
    add_task(case, "Late", by=carl, due_on=in_days(-1), assignee=sara)
    add_task(case, "Today", by=carl, due_on=today(), assignee=sara)
    write_new(Milestone(case=case, due_on=in_days(-3)), answered({}))
    write_new(Milestone(case=other, due_on=in_days(-3)), answered({}))
    Case.objects.filter(pk=case.pk).update(review_due_on=today())
    mine = numbers(office, "carl_cases")
    assert mine["open"] == mine["Milestones overdue"] == mine["Reviews due"] == 1
    assert mine["Overdue tasks"] == 0
    assert numbers(office, "sara_supervisor")["Overdue tasks"] == 1
    nobodys = numbers(office, "")
    assert (nobodys["open"], nobodys["Milestones overdue"]) == (1, 1)


def test_closed_cases_count_for_nothing(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    add_task(case, "Late", by=carl, due_on=in_days(-1), assignee=carl)
    Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED)
    assert not any(numbers(office, "carl_cases").values())


def test_the_page_shows_bars_a_table_and_what_is_nobodys(office: Office) -> None:
    office.case(), office.case(responsible=None)
    page = office.get("sara_supervisor", "workload")
    assert "<svg role=" in page
    assert "Carl Cases: 1" in page
    assert "1 open case is nobody’s." in page
    assert events(Event.CASE_LISTED) == 1
    page = office.get("sara_supervisor", "workload_nobody")
    assert "Nobody’s cases" in page


def test_another_room_counts_its_own(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = office.case()
    for _ in range(2):
        write_new(Note(case=case), answered({}))
    count = Count("letters", "Letters that wait", Note.objects.all)
    monkeypatch.setitem(counts._counts, "letters", count)
    assert numbers(office, "carl_cases")["Letters that wait"] == 2
    assert "Letters that wait" in office.get("sara_supervisor", "workload")


def test_a_walled_supervisor_counts_without_the_case(
    office: Office, case: Case, second_supervisor: object
) -> None:
    assert second_supervisor
    sara = office.cast.sara_supervisor
    build_wall(case, sara, "Hers", by=sara)
    assert numbers(office, "carl_cases")["open"] == 0
    assert case_name(case) not in office.get("sara_supervisor", "workload")


def test_the_oldest_in_intake_stand_first(office: Office) -> None:
    cases = [office.case() for _ in range(12)]
    for age, case in enumerate(cases):
        Case.objects.filter(pk=case.pk).update(opened_on=in_days(-age))
    Case.objects.filter(pk=cases[11].pk).update(state=CaseState.ACTIVE)
    found = list(oldest_waiting(office.cast.sara_supervisor))
    assert found == list(reversed(cases[1:11]))
    assert case_name(cases[10]) in office.get("sara_supervisor", "workload")


def test_somebody_who_left_is_shown_while_they_hold_cases(office: Office) -> None:
    carl = office.cast.carl_cases
    office.case()
    carl.is_active = False
    carl.save()
    page = office.get("sara_supervisor", "workload")
    assert "(deactivated)" in page
    assert numbers(office, "carl_cases")["open"] == 1
    office.get("sara_supervisor", "workload_of_one", carl.pk)


def test_next_door_sees_nothing_of_it(office: Office) -> None:
    case = office.case()
    page = office.get("lena_lakeside", "workload")
    assert "Carl Cases" not in page
    assert case_name(case) not in page
    assert "No case is in intake." in page
