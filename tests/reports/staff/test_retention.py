"""What the rules erase, and what they never do."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.reports.staff.conftest import Clock, Desk, events, text_of
from tests.sites import StaffClient
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.audit.models import Actor, Entry
from waymark.reports.actions import answering, retention, situations, thread, triage
from waymark.reports.actions.retention import DEFAULT_DAYS, RULED, UNREAD_ANSWER_DAYS, is_due
from waymark.reports.files import CheckedFile
from waymark.reports.models import Disposition, Message, Note, Report, RetentionRule, State
from waymark.vault.models import BlindTerm, WrappedDataKey
from waymark.vault.records import to_the_hour

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PAST = st.timedeltas(timedelta(0), timedelta(days=900)).map(lambda ago: to_the_hour(NOW - ago))
MAYBE = st.none() | PAST


@st.composite
def stories(draw: st.DrawFn) -> Report:
    """A report in any state with any times."""
    return Report(
        state=draw(st.sampled_from(State.values)),
        received_at=draw(PAST),
        state_at=draw(PAST),
        answer_due_at=draw(MAYBE),
        reporter_waits_since=draw(MAYBE),
        answered_at=draw(MAYBE),
        answer_read_at=draw(MAYBE),
        read_at=draw(MAYBE),
    )


@given(stories(), st.integers(1, 800))
def test_never_what_is_unread_waited_for_or_newly_answered(report: Report, days: int) -> None:
    assume(report.state != State.WITHDRAWN)
    if not is_due(report, days, NOW):
        return
    assert report.read_at is not None
    assert report.reporter_waits_since is None
    assert report.answer_due_at is None
    unread = report.answered_at is not None and (
        report.answer_read_at is None or report.answer_read_at < report.answered_at
    )
    if unread and report.answered_at:
        assert NOW - report.answered_at >= timedelta(days=UNREAD_ANSWER_DAYS)


@given(stories(), st.integers(1, 800))
def test_never_before_the_days_are_over_and_never_without_a_rule(report: Report, days: int) -> None:
    if is_due(report, days, NOW):
        assert NOW - report.state_at >= timedelta(days=days)
        assert report.state in RULED
    if report.state in {State.NEW, State.TAKEN, State.ERASED}:
        assert not is_due(report, days, NOW)


@given(stories(), st.integers(1, 400), st.integers(0, 400))
def test_a_longer_rule_and_an_earlier_day_erase_no_more(
    report: Report, days: int, more: int
) -> None:
    if is_due(report, days + more, NOW):
        assert is_due(report, days, NOW)
    if is_due(report, days, NOW):
        assert is_due(report, days, NOW + timedelta(days=more))


@given(stories(), st.integers(1, 400))
def test_what_was_taken_back_goes_by_its_rule_alone(report: Report, days: int) -> None:
    report.state = State.WITHDRAWN
    assert is_due(report, days, NOW) == (report.state_at <= NOW - timedelta(days=days))


def closed(desk: Desk, **more: Any) -> Report:
    """A report that went all the way, with all that hangs on it."""
    ana = desk.cast.ana_hotline
    file = CheckedFile("paper.txt", "text/plain", metadata_inside=False, body=b"paper")
    report = desk.report("Ten people sleep in the cellar.", files=(file,), **more)
    desk.read(report, by=ana)
    triage.take(report, by=ana)
    answering.add_note(report, "Same van.", form_key=uuid.uuid4().bytes, by=ana)
    desk.answer(report, by=ana)
    thread.note_answer_read(desk.thread(report))
    triage.mark(report, Disposition.INFORMATION, by=ana)
    return desk.fresh(report)


@pytest.fixture
def rules(desk: Desk) -> None:
    retention.install_default_rules(desk.cast.riverside)


def test_everything_goes_and_a_tombstone_stays(desk: Desk, clock: Clock, rules: None) -> None:
    report = closed(desk, urgent=True)
    file = report.attachments.get()
    clock.forward(days=DEFAULT_DAYS[State.CLOSED] - 1)
    assert retention.erase_due() == 0
    clock.forward(days=1)
    assert retention.erase_due() == 1
    after = desk.fresh(report)
    assert after.state == State.ERASED
    assert (after.holder, after.situation, bytes(after.content)) == (None, None, b"")
    assert after.lookup == report.lookup
    assert [bytes(row.body) for row in Message.objects.all()] == [b""]
    assert [bytes(row.body) for row in Note.objects.all()] == [b""]
    file.refresh_from_db()
    assert bytes(file.body) == bytes(file.label) == b""
    assert not WrappedDataKey.objects.exists()
    assert not BlindTerm.objects.exists()
    entry = Entry.objects.get(event=Event.REPORT_ERASED.value)
    assert (entry.actor, entry.target_id) == (Actor.SYSTEM.value, str(report.pk))
    assert retention.erase_due() == 0


def test_other_reports_stay_readable(desk: Desk, clock: Clock, rules: None) -> None:
    closed(desk)
    clock.forward(days=100)
    other = closed(desk)
    clock.forward(days=100)
    assert retention.erase_due() == 1
    assert desk.thread(other).content


def test_a_report_nobody_opened_is_kept_though_it_is_spam(
    desk: Desk, clock: Clock, rules: None
) -> None:
    report, ana = desk.report(), desk.cast.ana_hotline
    triage.mark(report, Disposition.SPAM, by=ana)
    clock.forward(days=4000)
    assert retention.erase_due() == 0
    desk.read(report, by=ana)
    assert retention.erase_due() == 1


def test_an_unread_answer_is_kept_for_ninety_days(desk: Desk, clock: Clock) -> None:
    retention.change_rules(desk.cast.riverside, {State.ANSWERED: 1}, by=desk.cast.sara_supervisor)
    report, ana = desk.report(), desk.cast.ana_hotline
    desk.read(report, by=ana)
    desk.answer(report, by=ana)
    clock.forward(days=UNREAD_ANSWER_DAYS - 1)
    assert retention.erase_due() == 0
    desk.answer(report, "Another word.", by=ana)
    clock.forward(days=UNREAD_ANSWER_DAYS - 1)
    assert retention.erase_due() == 0
    thread.note_answer_read(desk.thread(report))
    assert retention.erase_due() == 1


def test_a_reporter_who_wrote_again_is_waited_on(desk: Desk, clock: Clock, rules: None) -> None:
    report = closed(desk)
    desk.adds(report)
    clock.forward(days=4000)
    assert retention.erase_due() == 0


def test_the_rule_looks_again_under_the_lock(desk: Desk, clock: Clock, rules: None) -> None:
    report = closed(desk)
    now = clock.forward(days=400)
    assert (report.pk, DEFAULT_DAYS[State.CLOSED]) in list(retention._candidates(now))
    desk.adds(report)
    assert not retention._erase_if_due(report.pk, DEFAULT_DAYS[State.CLOSED], now)
    assert desk.thread(report).content


def test_each_organisation_has_its_own_rules(desk: Desk, clock: Clock, rules: None) -> None:
    next_door = desk.report(team=desk.lakeside)
    thread.withdraw(desk.thread(next_door))
    mine = desk.report()
    thread.withdraw(desk.thread(mine))
    clock.forward(days=4000)
    assert retention.erase_due() == 1
    assert desk.fresh(mine).state == State.ERASED
    assert desk.fresh(next_door).state == State.WITHDRAWN


def test_a_situations_title_goes_with_its_last_report(
    desk: Desk, clock: Clock, rules: None
) -> None:
    ana = desk.cast.ana_hotline
    first = closed(desk)
    situation = situations.create_situation("The shed", report=first, by=ana)
    clock.forward(days=30)
    second = closed(desk)
    situations.group(second, situation, by=ana)
    clock.forward(days=160)
    assert retention.erase_due() == 1
    situation.refresh_from_db()
    assert bytes(situation.title)
    thread.erase(second)
    situation.refresh_from_db()
    assert not bytes(situation.title)
    assert situation.erased


def test_the_usual_rules_are_installed_once(desk: Desk) -> None:
    riverside = desk.cast.riverside
    retention.install_default_rules(riverside)
    RetentionRule.objects.filter(state=State.CLOSED).delete()
    retention.install_default_rules(riverside)
    left = dict(RetentionRule.objects.values_list("state", "days"))
    assert left == {State.ANSWERED: 365, State.WITHDRAWN: 7}


@pytest.mark.parametrize("name", ["ana_hotline", "otto_auditor", "lena_lakeside", "lars_lakeside"])
def test_others_change_no_rule(desk: Desk, name: str) -> None:
    with pytest.raises(NotAllowed):
        retention.change_rules(desk.cast.riverside, {State.CLOSED: 1}, by=desk.cast[name])
    assert not RetentionRule.objects.exists()


@pytest.mark.parametrize(
    ("state", "days"), [(State.NEW, 3), (State.CLOSED, 0), (State.TAKEN, None)]
)
def test_there_is_no_such_rule(desk: Desk, state: State, days: int | None) -> None:
    with pytest.raises(ValueError, match="no rule"):
        retention.change_rules(desk.cast.riverside, {state: days}, by=desk.cast.adam_admin)


def test_the_page_changes_the_rules(desk: Desk, sara: StaffClient, rules: None) -> None:
    address = reverse("retention")
    page = text_of(sara.get(address))
    assert 'value="365"' in page
    assert "A report that no worker has opened." in page
    assert "90 days" in page
    response = sara.post(address, {"answered": "30", "closed": "", "withdrawn": "2"})
    assert response.status_code == 302
    rows = RetentionRule.objects.filter(organisation=desk.cast.riverside)
    assert dict(rows.values_list("state", "days")) == {"answered": 30, "withdrawn": 2}
    assert events(Event.RETENTION_CHANGED, desk.cast.riverside) == 1
    for wrong in ("0", "-1", "x", "99999999"):
        response = sara.post(address, {"answered": wrong})
        assert response.status_code == 422
        assert f'value="{wrong}"' in text_of(response)
    assert dict(rows.values_list("state", "days")) == {"answered": 30, "withdrawn": 2}
