"""Days and times of another hotline: what could be two days is never guessed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.reports.importing.dates import BadDay, Order, read_moment

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
CHICAGO = ZoneInfo("America/Chicago")


def read(day: str, clock: str = "", order: Order = Order.UNSAID, zone: ZoneInfo = BERLIN) -> str:
    """The moment in its zone, to the minute."""
    found = read_moment(day, clock, order, zone, NOW)
    return found.at.astimezone(zone).strftime("%Y-%m-%d %H:%M") + ("" if found.time_read else " ?")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-04-13", "2026-04-13 12:00"),
        ("2026/4/3", "2026-04-03 12:00"),
        ("2026-04-13 22:45", "2026-04-13 22:45"),
        ("2026-04-13T22:45:10Z", "2026-04-14 00:45"),
        ("2026-04-13T22:45:10.123+02:00", "2026-04-13 22:45"),
        ("13/04/2026", "2026-04-13 12:00"),
        ("4.4.2026", "2026-04-04 12:00"),
        ("04/25/2026 3:05 PM", "2026-04-25 15:05"),
        ("12/31/2025 12:05 a.m.", "2025-12-31 00:05"),
        ("3 April 2026", "2026-04-03 12:00"),
        ("Apr 3, 2026 09:10", "2026-04-03 09:10"),
        ("٢٠٢٦-٠٤-٠٣", "2026-04-03 12:00"),
        ("2026-04-13 at tea", "2026-04-13 12:00 ?"),
        ("2026-04-13 25:00", "2026-04-13 12:00 ?"),
        ("2026-04-13 10:00 +99:00", "2026-04-13 12:00 ?"),
    ],
)
def test_days_are_read(text: str, wanted: str) -> None:
    assert read(text) == wanted


def test_a_column_of_times_goes_before_what_stands_behind_the_day() -> None:
    assert read("2026-04-13 00:00", "22:45") == "2026-04-13 22:45"


def test_times_are_those_of_the_zone() -> None:
    at = read_moment("2026-04-13", "22:00", Order.UNSAID, CHICAGO, NOW).at
    assert at == datetime(2026, 4, 14, 3, tzinfo=UTC)


@pytest.mark.parametrize("text", ["03/04/2026", "3-4-2026", "3.4.2026 10:00", "13/04/26", "1/1/26"])
def test_what_could_be_two_days_is_refused_until_the_order_is_told(text: str) -> None:
    with pytest.raises(BadDay, match="more than one day"):
        read(text)


def test_the_order_says_which_day_it_is() -> None:
    assert read("03/04/2026", order=Order.DAY) == "2026-04-03 12:00"
    assert read("03/04/2026", order=Order.MONTH) == "2026-03-04 12:00"
    assert read("03/04/26", order=Order.DAY) == "2026-04-03 12:00"
    with pytest.raises(BadDay, match="no day that can be read"):
        read("25/12/2025", order=Order.MONTH)


@pytest.mark.parametrize(
    "text", ["yesterday", "45123", "31/02/2026", "2026-13-01", "0001-01-01", "1/2/3/4", "9" * 500]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadDay, match="no day that can be read"):
        read(text)


@pytest.mark.parametrize("text", ["2026-12-02", "2026-11-30 23:00", "9999-12-31"])
def test_what_is_still_to_come_is_refused(text: str) -> None:
    with pytest.raises(BadDay, match="still to come"):
        read(text)


def test_a_row_without_a_day_is_refused() -> None:
    with pytest.raises(BadDay, match="No day says"):
        read("")


def test_today_counts_before_noon() -> None:
    assert read_moment("2026-11-30", "", Order.UNSAID, BERLIN, NOW).at == NOW


@given(st.dates(date(1970, 1, 2), date(2026, 11, 28)), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_no_day_is_ever_taken_for_another(day: date, form: str) -> None:
    order = Order.DAY if form.startswith("%d") else Order.MONTH
    assert read(day.strftime(form), order=order).startswith(day.isoformat())
    try:
        assert read(day.strftime(form)).startswith(day.isoformat())
    except BadDay:
        assert day.day <= 12


@given(st.text(max_size=80), st.text(max_size=20), st.sampled_from(list(Order)))
def test_any_text_is_a_day_of_the_past_or_refused(text: str, clock: str, order: Order) -> None:
    try:
        found = read_moment(text, clock, order, BERLIN, NOW)
    except BadDay:
        return
    assert found.at <= NOW + timedelta(hours=1)
    assert found.at.tzinfo is UTC
