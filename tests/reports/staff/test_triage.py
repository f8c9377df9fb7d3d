"""Every step in every state, who may take it, and two who act at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.reports.staff.conftest import Clock, Desk, events
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.reports import escalation
from waymark.reports.actions import answering, situations, thread, triage
from waymark.reports.models import Disposition, Notice, Report, State
from waymark.reports.states import ALLOWED, CannotNow, ChangedMeanwhile, Seen, Step

Act = Callable[[Desk, Report, Worker], object]

STEPS: dict[Step, Act] = {
    Step.TAKE: lambda desk, report, by: triage.take(report, by=by, seen=Seen.of(report)),
    Step.HAND_OVER: lambda desk, report, by: triage.hand_over(
        report, to=desk.cast.sara_supervisor, by=by, seen=Seen.of(report)
    ),
    Step.RELEASE: lambda desk, report, by: triage.release(report, by=by),
    Step.ANSWER: lambda desk, report, by: desk.answer(report, by=by),
    Step.NOTE: lambda desk, report, by: answering.add_note(
        report, "A note.", form_key=b"n" * 16, by=by
    ),
    Step.MARK: lambda desk, report, by: triage.mark(report, Disposition.SPAM, by=by),
    Step.REOPEN: lambda desk, report, by: triage.reopen(report, by=by),
    Step.GROUP: lambda desk, report, by: situations.create_situation("Shed", report=report, by=by),
    Step.LIFT_QUARANTINE: lambda desk, report, by: triage.lift_quarantine(report, by=by),
}
EVENTS = {
    Step.TAKE: Event.REPORT_TAKEN,
    Step.HAND_OVER: Event.REPORT_HANDED_OVER,
    Step.RELEASE: Event.REPORT_RELEASED,
    Step.ANSWER: Event.REPORT_ANSWERED,
    Step.NOTE: Event.REPORT_NOTED,
    Step.MARK: Event.REPORT_MARKED,
    Step.REOPEN: Event.REPORT_REOPENED,
    Step.GROUP: Event.REPORT_GROUPED,
    Step.LIFT_QUARANTINE: Event.REPORT_QUARANTINE_LIFTED,
}


def bring_to(desk: Desk, state: State) -> Report:
    """A report that came into a state by the steps that lead there."""
    report, ana = desk.report(quarantined=True), desk.cast.ana_hotline
    if state in {State.TAKEN, State.ANSWERED, State.CLOSED}:
        triage.take(report, by=ana)
    if state in {State.ANSWERED, State.CLOSED}:
        desk.answer(report, by=ana)
    if state == State.CLOSED:
        triage.mark(report, Disposition.INFORMATION, by=ana)
    if state == State.WITHDRAWN:
        thread.withdraw(desk.thread(report))
    if state == State.ERASED:
        thread.erase(report)
    return desk.fresh(report)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(Step))
def test_every_step_in_every_state(desk: Desk, step: Step, state: State) -> None:
    report = bring_to(desk, state)
    assert report.state == state
    before = Report.objects.values().get(pk=report.pk)
    counted = events(EVENTS[step], report)
    if state in ALLOWED[step]:
        STEPS[step](desk, report, desk.cast.ana_hotline)
        return
    with pytest.raises(CannotNow) as refusal:
        STEPS[step](desk, report, desk.cast.ana_hotline)
    assert str(refusal.value.sentence).endswith(".")
    assert Report.objects.values().get(pk=report.pk) == before
    assert events(EVENTS[step], report) == counted


def test_nothing_is_allowed_once_a_report_is_gone() -> None:
    for allowed in ALLOWED.values():
        assert not allowed & {State.WITHDRAWN, State.ERASED}
    assert set(ALLOWED) == set(Step) == set(STEPS) == set(EVENTS)


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("name", ["luis_lakeside", "carl_cases", "adam_admin", "otto_auditor"])
def test_who_may_not_open_a_report_takes_no_step(desk: Desk, step: Step, name: str) -> None:
    report = desk.report()
    with pytest.raises(NotAllowed) as refusal:
        STEPS[step](desk, report, desk.cast[name])
    assert refusal.value.hidden
    assert desk.fresh(report).state == State.NEW
    assert not events(EVENTS[step])


def test_taking_says_who_holds_it_and_that_it_is_no_longer_new(desk: Desk) -> None:
    report, ana = desk.report(), desk.cast.ana_hotline
    taken = triage.take(report, by=ana)
    assert (taken.holder, taken.state) == (ana, State.TAKEN)
    assert events(Event.REPORT_TAKEN, report) == 1
    triage.take(report, by=ana)
    assert events(Event.REPORT_TAKEN, report) == 1


def test_of_two_who_take_at_once_one_wins(desk: Desk) -> None:
    report = desk.report()
    ana, sara = desk.cast.ana_hotline, desk.cast.sara_supervisor
    shown = Seen.of(report)
    triage.take(report, by=ana, seen=shown)
    with pytest.raises(ChangedMeanwhile) as refusal:
        triage.take(report, by=sara, seen=shown)
    assert "Ana Hotline" in str(refusal.value.sentence)
    assert desk.fresh(report).holder == ana
    assert events(Event.REPORT_TAKEN, report) == 1


def test_taking_over_needs_to_have_seen_the_holder(desk: Desk) -> None:
    report = desk.report()
    ana, sara = desk.cast.ana_hotline, desk.cast.sara_supervisor
    triage.take(report, by=ana)
    with pytest.raises(ChangedMeanwhile):
        triage.take(report, by=sara)
    triage.take(report, by=sara, seen=Seen.of(desk.fresh(report)))
    assert desk.fresh(report).holder == sara


def test_taking_silences_everybody_elses_notice(desk: Desk, clock: Clock) -> None:
    report = desk.report(urgent=True)
    escalation.run()
    clock.forward(minutes=6)
    escalation.run()
    assert Notice.objects.filter(report=report).exists()
    triage.take(report, by=desk.cast.ana_hotline)
    assert set(Notice.objects.values_list("worker__login", flat=True)) <= {"ana_hotline"}


def test_handing_over_tells_the_colleague(desk: Desk) -> None:
    report = desk.report()
    ana, sara = desk.cast.ana_hotline, desk.cast.sara_supervisor
    triage.take(report, by=ana)
    triage.hand_over(report, to=sara, by=ana)
    assert desk.fresh(report).holder == sara
    assert [notice.worker for notice in Notice.objects.filter(report=report)] == [sara]


@pytest.mark.parametrize("name", ["carl_cases", "luis_lakeside", "adam_admin", "otto_auditor"])
def test_a_report_is_handed_to_nobody_who_cannot_open_it(desk: Desk, name: str) -> None:
    report = desk.report()
    with pytest.raises(CannotNow) as refusal:
        triage.hand_over(report, to=desk.cast[name], by=desk.cast.ana_hotline)
    assert desk.cast[name].name in str(refusal.value.sentence)
    assert desk.fresh(report).holder is None


def test_only_the_holder_or_a_supervisor_puts_a_report_back(desk: Desk) -> None:
    report = desk.report()
    ana, sara = desk.cast.ana_hotline, desk.cast.sara_supervisor
    triage.take(report, by=sara)
    with pytest.raises(CannotNow):
        triage.release(report, by=ana)
    triage.release(report, by=sara)
    triage.take(report, by=ana)
    released = triage.release(report, by=sara)
    assert (released.holder, released.state) == (None, State.NEW)
    triage.release(report, by=ana)
    assert events(Event.REPORT_RELEASED, report) == 2


def test_putting_back_an_urgent_report_wakes_people_again(desk: Desk, clock: Clock) -> None:
    report = desk.report(urgent=True)
    assert escalation.run() == 1
    triage.take(report, by=desk.cast.ana_hotline)
    clock.forward(minutes=30)
    assert escalation.run() == 0
    triage.release(report, by=desk.cast.ana_hotline)
    assert escalation.run() == 1


@pytest.mark.parametrize("disposition", [Disposition.INFORMATION, Disposition.LINKED])
def test_a_promised_answer_comes_before_closing(desk: Desk, disposition: Disposition) -> None:
    report, ana = desk.report(), desk.cast.ana_hotline
    situations.create_situation("Shed", report=report, by=ana)
    with pytest.raises(CannotNow, match="not in this state") as refusal:
        triage.mark(report, disposition, by=ana)
    assert "Answer first" in str(refusal.value.sentence)
    desk.answer(report, by=ana)
    desk.adds(report)
    with pytest.raises(CannotNow):
        triage.mark(report, disposition, by=ana)
    desk.answer(report, by=ana)
    assert triage.mark(report, disposition, by=ana).state == State.CLOSED


def test_spam_needs_no_answer_and_ends_the_waiting(desk: Desk, clock: Clock) -> None:
    report = desk.report(urgent=True)
    escalation.run()
    closed = triage.mark(report, Disposition.SPAM, by=desk.cast.ana_hotline)
    assert (closed.answer_due_at, closed.reporter_waits_since) == (None, None)
    assert closed.received_at.minute == closed.received_at.second == 0
    assert not Notice.objects.filter(report=report).exists()


def test_linked_needs_a_situation(desk: Desk) -> None:
    report, ana = desk.report(), desk.cast.ana_hotline
    desk.answer(report, by=ana)
    with pytest.raises(CannotNow):
        triage.mark(report, Disposition.LINKED, by=ana)
    situation = situations.create_situation("Shed", report=desk.report(), by=ana)
    assert triage.mark(report, Disposition.LINKED, by=ana, situation=situation).situation


def test_nobody_links_to_a_situation_they_cannot_open(desk: Desk) -> None:
    carl, ana = desk.cast.carl_cases, desk.cast.ana_hotline
    hidden = situations.create_situation("Shed", report=desk.report(team=desk.cases), by=carl)
    report = desk.report()
    desk.answer(report, by=ana)
    with pytest.raises(NotAllowed):
        triage.mark(report, Disposition.LINKED, by=ana, situation=hidden)
    assert desk.fresh(report).state == State.ANSWERED


def test_duplicates_point_at_the_first_and_never_in_a_circle(desk: Desk) -> None:
    ana = desk.cast.ana_hotline
    first, second, third = desk.report(), desk.report(), desk.report()
    with pytest.raises(CannotNow):
        triage.mark(first, Disposition.DUPLICATE, by=ana)
    with pytest.raises(CannotNow):
        triage.mark(first, Disposition.DUPLICATE, by=ana, duplicate_of=first)
    triage.mark(second, Disposition.DUPLICATE, by=ana, duplicate_of=first)
    second = desk.fresh(second)
    assert triage.mark(third, Disposition.DUPLICATE, by=ana, duplicate_of=second).duplicate_of == (
        first
    )
    with pytest.raises(CannotNow):
        triage.mark(first, Disposition.DUPLICATE, by=ana, duplicate_of=second)


def test_nobody_repeats_a_report_they_cannot_open(desk: Desk) -> None:
    other = desk.report(team=desk.lakeside)
    with pytest.raises(NotAllowed):
        triage.mark(
            desk.report(), Disposition.DUPLICATE, by=desk.cast.ana_hotline, duplicate_of=other
        )


@pytest.mark.parametrize(
    ("before", "after"), [("new", "new"), ("taken", "taken"), ("answered", "answered")]
)
def test_reopening_brings_back_where_it_stood(desk: Desk, before: str, after: str) -> None:
    report, ana = bring_to(desk, State(before)), desk.cast.ana_hotline
    triage.mark(report, Disposition.SPAM, by=ana)
    again = triage.reopen(report, by=ana)
    assert (again.state, again.disposition, again.duplicate_of) == (after, "", None)
    assert again.holder_id == report.holder_id


def test_a_reporter_who_writes_opens_a_closed_report(desk: Desk) -> None:
    report = bring_to(desk, State.CLOSED)
    desk.adds(report)
    again = desk.fresh(report)
    assert (again.state, again.holder) == (State.TAKEN, desk.cast.ana_hotline)
    assert [notice.worker for notice in Notice.objects.filter(report=report)] == [again.holder]
    desk.adds(report, "And another thing.")
    assert Notice.objects.filter(report=report).count() == 1


def test_lifting_a_quarantine_starts_the_escalation(desk: Desk, clock: Clock) -> None:
    report = desk.report(quarantined=True)
    assert escalation.run() == 0
    triage.lift_quarantine(report, by=desk.cast.ana_hotline)
    triage.lift_quarantine(report, by=desk.cast.ana_hotline)
    assert events(Event.REPORT_QUARANTINE_LIFTED, report) == 1
    assert escalation.run() == 1


def test_opening_is_audited_each_time_and_remembered_to_the_hour(desk: Desk, clock: Clock) -> None:
    report, ana = desk.report(urgent=True), desk.cast.ana_hotline
    escalation.run()
    assert Notice.objects.filter(worker=desk.cast.sara_supervisor).exists()
    desk.read(report, by=desk.cast.sara_supervisor)
    assert not Notice.objects.filter(worker=desk.cast.sara_supervisor).exists()
    first = desk.fresh(report).read_at
    clock.forward(hours=2)
    desk.read(report, by=ana)
    assert desk.fresh(report).read_at == first
    assert first == clock.now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=2)
    assert events(Event.REPORT_READ, report) == 2


@pytest.mark.parametrize("text", ["", ".", "a", "a.b", "x.-1", "x.1.5", "x.¹", "." + "9" * 5000])
def test_a_strange_token_is_nothing_seen(text: str) -> None:
    seen = Seen.parse(text)
    assert seen is None or str(seen) == text
