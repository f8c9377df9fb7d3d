"""Terms as data: how long, counted in which days, and what the end of it means."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import overload

from waymark.learn.content.fields import Fields

AT_LEAST = "minimum-period"
KINDS = ("deadline", "target", AT_LEAST, "duration-of-status")
DAYS = ("calendar", "working")
DURATION = re.compile(r"P(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})D)?(?:T(\d{1,4})H)?")
SATURDAY = 5


@dataclass(frozen=True)
class Duration:
    """A length of time as in ISO 8601: `P30D`, `P6M`, `P2Y`, `PT36H`."""

    years: int = 0
    months: int = 0
    days: int = 0
    hours: int = 0

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """The length that the text says. Raises ValueError for any other text, and for none."""
        found = DURATION.fullmatch(text)
        parts = [int(part or 0) for part in found.groups()] if found else []
        if not any(parts):
            raise ValueError(f"{text!r} is no duration such as P30D, P6M, P2Y or PT36H")
        return cls(*parts)


@dataclass(frozen=True)
class Term:
    """A length, the days that count, and what its end means (one of KINDS)."""

    duration: Duration
    days: str
    kind: str
    first_day_counts: bool = False

    @property
    def in_hours(self) -> bool:
        """Whether it is counted from an hour, so that a day alone does not say when it ends."""
        return self.duration.hours > 0

    @property
    def is_a_least(self) -> bool:
        """Whether nothing is due at its end: something is possible from then on, and not sooner."""
        return self.kind == AT_LEAST

    @overload
    def end(self, start: datetime) -> datetime: ...

    @overload
    def end(self, start: date) -> date: ...

    def end(self, start: date) -> date:
        """Its last day, or its last moment when it starts at one.

        Working days leave out Saturdays and Sundays; public holidays are not known here. A term in
        hours that starts on a day alone ends on the earliest day that it can.
        Raises OverflowError where the calendar ends.
        """
        length = self.duration
        shifted = _months_later(start, 12 * length.years + length.months)
        if self.days == "working":
            return _working_days_later(shifted, length.days - self.first_day_counts)
        days = length.days - self.first_day_counts
        if isinstance(shifted, datetime):
            return shifted + timedelta(days=days, hours=length.hours)
        return shifted + timedelta(days=days + length.hours // 24)


def _months_later(start: date, months: int) -> date:
    """The same day some months later, or the last of the month where that has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError("the term ends after the last year of the calendar")
    last = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, last))


def _working_days_later(start: date, days: int) -> date:
    """The day after so many weekdays; a start at the weekend is itself no working day."""
    current = start
    while days > 0:
        current += timedelta(days=1)
        days -= current.weekday() < SATURDAY
    return current


def term_of(row: Fields) -> Term:
    """The term in a table. Raises ContentError for one that cannot be counted."""
    row.only("duration", "days", "kind", "first_day_counts")
    days = row.one_of("days", DAYS)
    try:
        duration = Duration.parse(row.text("duration"))
    except ValueError as fault:
        raise row.fault(f"{fault}.") from fault
    if days == "working" and duration != Duration(days=duration.days):
        raise row.fault("a term in working days has days only, such as P5D.")
    first = row.flag("first_day_counts", default=False)
    return Term(duration, days, row.one_of("kind", KINDS), first)
