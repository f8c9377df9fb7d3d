"""Releases end by themselves, and workers are reminded in time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.referrals.consent.conftest import Desk
from tests.referrals.making import make_release
from waymark.audit.models import Entry
from waymark.cases.caseload.content import said
from waymark.cases.models import CaseState, Task, today
from waymark.cases.records import read
from waymark.referrals.consent.actions import ending
from waymark.referrals.consent.queries.lists import ending_soon, releases_of
from waymark.referrals.consent.reminding import remind_due
from waymark.referrals.models import Release, ReleaseState
from waymark.reports import tick
from waymark.vault.records import erase
from waymark.web import queries
from waymark.web.models import Site

Events = Callable[[], list[str]]


def _lasts(desk: Desk, days: int, state: ReleaseState = ReleaseState.ACTIVE) -> Release:
    return make_release(desk.rosa, state=state, expires_on=today() + timedelta(days=days))


def _state(release: Release) -> str:
    return Release.objects.values_list("state", flat=True).get(pk=release.pk)


def test_the_day_after_the_last_it_is_expired_and_audited_once(desk: Desk, events: Events) -> None:
    over, last_day = _lasts(desk, -1), _lasts(desk, 0)
    assert (ending.expire_due(), ending.expire_due()) == (1, 0)
    assert (_state(over), _state(last_day)) == ("expired", "active")
    entry = Entry.objects.get(event="release:expired")
    assert (entry.actor, entry.target_id) == ("system", str(over.pk))


@pytest.mark.parametrize(
    ("state", "becomes"),
    [
        (ReleaseState.SIGNED, "expired"),
        (ReleaseState.DRAFT, "draft"),
        (ReleaseState.WITHDRAWN, "withdrawn"),
        (ReleaseState.EXPIRED, "expired"),
    ],
)
def test_only_what_was_agreed_to_expires(desk: Desk, state: ReleaseState, becomes: str) -> None:
    release = _lasts(desk, -1, state)
    ending.expire_due()
    assert _state(release) == becomes


def test_many_expire_in_batches(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "BATCH", 2)
    for _ in range(5):
        _lasts(desk, -1)
    assert ending.expire_due() == 5
    assert Entry.objects.filter(event="release:expired").count() == 5


def test_it_runs_with_everything_else_that_runs_by_itself(desk: Desk) -> None:
    _lasts(desk, -1)
    _lasts(desk, 3)
    done = tick.run_once().done
    assert (done["releases that end"], done["reminders of releases"]) == (1, 1)


@pytest.mark.parametrize(
    ("zone", "utc", "leaves"),
    [
        ("Pacific/Kiritimati", "2026-11-30T09:59", True),  # 23:59 of the last day there
        ("Pacific/Kiritimati", "2026-11-30T10:00", False),
        ("Pacific/Honolulu", "2026-12-01T09:59", True),
        ("Pacific/Honolulu", "2026-12-01T10:00", False),
        ("UTC", "2026-11-30T23:59", True),
        ("UTC", "2026-12-01T00:00", False),
    ],
)
def test_the_last_day_is_the_installations_wherever_a_worker_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, zone: str, utc: str, leaves: bool
) -> None:
    release = make_release(desk.rosa, expires_on=datetime(2026, 11, 30, tzinfo=UTC).date())
    Site.objects.update_or_create(pk=Site.ONLY, defaults={"time_zone": zone})
    queries.forget_site()
    now = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    with timezone.override("America/New_York"):
        ending.expire_due()
    assert (_state(release) == "active") is leaves


@pytest.mark.parametrize(("days", "told"), [(0, True), (14, True), (15, False), (-1, False)])
def test_two_weeks_before_the_end_there_is_a_task(desk: Desk, days: int, told: bool) -> None:
    release = _lasts(desk, days)
    assert (remind_due(), remind_due()) == (int(told), 0)
    tasks = list(Task.objects.all())
    assert len(tasks) == told
    if told:
        words = said(read(tasks[0], desk.keyring), "what")
        assert (tasks[0].assignee, tasks[0].due_on) == (desk.by, release.expires_on)
        assert "Rosa" not in words
        assert "Haddad" not in words


def test_nobody_is_reminded_of_what_is_over_or_has_nobody(desk: Desk) -> None:
    desk.withdraw(_lasts(desk, 3))
    erase(_lasts(desk, 3).envelope_id)
    _lasts(desk, 3, ReleaseState.SIGNED)
    assert remind_due() == 0
    _lasts(desk, 3)
    desk.case.state = CaseState.CLOSED
    desk.case.save()
    assert remind_due() == 0
    desk.case.state, desk.case.responsible = CaseState.ACTIVE, None
    desk.case.save()
    assert remind_due() == 0


def test_lists_say_what_is_over_although_no_tick_has_run(desk: Desk) -> None:
    over, soon, later = _lasts(desk, -1), _lasts(desk, 14), _lasts(desk, 15)
    by_id = {line.release.pk: line for line in releases_of(desk.case, desk.keyring)}
    assert by_id[over.pk].state == "Expired"
    assert [by_id[each.pk].lets_out for each in (over, soon, later)] == [False, True, True]
    assert [by_id[each.pk].ends_soon for each in (over, soon, later)] == [False, True, False]
    assert list(ending_soon(desk.by)) == [soon]
    assert not ending_soon(desk.cast.ana_hotline).exists()
    assert not ending_soon(desk.cast.lena_lakeside).exists()
