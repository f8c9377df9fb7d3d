"""Periods that can be counted: whole months of one year that are over."""

from dataclasses import dataclass
from datetime import date

from waymark.cases.models import today


@dataclass(frozen=True)
class Period:
    """Whole months within one year."""

    first: date
    last: date


def months(year: int, first: int, last: int) -> Period:
    """From the first day of a month to the last day of another one of the same year."""
    return Period(date(year, first, 1), _last_day(year, last))


def quarter(year: int, number: int) -> Period:
    """The three months of a quarter, 1 to 4."""
    return months(year, number * 3 - 2, number * 3)


def is_over(period: Period) -> bool:
    """Whether its last day is past."""
    return period.last < today()


def _last_day(year: int, month: int) -> date:
    after = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)
