"""One round of everything: each step for itself, again and again without harm."""

from datetime import timedelta
from typing import Any

import pytest

from tests.reports.staff.conftest import Clock, Desk, events
from waymark.accounts import sessions
from waymark.accounts.models import SignIn
from waymark.audit.events import Event
from waymark.reports import tick
from waymark.reports.actions import retention, thread
from waymark.reports.models import HeldFile, Notice, Report, State
from waymark.vault.records import to_the_hour


@pytest.fixture(autouse=True)
def no_scrubbing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Scrubbing works between transactions, and a test is one; what calls it is still seen."""
    called: list[str] = []

    def scrub() -> bool:
        called.append("scrub")
        return True

    monkeypatch.setattr(tick, "scrub", scrub)
    return called


def test_a_round_does_everything(desk: Desk, clock: Clock, no_scrubbing: list[str]) -> None:
    retention.install_default_rules(desk.cast.riverside)
    old, urgent = desk.report(), None
    thread.withdraw(desk.thread(old))
    clock.forward(days=8)
    urgent = desk.report(urgent=True)
    result = tick.run_once()
    assert result.failed == []
    assert result.done["escalation"] == result.done["retention"] == 1
    assert desk.fresh(old).state == State.ERASED
    assert Notice.objects.get().report == urgent
    assert no_scrubbing == ["scrub"]


def test_an_empty_installation_is_fine(db: None, no_scrubbing: list[str]) -> None:
    result = tick.run_once()
    assert result.failed == []
    assert set(result.done.values()) == {0}
    assert no_scrubbing == []


def test_a_second_round_at_once_does_nothing_more(desk: Desk, clock: Clock) -> None:
    desk.report(urgent=True)
    tick.run_once()
    before = Notice.objects.count(), events(Event.REPORT_ESCALATED)
    tick.run_once()
    assert (Notice.objects.count(), events(Event.REPORT_ESCALATED)) == before


@pytest.mark.parametrize("broken", list(tick.STEPS))
def test_a_step_that_fails_stops_no_other(
    desk: Desk,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    broken: str,
) -> None:
    def fail(_: Any) -> int:
        raise RuntimeError("Maria Gomez")

    monkeypatch.setitem(tick.STEPS, broken, fail)
    result = tick.run_once()
    assert result.failed == [broken]
    assert set(result.done) == set(tick.STEPS) - {broken}
    assert "RuntimeError" in caplog.text
    assert "Maria" not in caplog.text


def test_files_of_forms_that_nobody_sent_go_after_two_days(desk: Desk, clock: Clock) -> None:
    clock.forward(minutes=17, seconds=3)
    first = HeldFile.objects.create(form_hash=b"a" * 32, position=0)
    assert first.created_at == to_the_hour(clock.now)
    clock.forward(hours=47)
    HeldFile.objects.create(form_hash=b"b" * 32, position=0)
    assert tick.run_once().done["held files"] == 0
    clock.forward(hours=2)
    assert tick.run_once().done["held files"] == 1
    assert bytes(HeldFile.objects.get().form_hash) == b"b" * 32


def test_exact_times_go_when_no_promise_is_running(desk: Desk, clock: Clock) -> None:
    running, ended = desk.report(), desk.report()
    Report.objects.filter(pk=ended.pk).update(answer_due_at=None)
    assert tick.run_once().done["times"] == 1
    assert desk.fresh(running).received_at == clock.now
    assert desk.fresh(ended).received_at == to_the_hour(clock.now)
    assert tick.run_once().done["times"] == 0


def test_the_hour_is_the_same_in_a_zone_of_half_hours(
    desk: Desk, clock: Clock, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Kolkata"
    report = desk.report()
    Report.objects.filter(pk=report.pk).update(
        answer_due_at=None, received_at=to_the_hour(clock.now)
    )
    assert tick.run_once().done["times"] == 0


def test_scrubbing_goes_on_while_erasures_are_young(
    desk: Desk, clock: Clock, no_scrubbing: list[str]
) -> None:
    thread.erase(desk.report())
    for _ in range(3):
        tick.run_once()
    assert len(no_scrubbing) == 3
    tick.run_once(clock.now + timedelta(hours=3))
    assert len(no_scrubbing) == 3


@pytest.mark.django_db(transaction=True)
def test_scrubbing_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    from waymark.vault.actions import scrub
    from waymark.vault.models import Envelope

    monkeypatch.setattr(tick, "scrub", scrub)
    from django.utils import timezone

    Envelope.objects.create(erased_at=to_the_hour(timezone.now()))
    assert tick.run_once().failed == []


def test_idle_sign_ins_lose_their_key(desk: Desk, clock: Clock, settings: Any) -> None:
    worker = desk.cast.ana_hotline
    sessions.start(worker, desk.keyring(worker), second_factor=True)
    assert tick.run_once().done["sign-ins"] == 0
    clock.forward(minutes=settings.IDLE_LOCK_MINUTES, seconds=1)
    assert tick.run_once().done["sign-ins"] == 1
    assert bytes(SignIn.objects.get().sealed_private) == b""
