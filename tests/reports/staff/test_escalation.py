"""Who is told of a report that nobody takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import HOTLINE
from tests.reports.staff.conftest import START, Clock, Desk, events
from waymark.accounts.actions import setup
from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.audit.events import Event
from waymark.audit.models import Actor, Entry
from waymark.reports import escalation
from waymark.reports.actions import thread, triage
from waymark.reports.models import Notice, OnCall, Report, State
from waymark.vault import actions as vault
from waymark.vault.models import Membership


def hire(desk: Desk, name: str, role: Role = Role.HOTLINE_WORKER) -> Worker:
    """One more who opens what the night team gets."""
    riverside = desk.cast.riverside
    worker, keyring = setup.create_worker_with_password(
        riverside, name, name.title(), [role], "orbit lantern cactus mild"
    )
    circle = desk.cast.compartment(riverside, HOTLINE)
    vault.add_member(circle, keyring.holder, by=desk.keyring(desk.cast.sara_supervisor))
    return worker


def put_on_call(desk: Desk, *workers: Worker) -> None:
    OnCall.objects.filter(recipient=desk.hotline).delete()
    for position, worker in enumerate(workers):
        OnCall.objects.create(recipient=desk.hotline, worker=worker, position=position)


def told() -> list[str]:
    """Everybody who was told, in order."""
    return list(Notice.objects.order_by("pk").values_list("worker__login", flat=True))


def test_one_after_the_other_then_the_supervisors_then_round_again(
    desk: Desk, clock: Clock
) -> None:
    ben, zoe = hire(desk, "ben"), hire(desk, "zoe", Role.SUPERVISOR)
    put_on_call(desk, ben, desk.cast.ana_hotline)
    report = desk.report(urgent=True)
    rounds = []
    for _ in range(7):
        before = len(told())
        escalation.run()
        rounds.append(set(told()[before:]))
        clock.forward(minutes=5)
    supervisors = {"sara_supervisor", zoe.login}
    assert rounds == [
        {"ben"},
        {"ana_hotline"},
        supervisors,
        {"ben"},
        {"ana_hotline"},
        supervisors,
        {"ben"},
    ]
    assert events(Event.REPORT_ESCALATED, report) == 7
    actors = Entry.objects.filter(event=Event.REPORT_ESCALATED.value).values_list(
        "actor", flat=True
    )
    assert set(actors) == {Actor.SYSTEM.value}


def test_nothing_happens_before_its_time(desk: Desk, clock: Clock) -> None:
    desk.hotline.escalation_minutes = 7
    desk.hotline.save()
    put_on_call(desk, desk.cast.ana_hotline)
    desk.report(urgent=True)
    assert escalation.run() == 1
    for _ in range(13):
        clock.forward(seconds=30)
        assert escalation.run() == 0
    clock.forward(seconds=30)
    assert escalation.run() == 1


@pytest.mark.parametrize("end", ["take", "answer", "mark", "withdraw", "erase"])
def test_it_ends_as_soon_as_somebody_looks_after_it(desk: Desk, clock: Clock, end: str) -> None:
    from waymark.reports.models import Disposition

    report, sara = desk.report(urgent=True), desk.cast.sara_supervisor
    escalation.run()
    match end:
        case "take":
            triage.take(report, by=sara)
        case "answer":
            desk.answer(report, by=sara)
        case "mark":
            triage.mark(report, Disposition.SPAM, by=sara)
        case "withdraw":
            thread.withdraw(desk.thread(report))
        case "erase":
            thread.erase(report)
    clock.forward(hours=5)
    assert escalation.run() == 0
    if end != "take":
        assert not Notice.objects.exists()


def test_an_ordinary_report_is_told_once(desk: Desk, clock: Clock) -> None:
    put_on_call(desk, desk.cast.ana_hotline)
    desk.report()
    assert escalation.run() == 1
    clock.forward(days=2)
    assert escalation.run() == 0
    assert told() == ["ana_hotline"]


def test_a_flood_of_ordinary_reports_wakes_nobody(desk: Desk, clock: Clock) -> None:
    desk.report(quarantined=True)
    assert escalation.run() == 0
    assert told() == []


def test_of_a_flood_with_urgent_reports_one_is_told_each_hour(desk: Desk, clock: Clock) -> None:
    put_on_call(desk, desk.cast.ana_hotline)
    for _ in range(40):
        desk.report(urgent=True, quarantined=True)
        clock.forward(seconds=20)
    rounds = []
    for _ in range(13):
        rounds.append(escalation.run())
        clock.forward(minutes=10)
    assert rounds == [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]
    oldest = Report.objects.order_by("received_at").values_list("pk", flat=True)[:3]
    assert set(Notice.objects.values_list("report_id", flat=True)) == set(oldest)


def test_a_flood_does_not_delay_who_comes_outside_it(desk: Desk, clock: Clock) -> None:
    desk.report(urgent=True, quarantined=True)
    escalation.run()
    desk.report(urgent=True)
    assert escalation.run() == 1


def test_who_left_or_cannot_open_it_is_passed_over(desk: Desk, clock: Clock) -> None:
    ben = hire(desk, "ben")
    put_on_call(desk, ben, desk.cast.carl_cases, desk.cast.ana_hotline)
    Worker.objects.filter(pk=ben.pk).update(is_active=False)
    desk.report(urgent=True)
    escalation.run()
    assert told() == ["ana_hotline"]


def test_without_list_and_supervisor_everybody_able_is_told(desk: Desk, clock: Clock) -> None:
    ben = hire(desk, "ben")
    Worker.objects.filter(pk=desk.cast.sara_supervisor.pk).update(is_active=False)
    desk.report(urgent=True)
    escalation.run()
    assert set(told()) == {ben.login, "ana_hotline"}


def test_with_nobody_able_nothing_breaks_and_nothing_is_claimed(desk: Desk, clock: Clock) -> None:
    Worker.objects.update(is_active=False)
    report = desk.report(urgent=True)
    assert escalation.run() == 0
    assert desk.fresh(report).escalated_at is None
    assert not events(Event.REPORT_ESCALATED)
    Worker.objects.filter(login="ana_hotline").update(is_active=True)
    assert escalation.run() == 1


def test_a_list_that_shrinks_meanwhile_goes_on(desk: Desk, clock: Clock) -> None:
    people = [hire(desk, f"worker{number}") for number in range(4)]
    put_on_call(desk, *people)
    desk.report(urgent=True)
    for _ in range(4):
        escalation.run()
        clock.forward(minutes=5)
    put_on_call(desk, people[0])
    before = len(told())
    escalation.run()
    assert told()[before:] in (["worker0"], ["sara_supervisor"])


def test_another_process_that_was_faster_leaves_nothing_to_do(desk: Desk, clock: Clock) -> None:
    report = desk.report(urgent=True)
    assert escalation._step(report.pk, clock.now)
    assert not escalation._step(report.pk, clock.now)
    assert len(told()) == 1


@pytest.mark.parametrize("why", ["left", "out of the circle", "another role"])
def test_what_somebody_held_who_is_gone_is_put_back_and_escalated(
    desk: Desk, clock: Clock, why: str
) -> None:
    ana = desk.cast.ana_hotline
    new, answered, kept = desk.report(urgent=True), desk.report(), desk.report()
    triage.take(new, by=ana)
    desk.answer(answered, by=ana)
    triage.take(kept, by=desk.cast.sara_supervisor)
    assert escalation.run() == 0
    match why:
        case "left":
            Worker.objects.filter(pk=ana.pk).update(is_active=False)
        case "out of the circle":
            Membership.objects.filter(holder=ana.holder).delete()
        case "another role":
            ana.role_rows.update(role=Role.ANALYST)
    assert escalation.run() == 1
    assert (desk.fresh(new).state, desk.fresh(new).holder) == (State.NEW, None)
    assert (desk.fresh(answered).state, desk.fresh(answered).holder) == (State.ANSWERED, None)
    assert desk.fresh(kept).holder == desk.cast.sara_supervisor
    assert told() == ["sara_supervisor"]
    assert events(Event.REPORT_RELEASED) == 2


@dataclass
class Played:
    """Who would be told at each minute, without a database."""

    told: list[tuple[int, int]]


def play(people: int, pause: int, ticks: Sequence[int]) -> Played:
    """The arithmetic of `_step` for a list of `people` stops and ticks at these minutes."""
    from waymark.reports.models import Recipient

    report = Report(state=State.NEW, urgent=True, recipient=Recipient(escalation_minutes=pause))
    played = Played([])
    for minute in ticks:
        now = START + timedelta(minutes=minute)
        if escalation.is_due(report, now):
            place = report.escalation_step % people
            played.told.append((minute, place))
            report.escalation_step, report.escalated_at = (place + 1) % people, now
    return played


@given(
    st.integers(1, 6),
    st.integers(1, 30),
    st.lists(st.integers(0, 600), min_size=1, max_size=80).map(sorted),
)
def test_everybody_gets_the_full_pause_and_nobody_is_skipped(
    people: int, pause: int, ticks: list[int]
) -> None:
    told = play(people, pause, ticks).told
    assert told[0] == (ticks[0], 0)
    for (earlier, before), (later, after) in pairwise(told):
        assert later - earlier >= pause
        assert after == (before + 1) % people


@given(st.integers(1, 5), st.integers(1, 12))
def test_with_regular_ticks_the_whole_list_is_through_in_time(people: int, pause: int) -> None:
    told = play(people, pause, range(people * pause + 1)).told
    assert {place for _, place in told} == set(range(people))
