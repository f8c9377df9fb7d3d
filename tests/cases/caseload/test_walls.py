"""Walls: a case that is kept from a worker is not there for them, in nothing at all."""

import pytest

from tests.cases.caseload.conftest import Office, events, in_days
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.cases.caseload.actions.tasks import add_task
from waymark.cases.caseload.actions.walls import build_wall, lift_wall
from waymark.cases.models import Case, CaseState, Wall
from waymark.cases.names import case_name
from waymark.reports.states import CannotNow


def wall_off(office: Office, case: Case) -> Wall:
    return build_wall(case, office.cast.carl_cases, "His cousin", by=office.cast.sara_supervisor)


def test_the_case_is_in_no_list_no_count_no_notice(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    case.team.create(worker=carl)
    add_task(case, "Call the brothers", by=carl, due_on=in_days(-1), assignee=carl)
    name = case_name(case)
    assert "1 task of yours is due today or overdue." in office.get("carl_cases", "cases")
    wall_off(office, case)
    for whose in ("mine", "team", "nobodys", "all"):
        page = office.get("carl_cases", "cases_part", whose, "open")
        assert name not in page
        assert "due today or overdue" not in page
    page = office.get("carl_cases", "my_tasks")
    assert "Call the brothers" not in page
    office.get("carl_cases", "case", case.pk, status=404)
    assert name in office.get("sara_supervisor", "cases_part", "nobodys", "open")


def test_what_they_held_is_nobodys(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    task = add_task(case, "Call", by=carl, assignee=carl)
    wall_off(office, case)
    task.refresh_from_db()
    found = office.fresh(case)
    assert (found.responsible, task.assignee) == (None, None)
    assert not found.team.exists()
    assert "Nobody is responsible." in office.get("sara_supervisor", "case_timeline", case.pk)


def test_a_wall_that_stands_already_is_left_as_it_is(office: Office, case: Case) -> None:
    assert wall_off(office, case) == wall_off(office, case)
    assert events(Event.WALL_BUILT) == 1


def test_lifting_lets_them_in_again(office: Office, case: Case) -> None:
    wall = wall_off(office, case)
    office.post("sara_supervisor", "case_wall_lift", case.pk, wall.pk)
    office.get("carl_cases", "case", case.pk)
    assert lift_wall(wall, by=office.cast.sara_supervisor).lifted_at
    assert (events(Event.WALL_BUILT, wall), events(Event.WALL_LIFTED, wall)) == (1, 1)
    assert office.fresh(case).responsible is None
    assert wall_off(office, case) != wall


@pytest.mark.parametrize("who", ["carl_cases", "ana_hotline", "adam_admin", "lena_lakeside"])
def test_only_supervisors_of_the_case_build_and_lift(office: Office, case: Case, who: str) -> None:
    by = office.cast[who]
    with pytest.raises(NotAllowed):
        build_wall(case, office.cast.ana_hotline, "Me", by=by)
    wall = build_wall(case, office.cast.ana_hotline, "Hers", by=office.cast.sara_supervisor)
    with pytest.raises(NotAllowed):
        lift_wall(wall, by=by)


def test_the_last_supervisor_is_not_walled_off(office: Office, case: Case) -> None:
    data = {"worker": office.cast.sara_supervisor.pk, "reason": "Hers"}
    page = office.post("sara_supervisor", "case_walls", case.pk, status=409, **data)
    assert "is the last supervisor who can open this case" in page
    assert "Hers</textarea>" in page
    assert not Wall.objects.exists()


def test_the_last_who_can_open_it_is_not_walled_off(office: Office, case: Case) -> None:
    office.cast.carl_cases.role_rows.all().delete()
    with pytest.raises(CannotNow):
        build_wall(case, office.cast.sara_supervisor, "Hers", by=office.cast.sara_supervisor)


def test_a_supervisor_walls_themselves_off_where_another_is(
    office: Office, case: Case, second_supervisor: Worker
) -> None:
    data = {"worker": office.cast.sara_supervisor.pk, "reason": "Hers"}
    office.post("sara_supervisor", "case_walls", case.pk, **data)
    office.get("sara_supervisor", "case", case.pk, status=404)
    wall = Wall.objects.get()
    with pytest.raises(NotAllowed):
        lift_wall(wall, by=office.cast.sara_supervisor)
    lift_wall(wall, by=second_supervisor)
    office.get("sara_supervisor", "case", case.pk)


def test_somebody_who_is_not_in_the_circle_can_be_walled_off_beforehand(
    office: Office, case: Case
) -> None:
    page = office.get("sara_supervisor", "case_walls", case.pk)
    assert "Carl Cases" in page
    assert "Lena Lakeside" not in page
    data = {"worker": office.cast.lena_lakeside.pk, "reason": "Next door"}
    office.post("sara_supervisor", "case_walls", case.pk, status=422, **data)
    with pytest.raises(CannotNow):
        build_wall(case, office.cast.lena_lakeside, "Next door", by=office.cast.sara_supervisor)


def test_the_reason_is_sealed_and_shown_to_supervisors(office: Office, case: Case) -> None:
    wall = wall_off(office, case)
    assert "cousin" not in str(vars(wall))
    assert "His cousin" in office.get("sara_supervisor", "case_walls", case.pk)
    page = office.post("sara_supervisor", "case_walls", case.pk, status=422, reason="")
    assert "Choose the worker to keep out." in page


def test_a_closed_case_can_be_walled_off_and_an_erased_one_not(office: Office, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED)
    wall = wall_off(office, case)
    Case.objects.filter(pk=case.pk).update(state=CaseState.ERASED)
    with pytest.raises(CannotNow):
        lift_wall(wall, by=office.cast.sara_supervisor)
