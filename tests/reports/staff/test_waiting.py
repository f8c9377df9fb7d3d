from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from waymark.reports.models import Report, State
from waymark.reports.waiting import clock, duration, wait_of

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "less than 1 min"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=7, seconds=59), "7 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=3, minutes=20), "3 h 20 min"),
        (timedelta(hours=9, minutes=59), "9 h 59 min"),
        (timedelta(hours=10, minutes=59), "10 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=40), "40 days"),
    ],
)
def test_durations(length: timedelta, words: str) -> None:
    assert duration(length) == words


def test_time_left_and_time_over() -> None:
    report = Report(state=State.NEW, answer_due_at=NOW, received_at=NOW - timedelta(minutes=15))
    before = wait_of(report, NOW - timedelta(minutes=7, seconds=30))
    after = wait_of(report, NOW + timedelta(hours=2))
    assert before
    assert after
    assert (before.words, before.by, before.overdue) == ("7 min left", "by 3:12 a.m.", False)
    assert (after.words, after.by, after.overdue) == ("overdue by 2 h", "", True)


def test_the_very_minute_counts_as_over() -> None:
    report = Report(state=State.TAKEN, answer_due_at=NOW, received_at=NOW)
    wait = wait_of(report, NOW)
    assert wait
    assert wait.overdue


def test_a_later_message_waits_without_a_promise() -> None:
    report = Report(
        state=State.TAKEN,
        received_at=NOW - timedelta(days=3),
        answered_at=NOW - timedelta(days=2),
        reporter_waits_since=NOW - timedelta(hours=5),
    )
    wait = wait_of(report, NOW)
    assert wait
    assert wait.words == "waiting for 5 h"
    assert not wait.overdue


@pytest.mark.parametrize("state", [State.CLOSED, State.WITHDRAWN, State.ERASED])
def test_nobody_waits_behind_a_closed_door(state: State) -> None:
    assert wait_of(Report(state=state, answer_due_at=NOW, received_at=NOW), NOW) is None


def test_an_answered_report_waits_for_nothing() -> None:
    assert wait_of(Report(state=State.ANSWERED, answered_at=NOW, received_at=NOW), NOW) is None


def test_the_clock_is_the_workers() -> None:
    due = datetime(2026, 11, 23, 3, 42, tzinfo=UTC)
    with timezone.override(ZoneInfo("America/Chicago")):
        assert clock(due, NOW) == "9:42 p.m."
    with timezone.override(ZoneInfo("Asia/Kathmandu")):
        assert clock(due, NOW) == "9:27 a.m."


def test_another_day_is_named() -> None:
    due = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("America/Chicago")):
        # There it is still the evening of the 22nd, and due late on the 23rd.
        assert clock(due, NOW) == "Nov. 23, 2026, 11:30 p.m."


def test_a_countdown_over_the_end_of_summer_time_counts_real_minutes() -> None:
    # On 1 November 2026 Chicago's clocks go from 2:00 back to 1:00.
    now = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    report = Report(state=State.NEW, answer_due_at=now + timedelta(hours=1), received_at=now)
    with timezone.override(ZoneInfo("America/Chicago")):
        assert clock(now, now) == "1:30 a.m."
        wait = wait_of(report, now)
        assert wait
        assert (wait.words, wait.by) == ("1 h left", "by 1:30 a.m.")


def test_a_countdown_over_the_start_of_summer_time_counts_real_minutes() -> None:
    # On 8 March 2026 Chicago's clocks go from 2:00 on to 3:00.
    now = datetime(2026, 3, 8, 7, 50, tzinfo=UTC)
    report = Report(state=State.NEW, answer_due_at=now + timedelta(minutes=15), received_at=now)
    with timezone.override(ZoneInfo("America/Chicago")):
        wait = wait_of(report, now)
    assert wait
    assert (wait.words, wait.by) == ("15 min left", "by 3:05 a.m.")


def test_no_time_zone_changes_how_long_is_left() -> None:
    report = Report(state=State.NEW, answer_due_at=NOW + timedelta(minutes=9), received_at=NOW)
    said = set()
    for name in ("UTC", "America/Chicago", "Asia/Ho_Chi_Minh", "Asia/Riyadh", "Asia/Kathmandu"):
        with timezone.override(ZoneInfo(name)):
            wait = wait_of(report, NOW)
            assert wait
            said.add(wait.words)
    assert said == {"9 min left"}


@given(st.integers(0, 10**7), st.integers(0, 10**5))
def test_more_time_never_reads_as_less(seconds: int, more: int) -> None:
    def minutes(words: str) -> int:
        units = {"min": 1, "h": 60, "day": 1440, "days": 1440}
        parts = words.removeprefix("less than 1 min").split()
        return sum(int(n) * units[u] for n, u in zip(parts[::2], parts[1::2], strict=True))

    short, long = timedelta(seconds=seconds), timedelta(seconds=seconds + more)
    assert minutes(duration(short)) <= minutes(duration(long))
    assert minutes(duration(long)) <= (seconds + more) / 60
