"""Days and times as people write them. What could be two days is not guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.vault.blind import fold

NOON = time(12)  # of a day alone: far enough from both ends to stay that day in reports of hours
EARLIEST = 1970
TOLERANCE = timedelta(hours=1)  # of clocks that go wrong
LONGEST = 60  # characters
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_REST = r"(?:[t ,]+(?P<rest>\S.*))?"
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _REST)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})[-/. ](?P<b>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})(?!\d)" + _REST)
_DAY_NAMED = re.compile(r"(?P<d>\d{1,2})[-. ]+(?P<n>[a-z]{3,9})[-., ]+(?P<y>\d{4})" + _REST)
_MONTH_NAMED = re.compile(r"(?P<n>[a-z]{3,9})\.? +(?P<d>\d{1,2}),? +(?P<y>\d{4})" + _REST)
_TIME = re.compile(
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)? *(?P<half>[ap])?(?(half)\.?m\.?)"
    r" *(?P<zone>z|utc|[+-]\d{2}:?\d{2})?"
)
_HOURS_IN_HALF = 12
_FULL_NAMES = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "sept",
}  # fmt: skip


class Order(models.TextChoices):
    """What comes first in days such as 03/04/2026."""

    UNSAID = "", gettext_lazy("I do not know: leave such rows out")
    DAY = "day", gettext_lazy("The day: 03/04/2026 is in April")
    MONTH = "month", gettext_lazy("The month: 03/04/2026 is in March")


class BadDay(ValueError):
    """A day that is not taken. Its text says why and what to do."""


@dataclass(frozen=True)
class Moment:
    """When something was received. `time_read`: False where a time stands there that is none."""

    at: datetime
    time_read: bool = True


def read_moment(day: str, clock: str, order: Order, zone: ZoneInfo, now: datetime) -> Moment:
    """When a row says that it was received; `clock` is the text of a column of times.

    A day without a time counts as noon in `zone`. Raises BadDay for what is no day, could be two,
    or is still to come.
    """
    if not day:
        raise BadDay(_("No day says when it was received."))
    found, rest = _day(day, order)
    said = clock or rest
    when = _clock(said) if said else None
    today = now.astimezone(zone).date()
    if found > today + timedelta(days=1):
        raise BadDay(_("“%(value)s” is still to come.") % {"value": day[:LONGEST]})
    zoned = when.tzinfo if when and when.tzinfo else zone
    moment = datetime.combine(found, when or NOON, zoned)
    if when is None and found == today:
        moment = min(moment, now)
    if moment > now + TOLERANCE:
        raise BadDay(_("“%(value)s” is still to come.") % {"value": day[:LONGEST]})
    return Moment(moment.astimezone(UTC), time_read=when is not None or not said)


def _day(text: str, order: Order) -> tuple[date, str]:
    """The day, and what stands behind it."""
    folded = fold(text).strip() if len(text) <= LONGEST else ""
    for found, rest in _readings(folded, order, text):
        if found.year >= EARLIEST:
            return found, rest
    raise BadDay(
        _("“%(value)s” is no day that can be read. Write it as 2026-04-25.")
        % {"value": text[:LONGEST]}
    )


def _readings(folded: str, order: Order, text: str) -> Iterator[tuple[date, str]]:
    if matched := _YEAR_FIRST.fullmatch(folded):
        yield from _made(matched["y"], matched["m"], matched["d"], matched["rest"])
    if matched := _YEAR_LAST.fullmatch(folded):
        yield from _ordered(matched, order, text)
    for pattern in (_DAY_NAMED, _MONTH_NAMED):
        matched = pattern.fullmatch(folded)
        if matched and (month := _month(matched["n"])):
            yield from _made(matched["y"], month, matched["d"], matched["rest"])


def _ordered(matched: re.Match[str], order: Order, text: str) -> Iterator[tuple[date, str]]:
    """A day with its year at the end. A short year is read only where the order is known."""
    one, other, rest = matched["a"], matched["b"], matched["rest"]
    short = len(matched["y"]) < len("2026")
    year = f"20{matched['y']}" if short else matched["y"]
    day_first, month_first = _made(year, other, one, rest), _made(year, one, other, rest)
    if order is not Order.UNSAID:
        yield from day_first if order is Order.DAY else month_first
    elif short or (day_first and month_first and one != other):
        raise BadDay(
            _("“%(value)s” can be more than one day. Say above which comes first.")
            % {"value": text[:LONGEST]}
        )
    else:
        yield from day_first or month_first


def _made(year: str, month: str | int, day: str, rest: str | None) -> list[tuple[date, str]]:
    """One day, or none where there is no such day."""
    try:
        return [(date(int(year), int(month), int(day)), rest or "")]
    except ValueError:
        return []


def _month(name: str) -> int:
    """1 for january or jan; 0 for what is no month."""
    if name[:3] in MONTHS and (len(name) == len("jan") or name in _FULL_NAMES):
        return MONTHS.index(name[:3]) + 1
    return 0


def _clock(text: str) -> time | None:
    """A time of day, with its zone where it says one; None for what is none."""
    matched = _TIME.fullmatch(fold(text).strip()) if len(text) <= LONGEST else None
    if not matched:
        return None
    hours = int(matched["h"])
    if matched["half"]:
        if not 1 <= hours <= _HOURS_IN_HALF:
            return None
        hours = hours % _HOURS_IN_HALF + (_HOURS_IN_HALF if matched["half"] == "p" else 0)
    try:
        return time(hours, int(matched["m"]), int(matched["s"] or 0), tzinfo=_zone(matched["zone"]))
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    """An offset such as +0200. Raises ValueError for more than a day."""
    if not text:
        return None
    if text in {"z", "utc"}:
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
