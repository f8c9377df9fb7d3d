"""Recurrence rules against the contacts' own arithmetic, and against a calendar counted by hand."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from waymark.contacts import opening
from waymark.contacts.opening import Hours, Now, Span, State
from waymark.directory import opening_hours
from waymark.directory.models import Schedule

CHICAGO = "America/Chicago"
ZONES = (CHICAGO, "Europe/London", "Asia/Ho_Chi_Minh", "Australia/Lord_Howe", "Africa/Casablanca")
CODES = opening_hours.DAYS
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
FOUR_YEARS = 4 * 365 * 86_400
weekdays = st.sets(st.integers(0, 6), min_size=1)
moments = st.integers(0, FOUR_YEARS).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def schedule(**more: Any) -> Schedule:
    """Nine to five in Chicago, every week; not stored."""
    values = {
        "freq": "WEEKLY",
        "byday": "MO,TU,WE,TH,FR",
        "opens_at": time(9),
        "closes_at": time(17),
        "zone": CHICAGO,
    }
    return Schedule(**values | more)


def chicago(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(CHICAGO))  # type: ignore[misc, arg-type]  # numbers of a date


def state(row: Schedule, moment: datetime) -> State:
    return opening_hours.at([row], moment).state


def days(row: Schedule, first: date, last: date) -> list[date]:
    return opening_hours.days_of(row, first, last)


@given(
    st.lists(st.tuples(weekdays, times, times), min_size=1, max_size=3),
    st.sampled_from(ZONES),
    moments,
)
def test_weekly_rules_say_what_the_contacts_say(
    spans: list[tuple[set[int], time, time]], zone: str, moment: datetime
) -> None:
    rows = [
        schedule(byday=",".join(CODES[day] for day in on), opens_at=a, closes_at=b, zone=zone)
        for on, a, b in spans
    ]
    hours = Hours(spans=tuple(Span(frozenset(on), a, b) for on, a, b in spans), zone=ZoneInfo(zone))
    assert opening_hours.at(rows, moment) == opening.at(hours, moment)


@given(moments, st.integers(-14, 14))
def test_a_fixed_distance_from_utc_knows_no_summer(moment: datetime, hours: int) -> None:
    row = schedule(zone="", timezone=float(hours), byday=",".join(CODES))
    wall = (moment + timedelta(hours=hours)).time()
    assert (state(row, moment) is State.OPEN) is (time(9) <= wall < time(17))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (chicago(2026, 3, 8, 1, 59), State.CLOSED),
        (chicago(2026, 3, 8, 3, 0), State.OPEN),  # 02:30 is jumped over: they open at 03:00
        (chicago(2026, 3, 8, 4, 0), State.CLOSED),
        (chicago(2026, 3, 7, 2, 30), State.OPEN),
        (chicago(2026, 3, 7, 2, 29), State.CLOSED),
    ],
)
def test_the_day_on_which_an_hour_is_missing(moment: datetime, expected: State) -> None:
    row = schedule(freq="DAILY", byday="", opens_at=time(2, 30), closes_at=time(4))
    assert state(row, moment) is expected


def test_the_hour_that_comes_twice_counts_once() -> None:
    row = schedule(freq="DAILY", byday="", opens_at=time(1, 15), closes_at=time(1, 45))
    first = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert state(row, first) is State.OPEN
    assert state(row, first + timedelta(hours=1)) is State.CLOSED


def test_open_over_midnight_and_all_day() -> None:
    night = schedule(byday="FR", opens_at=time(22), closes_at=time(6))
    assert state(night, chicago(2026, 11, 28, 5, 59)) is State.OPEN  # Saturday morning
    assert state(night, chicago(2026, 11, 28, 6, 0)) is State.CLOSED
    assert state(night, chicago(2026, 11, 27, 5, 0)) is State.CLOSED
    whole = schedule(byday="SU", opens_at=time(0), closes_at=time(0))
    assert state(whole, chicago(2026, 11, 29, 0, 0)) is State.OPEN
    assert state(whole, chicago(2026, 11, 29, 23, 59)) is State.OPEN
    assert state(whole, chicago(2026, 11, 30, 0, 0)) is State.CLOSED


def test_it_says_when_they_open_next() -> None:
    found = opening_hours.at([schedule()], chicago(2026, 11, 27, 18, 0))  # Friday evening
    assert found == Now(State.CLOSED, chicago(2026, 11, 30, 9, 0))


@given(st.integers(2024, 2030), st.integers(1, 12), st.integers(1, 4), st.integers(0, 6))
def test_the_nth_weekday_of_a_month(year: int, month: int, nth: int, weekday: int) -> None:
    row = schedule(freq="MONTHLY", byday=f"{nth}{CODES[weekday]}")
    last = calendar.monthrange(year, month)[1]
    every = [date(year, month, day) for day in range(1, last + 1)]
    expected = [day for day in every if day.weekday() == weekday][nth - 1]
    assert days(row, every[0], every[-1]) == [expected]
    # Wherever one begins to read, it is the same day.
    assert days(row, expected, every[-1]) == [expected]
    assert days(row, expected + timedelta(1), every[-1]) == []


@given(st.integers(1, 4), st.integers(0, 900))
def test_every_second_week_counts_from_its_start(interval: int, after: int) -> None:
    start = date(2026, 1, 5)  # a Monday
    row = schedule(byday="MO", interval=float(interval), dtstart=start)
    first = start + timedelta(days=after)
    week = [first + timedelta(days=day) for day in range(7)]
    expected = [day for day in week if (day - start).days % (7 * interval) == 0]
    assert days(row, week[0], week[-1]) == expected


def test_rules_without_days_fall_on_the_day_of_their_start() -> None:
    wednesday = date(2026, 11, 25)
    window = date(2026, 11, 1), date(2027, 12, 31)
    weekly = days(schedule(byday="", dtstart=wednesday), *window)
    assert {day.weekday() for day in weekly} == {2}
    assert weekly[0] == wednesday
    monthly = days(schedule(byday="", freq="MONTHLY", dtstart=wednesday), *window)
    assert {day.day for day in monthly} == {25}
    yearly = days(schedule(byday="", freq="YEARLY", dtstart=wednesday), *window)
    assert yearly == [wednesday, date(2027, 11, 25)]
    once = days(schedule(byday="", freq="", dtstart=wednesday), *window)
    assert once == [wednesday]


def test_days_of_the_month_and_a_number_of_times() -> None:
    row = schedule(byday="", freq="MONTHLY", bymonthday="1,-1", dtstart=date(2026, 1, 1))
    found = days(row, date(2026, 2, 1), date(2026, 2, 28))
    assert found == [date(2026, 2, 1), date(2026, 2, 28)]
    thrice = schedule(freq="DAILY", byday="", count=3.0, dtstart=date(2026, 2, 1))
    assert len(days(thrice, date(2026, 1, 1), date(2026, 12, 31))) == 3
    assert days(thrice, date(2026, 2, 4), date(2026, 12, 31)) == []


@pytest.mark.parametrize("count", [None, 3.0])
def test_a_rule_that_never_falls_on_a_day_is_not_searched_for_ages(count: float | None) -> None:
    never = schedule(
        freq="MONTHLY", byday="5MO", bymonthday="1", count=count, dtstart=date(2026, 1, 1)
    )
    assert days(never, date(2026, 1, 1), date(2027, 1, 1)) == []


def test_bounds_hold() -> None:
    row = schedule(
        freq="DAILY",
        byday="",
        valid_from=date(2026, 2, 3),
        valid_to=date(2026, 2, 20),
        until=date(2026, 2, 5),
        dtstart=date(2026, 2, 4),
    )
    assert days(row, date(2026, 2, 1), date(2026, 2, 28)) == [date(2026, 2, 4), date(2026, 2, 5)]


def test_days_of_the_week_alone_mean_every_week() -> None:
    assert state(schedule(freq=""), chicago(2026, 11, 25, 12, 0)) is State.OPEN


@pytest.mark.parametrize(
    "more",
    [
        {"zone": ""},
        {"zone": "Mars/Olympus"},
        {"zone": "../etc/passwd"},
        {"zone": "", "timezone": 99.0},
        {"opens_at": None},
        {"closes_at": None},
        {"freq": "SECONDLY"},
        {"freq": "sometimes"},
        {"freq": "", "byday": ""},
        {"byday": "MO, someday"},
        {"byday": "XX"},
        {"byday": ""},
        {"bymonthday": "first", "freq": "MONTHLY", "byday": ""},
        {"bymonthday": "99", "freq": "MONTHLY", "byday": ""},
        {"byday": "9MO", "freq": "MONTHLY", "bymonthday": "x"},
        {"interval": 2.0},
        {"interval": 0.0},
        {"interval": 2.0, "dtstart": date(1900, 1, 1)},
        {"freq": "MONTHLY", "byday": ""},
    ],
)
def test_what_cannot_be_read_is_unknown_and_never_closed(more: dict[str, Any]) -> None:
    moment = chicago(2026, 11, 25, 12, 0)
    assert state(schedule(**more), moment) is State.UNKNOWN
    # Another rule that is open now still counts; one that is shut does not make it shut.
    assert opening_hours.at([schedule(**more), schedule()], moment).state is State.OPEN
    later = moment.replace(hour=20)
    assert opening_hours.at([schedule(**more), schedule()], later).state is State.UNKNOWN


def test_nothing_known_is_unknown() -> None:
    assert opening_hours.at([], chicago(2026, 11, 25, 12, 0)) == Now(State.UNKNOWN)


@given(
    st.text(max_size=8), st.text(max_size=12), st.text(max_size=8), st.floats() | st.none(), moments
)
def test_no_rule_breaks_a_page(
    freq: str, byday: str, zone: str, number: float | None, moment: datetime
) -> None:
    row = schedule(freq=freq, byday=byday, zone=zone, timezone=number, interval=number)
    assert opening_hours.at([row], moment).state in State
    assert opening_hours.sentences([row]) is not None


def test_hours_in_words() -> None:
    with translation.override("en"):
        rows = [
            schedule(byday="TU"),
            schedule(byday="MO"),
            schedule(byday="WE", opens_at=time(10)),
            schedule(byday="SA,SU", opens_at=time(0), closes_at=time(0)),
            schedule(freq="MONTHLY", byday="1MO", description="First Monday of the month"),
            schedule(freq="MONTHLY", byday="2MO"),
        ]
        assert opening_hours.sentences(rows) == [
            "Monday, Tuesday, 09:00 to 17:00.",
            "Wednesday, 10:00 to 17:00.",
            "Saturday, Sunday, day and night.",
            "First Monday of the month",
            "Not every week: ask them when.",
        ]
        assert opening_hours.sentences([schedule(freq="DAILY", byday="")]) == [
            "Every day, 09:00 to 17:00."
        ]
        assert opening_hours.sentences([schedule()]) == ["Monday to Friday, 09:00 to 17:00."]


# As the import of Ohana's tables writes a day when it is closed: a description, no rule, no times.
CLOSURE = {"freq": "", "byday": "", "opens_at": None, "closes_at": None, "zone": ""}


@given(moments)
def test_a_holiday_without_a_rule_is_never_open_and_says_its_description(moment: datetime) -> None:
    every_year = schedule(**CLOSURE, description="Closed: 12-25")
    once = schedule(
        **CLOSURE,
        description="Closed: 2024-12-25",
        valid_from=date(2024, 12, 25),
        valid_to=date(2024, 12, 25),
    )
    for row in (every_year, once):
        assert state(row, moment) is State.UNKNOWN
        assert opening_hours.sentences([row]) == [row.description]
    words = opening_hours.sentences([schedule(), every_year])
    assert words[-1] == "Closed: 12-25"
    assert len(words) == 2


@pytest.mark.parametrize("times_said", [{}, {"opens_at": time(9), "closes_at": time(17)}])
def test_on_a_named_holiday_nobody_is_told_that_it_is_open(times_said: dict[str, time]) -> None:
    days_named = {"valid_from": date(2026, 11, 26), "valid_to": date(2026, 11, 27)}
    holiday = schedule(**CLOSURE | times_said, description="Thanksgiving", **days_named)
    rows = [schedule(), holiday]
    before, on, after = (chicago(2026, 11, day, 12, 0) for day in (25, 26, 30))
    assert opening_hours.at(rows, before).state is State.OPEN
    assert opening_hours.at(rows, on).state is State.UNKNOWN
    assert opening_hours.at(rows, after).state is State.OPEN
    # The evening before, it does not open the next morning but on Monday.
    evening = opening_hours.at(rows, before.replace(hour=20))
    assert evening == Now(State.CLOSED, chicago(2026, 11, 30, 9, 0))
