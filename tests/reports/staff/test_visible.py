import pytest

from tests.cast import CASE_MANAGEMENT, HOTLINE, NAMES
from tests.reports.staff.conftest import Desk, make_team
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed, require
from waymark.accounts.roles import Role
from waymark.reports.models import Recipient
from waymark.reports.permissions import (
    may_change_on_call,
    may_change_recipients,
    may_change_retention,
    may_open_report,
    may_see_on_call,
    may_work_on_reports,
)
from waymark.reports.queries.visible import colleagues_for, recipients_open_to, visible_to
from waymark.vault.models import Membership

SEES = {
    "ana_hotline": {"night"},
    "carl_cases": {"cases"},
    "sara_supervisor": {"night", "cases"},
    "luis_lakeside": {"next-door"},
    "lena_lakeside": {"next-door"},
}


@pytest.mark.parametrize("name", NAMES)
def test_each_worker_sees_the_teams_whose_circle_they_are_in(desk: Desk, name: str) -> None:
    made = {team.slug: desk.report(team=team) for team in (desk.hotline, desk.cases, desk.lakeside)}
    worker = desk.cast[name]
    expected = SEES.get(name, set())
    assert {team.slug for team in recipients_open_to(worker)} == expected
    assert set(visible_to(worker)) == {made[slug] for slug in expected}
    for slug, report in made.items():
        assert may_open_report(worker, report) == (slug in expected)


def test_a_worker_in_no_circle_sees_nothing(desk: Desk) -> None:
    desk.report()
    ana = desk.cast.ana_hotline
    Membership.objects.filter(holder=ana.holder).delete()
    assert may_work_on_reports(ana)
    assert not visible_to(ana).exists()


def test_a_circle_without_the_role_shows_nothing(desk: Desk) -> None:
    report = desk.report(team=desk.cases)
    ivan = desk.cast.ivan_analyst
    assert Membership.objects.filter(holder=ivan.holder).exists()
    assert not may_open_report(ivan, report)
    with pytest.raises(NotAllowed):
        require(may_open_report, ivan, report)


@pytest.mark.parametrize("change", [{"is_active": False}, {"holder": None}])
def test_who_has_left_or_has_no_key_sees_nothing(desk: Desk, change: dict[str, object]) -> None:
    desk.report()
    ana = desk.cast.ana_hotline
    for name, value in change.items():
        setattr(ana, name, value)
    assert not visible_to(ana).exists()


def test_the_same_circle_in_another_organisation_shows_nothing(desk: Desk) -> None:
    # A circle can only be wrong by a mistake in the database; the organisation still holds.
    report = desk.report(team=desk.lakeside)
    desk.lakeside.compartments.add(desk.cast.compartment(desk.cast.riverside, HOTLINE))
    assert not may_open_report(desk.cast.ana_hotline, report)


def test_a_team_of_two_circles_lists_each_report_once(desk: Desk) -> None:
    both = [desk.cast.compartment(desk.cast.riverside, name) for name in (HOTLINE, CASE_MANAGEMENT)]
    report = desk.report(team=make_team(desk.cast.riverside, "both", *both))
    assert list(visible_to(desk.cast.sara_supervisor)) == [report]


def test_colleagues_are_those_who_can_open_it(desk: Desk) -> None:
    def names(team: Recipient) -> set[str]:
        return {worker.login for worker in colleagues_for(team)}

    assert names(desk.hotline) == {"ana_hotline", "sara_supervisor"}
    assert names(desk.cases) == {"carl_cases", "sara_supervisor"}
    Worker.objects.filter(login="ana_hotline").update(is_active=False)
    assert names(desk.hotline) == {"sara_supervisor"}


@pytest.mark.parametrize("name", NAMES)
def test_who_decides_what(desk: Desk, name: str) -> None:
    worker = desk.cast[name]
    riverside = worker.organisation_id == desk.cast.riverside.pk
    admin, supervisor = Role.ADMINISTRATOR in worker.roles, Role.SUPERVISOR in worker.roles
    assert may_change_recipients(worker, desk.hotline) == (riverside and admin)
    assert may_change_on_call(worker, desk.hotline) == (riverside and supervisor)
    assert may_change_retention(worker, desk.cast.riverside) == (
        riverside and (admin or supervisor)
    )
    assert may_see_on_call(worker) == (may_work_on_reports(worker) or admin)
