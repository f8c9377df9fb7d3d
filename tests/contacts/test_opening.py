"""Open or closed, against a clock that is walked through minute by minute."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.contacts import opening
from waymark.contacts.opening import Hours, Now, Span, State, first_instant

MINUTE = timedelta(minutes=1)
# The zone, and a day on which its clocks change: an hour, half an hour, at midnight, a whole day.
CHANGES = [
    ("America/Chicago", date(2026, 3, 8)),
    ("America/Chicago", date(2026, 11, 1)),
    ("Europe/Warsaw", date(2026, 3, 29)),
    ("Europe/Warsaw", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Havana", date(2026, 3, 8)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("Asia/Gaza", date(2026, 3, 28)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Asia/Ho_Chi_Minh", date(2026, 6, 1)),
    ("UTC", date(2026, 6, 1)),
]
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
# Times around the hours in which clocks change matter most.
night = st.builds(time, st.integers(0, 3), st.sampled_from([0, 1, 15, 30, 59]))
spans = st.builds(
    Span,
    st.frozensets(st.integers(0, 6), min_size=1),
    times | night,
    times | night,
)


@cache
def walk(name: str, begin: datetime, end: datetime) -> tuple[list[datetime], list[datetime]]:
    """Each minute, and the latest time that the clock on the wall had shown by then."""
    zone, latest = ZoneInfo(name), datetime(1, 1, 1)  # noqa: DTZ001  a clock on a wall
    minutes, shown = [], []
    moment = begin
    while moment < end:
        latest = max(latest, moment.astimezone(zone).replace(tzinfo=None, fold=0))
        minutes.append(moment)
        shown.append(latest)
        moment += MINUTE
    return minutes, shown


def walked(span: Span, name: str, begin: datetime, end: datetime) -> set[datetime]:
    """The minutes of a span: from when the clock had come to its opening time to its closing."""
    minutes, shown = walk(name, begin, end)
    found: set[datetime] = set()
    day = shown[0].date()
    while day <= shown[-1].date():
        if day.weekday() in span.days:
            last = day if span.opens < span.closes else day + timedelta(days=1)
            opens = bisect_left(shown, datetime.combine(day, span.opens))
            closes = bisect_left(shown, datetime.combine(last, span.closes))
            found |= set(minutes[opens:closes])
        day += timedelta(days=1)
    return found


@pytest.mark.parametrize(("name", "change"), CHANGES)
@settings(max_examples=15, deadline=None)
@given(chosen=st.lists(spans, min_size=1, max_size=3))
def test_open_exactly_in_the_minutes_of_a_walk(name: str, change: date, chosen: list[Span]) -> None:
    zone = ZoneInfo(name)
    middle = datetime.combine(change, time(12), tzinfo=UTC)
    begin, end = middle - timedelta(days=4), middle + timedelta(days=4)
    open_minutes = set().union(*(walked(span, name, begin, end) for span in chosen))
    hours = Hours(spans=tuple(chosen), zone=zone)
    moment = middle - timedelta(hours=24)
    while moment < middle + timedelta(hours=24):
        found = opening.at(hours, moment)
        assert (found.state is State.OPEN) is (moment in open_minutes), moment.astimezone(zone)
        moment += 13 * MINUTE


@pytest.mark.parametrize(("name", "change"), CHANGES)
@settings(max_examples=15, deadline=None)
@given(chosen=st.lists(spans, min_size=1, max_size=3), minutes=st.integers(-4000, 4000))
def test_it_opens_when_it_says_and_not_before(
    name: str, change: date, chosen: list[Span], minutes: int
) -> None:
    hours = Hours(spans=tuple(chosen), zone=ZoneInfo(name))
    moment = datetime.combine(change, time(12), tzinfo=UTC) + minutes * MINUTE
    found = opening.at(hours, moment)
    if found.state is State.OPEN:
        assert found.opens is None
        return
    assert found.opens is not None
    assert found.opens > moment
    assert opening.at(hours, found.opens).state is State.OPEN
    for step in range(1, 40):
        between = moment + (found.opens - moment) * step / 40
        assert opening.at(hours, between) == found


@given(st.datetimes(timezones=st.just(UTC)))
def test_always_open_is_open_whenever(moment: datetime) -> None:
    assert opening.at(Hours(always=True), moment) == Now(State.OPEN)


@given(st.datetimes(timezones=st.just(UTC)), st.lists(spans, max_size=2))
def test_without_hours_or_zone_nobody_knows(moment: datetime, chosen: list[Span]) -> None:
    assert opening.at(Hours(spans=tuple(chosen)), moment) == Now(State.UNKNOWN)
    assert opening.at(Hours(zone=ZoneInfo("UTC")), moment) == Now(State.UNKNOWN)


INSTANTS = {
    # 02:00 becomes 03:00 at 08:00 UTC; nothing between shows on any clock.
    "spring": [("02:00", "08:00"), ("02:30", "08:00"), ("03:00", "08:00"), ("01:59", "07:59")],
    # 02:00 becomes 01:00 at 07:00 UTC; of the hour that comes twice the first counts.
    "autumn": [("01:00", "06:00"), ("01:30", "06:30"), ("02:00", "08:00")],
}


@pytest.mark.parametrize(("wall", "utc"), INSTANTS["spring"])
def test_a_clock_that_jumps_forward(wall: str, utc: str) -> None:
    found = first_instant(datetime.fromisoformat(f"2026-03-08T{wall}"), ZoneInfo("America/Chicago"))
    assert found == datetime.fromisoformat(f"2026-03-08T{utc}+00:00")


@pytest.mark.parametrize(("wall", "utc"), INSTANTS["autumn"])
def test_a_clock_that_goes_back(wall: str, utc: str) -> None:
    found = first_instant(datetime.fromisoformat(f"2026-11-01T{wall}"), ZoneInfo("America/Chicago"))
    assert found == datetime.fromisoformat(f"2026-11-01T{utc}+00:00")


@pytest.mark.parametrize(
    ("moment", "state", "opens"),
    [
        # A night line: Saturday 22:00 to Sunday 06:00 in Chicago.
        ("2026-11-22T03:59", State.CLOSED, "Saturday 22:00"),
        ("2026-11-22T04:00", State.OPEN, ""),
        ("2026-11-22T11:59", State.OPEN, ""),
        ("2026-11-22T12:00", State.CLOSED, "Saturday 22:00"),
        # In the long night of the change, 01:30 comes twice: nine hours, all of them open.
        ("2026-11-01T03:00", State.OPEN, ""),
        ("2026-11-01T07:30", State.OPEN, ""),
        ("2026-11-01T11:59", State.OPEN, ""),
        ("2026-11-01T12:00", State.CLOSED, "Saturday 22:00"),
    ],
)
def test_a_night_line(moment: str, state: State, opens: str) -> None:
    hours = Hours(
        spans=(Span(frozenset({5}), time(22), time(6)),), zone=ZoneInfo("America/Chicago")
    )
    found = opening.at(hours, datetime.fromisoformat(f"{moment}+00:00"))
    assert found.state is state
    assert (f"{found.opens:%A %H:%M}" if found.opens else "") == opens


def test_the_same_beginning_and_end_is_a_whole_day() -> None:
    hours = Hours(spans=(Span(frozenset({0}), time(0), time(0)),), zone=ZoneInfo("Asia/Manila"))
    monday = datetime(2026, 11, 23, tzinfo=ZoneInfo("Asia/Manila"))
    assert opening.at(hours, monday).state is State.OPEN
    assert opening.at(hours, monday + timedelta(hours=23, minutes=59)).state is State.OPEN
    assert opening.at(hours, monday + timedelta(days=1)).state is State.CLOSED
