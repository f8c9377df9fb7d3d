"""Whether a line answers now, and when next: pure functions of its hours and a moment.

Hours are what a clock on the wall shows in the contact's own time zone; nothing is guessed from
where the reader is. A span begins at the first instant at which that clock shows its opening time,
or jumps over it in spring, and ends at the first one at which it shows, or jumps over, its closing
time. In the hour that comes twice in autumn the first one counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cached_property
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
# A week and a day lie between two spans at most; one more, for zones that skipped a day.
LOOK_AHEAD = 9


class State(Enum):
    """What can be said about a line at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Span:
    """On these days (0 is Monday) from one time to another; past midnight unless that is later."""

    days: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True)
class Hours:
    """When a line answers. Without spans and not `always` nobody knows."""

    always: bool = False
    spans: tuple[Span, ...] = ()
    zone: ZoneInfo | None = None

    @cached_property
    def known(self) -> bool:
        """Whether anything can be said at all."""
        return self.always or bool(self.spans and self.zone)


@dataclass(frozen=True)
class Now:
    """What is said beside a line; `opens` is in its own time zone, and only for a closed one."""

    state: State
    opens: datetime | None = None


def at(hours: Hours, moment: datetime) -> Now:
    """Whether the line answers at a moment (aware, any zone), and when it opens if it does not."""
    if hours.always:
        return Now(State.OPEN)
    if not hours.known or hours.zone is None:
        return Now(State.UNKNOWN)
    intervals = list(_intervals(hours.spans, hours.zone, moment))
    if any(begins <= moment < ends for begins, ends in intervals):
        return Now(State.OPEN)
    later = [begins for begins, ends in intervals if moment < begins < ends]
    return Now(State.CLOSED, min(later).astimezone(hours.zone) if later else None)


def _intervals(
    spans: Sequence[Span], zone: ZoneInfo, moment: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Every span near the moment as instants in UTC, from two days before on."""
    today = moment.astimezone(zone).date()
    for number in range(-2, LOOK_AHEAD + 1):
        day = today + number * DAY
        for span in spans:
            if day.weekday() in span.days:
                yield _interval(span, day, zone)


def _interval(span: Span, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    last = day if span.opens < span.closes else day + DAY
    return (
        first_instant(datetime.combine(day, span.opens), zone),
        first_instant(datetime.combine(last, span.closes), zone),
    )


def first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which a clock in the zone shows this time or jumps over it."""
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
        return found
    # Nobody's clock shows it. Read with the offset after the jump it lies before the jump, and with
    # the offset before it, after.
    before, after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), found
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
