"""Terms: what can be written, and on which day they end."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.cases.reference.terms import Duration, Term, term_of
from waymark.learn.content.faults import ContentError
from waymark.learn.content.fields import Fields

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def term(duration: str, days: str = "calendar", *, first: bool = False) -> Term:
    return Term(Duration.parse(duration), days, "deadline", first)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P30D", Duration(days=30)),
        ("P6M", Duration(months=6)),
        ("P2Y", Duration(years=2)),
        ("P1Y6M", Duration(years=1, months=6)),
        ("PT36H", Duration(hours=36)),
        ("P1DT12H", Duration(days=1, hours=12)),
    ],
)
def test_a_duration_is_read(text: str, duration: Duration) -> None:
    assert Duration.parse(text) == duration


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P0D", "30D", "P-3D", "P1.5D", "p30d", "P30", "P4W", " P30D", "P30D\n", "P1D1M",
     "P99999D", "PT5M"],
)  # fmt: skip
def test_any_other_text_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="no duration"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        (term("P30D"), date(2026, 1, 1), date(2026, 1, 31)),
        (term("P30D", first=True), date(2026, 1, 1), date(2026, 1, 30)),
        (term("P6M"), date(2025, 8, 31), date(2026, 2, 28)),
        (term("P2Y"), date(2024, 2, 29), date(2026, 2, 28)),
        (term("P4Y"), date(2024, 2, 29), date(2028, 2, 29)),
        (term("P1M"), date(2026, 12, 31), date(2027, 1, 31)),
        (term("P1M", first=True), date(2026, 3, 1), date(2026, 3, 31)),
        (term("PT24H"), date(2026, 3, 1), date(2026, 3, 2)),
        (term("PT36H"), date(2026, 3, 1), date(2026, 3, 2)),
        # Friday and Saturday: five working days later is the Friday after.
        (term("P5D", "working"), date(2026, 11, 27), date(2026, 12, 4)),
        (term("P5D", "working"), date(2026, 11, 28), date(2026, 12, 4)),
        (term("P5D", "working", first=True), date(2026, 11, 30), date(2026, 12, 4)),
    ],
)
def test_the_day_on_which_a_term_ends(written: Term, start: date, end: date) -> None:
    assert written.end(start) == end


def test_a_term_in_hours_ends_at_the_hour() -> None:
    start = datetime(2026, 11, 30, 22, 15, tzinfo=UTC)
    assert term("PT36H").end(start) == datetime(2026, 12, 2, 10, 15, tzinfo=UTC)
    assert term("PT36H").in_hours
    assert not term("P2D").in_hours


def test_the_calendar_ends_somewhere() -> None:
    with pytest.raises(OverflowError):
        term("P99Y").end(date(9950, 1, 1))


@given(DAYS, st.integers(1, 400))
def test_calendar_days_are_days(start: date, days: int) -> None:
    assert term(f"P{days}D").end(start) - start == timedelta(days=days)


@given(DAYS, st.integers(1, 60))
def test_working_days_end_on_a_weekday_with_so_many_weekdays_between(
    start: date, days: int
) -> None:
    end = term(f"P{days}D", "working").end(start)
    passed = [start + timedelta(days=each + 1) for each in range((end - start).days)]
    assert end.weekday() < 5
    assert sum(day.weekday() < 5 for day in passed) == days


@given(DAYS, DAYS, st.integers(1, 48))
def test_who_starts_earlier_never_ends_later(first: date, second: date, months: int) -> None:
    first, second = sorted((first, second))
    written = term(f"P{months}M")
    assert written.end(first) <= written.end(second)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"duration": "30 days", "days": "calendar", "kind": "target"}, "no duration"),
        ({"duration": "P6M", "days": "working", "kind": "target"}, "days only"),
        ({"duration": "PT5H", "days": "working", "kind": "target"}, "days only"),
        ({"duration": "P5D", "days": "business", "kind": "target"}, "calendar, working"),
        ({"duration": "P5D", "days": "working", "kind": "hope"}, "not 'hope'"),
        ({"duration": "P5D", "days": "working", "kind": "target", "holidays": 1}, "`holidays`"),
        ({"days": "working", "kind": "target"}, "`duration` is missing"),
    ],
)
def test_a_wrong_term_says_what_to_mend(values: dict[str, object], says: str) -> None:
    with pytest.raises(ContentError, match=says):
        term_of(Fields(Path("x.toml"), values))
