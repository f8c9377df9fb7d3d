"""The on-call list: in order, kept by supervisors, seen by those who work on reports."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reports.staff.conftest import Desk, SignIn, events, text_of
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.reports.actions.on_call import add_on_call, move_on_call, remove_on_call
from waymark.reports.models import OnCall
from waymark.reports.states import CannotNow


def listed(desk: Desk) -> list[str]:
    rows = OnCall.objects.filter(recipient=desk.hotline)
    assert [row.position for row in rows] == list(range(len(rows)))
    return [row.worker.login for row in rows]


@pytest.fixture
def both(desk: Desk) -> Desk:
    """Ana first, then Sara."""
    sara = desk.cast.sara_supervisor
    for worker in (desk.cast.ana_hotline, sara):
        add_on_call(desk.hotline, worker, by=sara)
    return desk


def test_adding_moving_and_taking_off(both: Desk) -> None:
    cast, team = both.cast, both.hotline
    ana, sara = cast.ana_hotline, cast.sara_supervisor
    assert listed(both) == ["ana_hotline", "sara_supervisor"]
    move_on_call(team, sara, up=True, by=sara)
    assert listed(both) == ["sara_supervisor", "ana_hotline"]
    move_on_call(team, sara, up=True, by=sara)
    move_on_call(team, ana, up=False, by=sara)
    assert listed(both) == ["sara_supervisor", "ana_hotline"]
    remove_on_call(team, sara, by=sara)
    assert listed(both) == ["ana_hotline"]
    assert events(Event.ON_CALL_CHANGED, team) == 4


def test_twice_is_as_once(both: Desk) -> None:
    sara = both.cast.sara_supervisor
    add_on_call(both.hotline, both.cast.ana_hotline, by=sara)
    remove_on_call(both.hotline, both.cast.carl_cases, by=sara)
    assert listed(both) == ["ana_hotline", "sara_supervisor"]
    assert events(Event.ON_CALL_CHANGED) == 2


@pytest.mark.parametrize("name", ["carl_cases", "luis_lakeside", "adam_admin", "ivan_analyst"])
def test_nobody_is_listed_who_could_not_open_the_report(desk: Desk, name: str) -> None:
    with pytest.raises(CannotNow):
        add_on_call(desk.hotline, desk.cast[name], by=desk.cast.sara_supervisor)
    assert listed(desk) == []


@pytest.mark.parametrize("name", ["ana_hotline", "adam_admin", "otto_auditor", "lena_lakeside"])
def test_only_the_own_supervisor_changes_it(both: Desk, name: str) -> None:
    by, ana = both.cast[name], both.cast.ana_hotline
    with pytest.raises(NotAllowed):
        add_on_call(both.hotline, ana, by=by)
    with pytest.raises(NotAllowed):
        remove_on_call(both.hotline, ana, by=by)
    with pytest.raises(NotAllowed):
        move_on_call(both.hotline, ana, up=True, by=by)
    assert listed(both) == ["ana_hotline", "sara_supervisor"]


def test_moving_who_was_taken_off_meanwhile_says_so(desk: Desk) -> None:
    with pytest.raises(CannotNow) as refusal:
        move_on_call(desk.hotline, desk.cast.ana_hotline, up=True, by=desk.cast.sara_supervisor)
    assert "not on this list any more" in str(refusal.value.sentence)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["add", "remove", "up", "down"]), st.booleans())))
def test_positions_stay_without_gaps(desk: Desk, moves: list[tuple[str, bool]]) -> None:
    OnCall.objects.all().delete()
    sara, ana = desk.cast.sara_supervisor, desk.cast.ana_hotline
    for move, first in moves:
        worker = ana if first else sara
        on_list = worker.login in listed(desk)
        if move == "add":
            add_on_call(desk.hotline, worker, by=sara)
        elif move == "remove":
            remove_on_call(desk.hotline, worker, by=sara)
        elif on_list:
            move_on_call(desk.hotline, worker, up=move == "up", by=sara)
        assert (worker.login in listed(desk)) == (move == "add" or (on_list and move != "remove"))


def change(client: StaffClient, desk: Desk, worker: Worker, what: str) -> int:
    address = reverse("on_call_change", args=[desk.hotline.pk, worker.pk, what])
    return int(client.post(address).status_code)


def test_through_the_page(both: Desk, sara: StaffClient) -> None:
    cast = both.cast
    page = text_of(sara.get(reverse("on_call")))
    assert page.index("<strong>1.</strong> Ana") < page.index("<strong>2.</strong> Sara")
    assert "Team cases" in page
    assert "Team next-door" not in page
    assert change(sara, both, cast.sara_supervisor, "up") == 302
    assert listed(both) == ["sara_supervisor", "ana_hotline"]
    assert change(sara, both, cast.ana_hotline, "remove") == 302
    assert change(sara, both, cast.ana_hotline, "up") == 409
    assert change(sara, both, cast.ana_hotline, "sideways") == 404
    assert change(sara, both, cast.luis_lakeside, "remove") == 404
    address = reverse("on_call_add", args=[both.hotline.pk])
    field = f"add-{both.hotline.pk}-worker"
    assert sara.post(address, {field: str(cast.ana_hotline.pk)}).status_code == 302
    assert listed(both) == ["sara_supervisor", "ana_hotline"]
    for strange in ("", "x", str(cast.carl_cases.pk)):
        response = sara.post(address, {field: strange})
        assert response.status_code == 422
        assert "Please check this" in text_of(response)


def test_workers_see_it_and_change_nothing(both: Desk, ana: StaffClient) -> None:
    page = text_of(ana.get(reverse("on_call")))
    assert "Sara Supervisor" in page
    assert "Take off" not in page


def test_the_page_warns_when_nobody_would_be_told(
    both: Desk, staff_client_for: SignIn, adam: StaffClient
) -> None:
    page = text_of(adam.get(reverse("on_call")))
    assert "Nobody can be told" not in page
    assert "Nobody is on this list." in page
    Worker.objects.filter(login__in=["ana_hotline", "sara_supervisor"]).update(is_active=False)
    page = text_of(adam.get(reverse("on_call")))
    assert "Nobody can be told: no active worker opens these reports." in page
    assert "Passed over" in page or page.count("Nobody can be told") == 1
