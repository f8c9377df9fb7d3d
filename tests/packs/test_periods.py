"""Whole months of one year that are over."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from waymark.packs.periods import Period, is_over, months, quarter

YEARS = st.integers(1900, 2999)


@given(YEARS)
def test_the_quarters_are_the_year_and_no_day_is_in_two(year: int) -> None:
    parts = [quarter(year, number) for number in range(1, 5)]
    assert parts[0].first == months(year, 1, 12).first == date(year, 1, 1)
    assert parts[-1].last == months(year, 1, 12).last == date(year, 12, 31)
    for one, next_ in pairwise(parts):
        assert next_.first == one.last + timedelta(days=1)


@given(YEARS, st.integers(1, 12), st.integers(1, 12))
def test_a_period_ends_on_the_last_day_of_its_month(year: int, first: int, last: int) -> None:
    found = months(year, first, max(first, last))
    after = found.last + timedelta(days=1)
    assert (found.first.day, after.day) == (1, 1)
    assert (found.last.year, found.last.month) == (year, max(first, last))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "over"),
    [("2025-04-01T12:00", True), ("2025-03-31T12:00", False), ("2025-03-30T12:00", False)],
)
def test_a_period_is_over_on_the_day_after(
    now: str, *, over: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert is_over(quarter(2025, 1)) is over


def test_a_period_of_years_ago_is_over(db: None) -> None:
    assert is_over(Period(date(1999, 1, 1), date(1999, 12, 31)))
