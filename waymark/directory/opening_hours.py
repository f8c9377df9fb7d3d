"""When a service is open: HSDS schedules are recurrence rules of RFC 5545, read through dateutil.

A span begins and ends by the clock on the wall in the schedule's own zone; `contacts.opening`
says what that means on the days on which the clock is changed. Nothing is guessed: a rule without
a zone, without times or that cannot be read is unknown, and what is unknown is never called closed.
Days that are named without any rule (holidays) are unlike the others: nobody is told that it is
open then, whatever the weekly hours say.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import rrule
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from waymark.contacts.opening import DAY, LOOK_AHEAD, Now, State, first_instant
from waymark.directory.models import Schedule

Frequency = Literal[0, 1, 2, 3]
FREQUENCIES: dict[str, Frequency] = {
    "DAILY": rrule.DAILY,
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
    "YEARLY": rrule.YEARLY,
}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
NUMBERS = re.compile(r"[+-]?\d{1,3}")
# A rule that skips or counts must be read from its start; an older start than this is a mistake.
OLDEST_COUNTED = timedelta(days=20 * 366)
MOST_HOURS_FROM_UTC = 14


class Unreadable(ValueError):
    """A schedule that says too little, or that no calendar understands."""


def at(schedules: Sequence[Schedule], moment: datetime) -> Now:
    """Whether any of the schedules is open at a moment (aware), and when the next one opens.

    Unknown where there are none, where none is open and one of them cannot be read, and on days
    that are unlike the others.
    """
    unlike = [(row.valid_from, row.valid_to) for row in schedules if _is_unlike(row)]
    rules = [row for row in schedules if not _is_unlike(row)]
    intervals: list[tuple[datetime, datetime, tzinfo]] = []
    whole = bool(rules)
    for schedule in rules:
        try:
            intervals += _intervals(schedule, moment)
        except Unreadable:
            whole = False
    zones = {zone for row in schedules if (zone := zone_of(row))} or {UTC}
    if any(_falls_in(unlike, moment, zone) for zone in zones):
        return Now(State.UNKNOWN)
    intervals = [each for each in intervals if not _falls_in(unlike, each[0], each[2])]
    if any(begins <= moment < ends for begins, ends, _zone in intervals):
        return Now(State.OPEN)
    if not whole:
        return Now(State.UNKNOWN)
    later = [(begins, zone) for begins, _ends, zone in intervals if begins > moment]
    if not later:
        return Now(State.CLOSED)
    opens, zone = min(later, key=lambda each: each[0])
    return Now(State.CLOSED, opens.astimezone(zone))


def _is_unlike(schedule: Schedule) -> bool:
    """Whether it names days from one to another, without a rule: as imports tell of holidays."""
    bounds = (schedule.valid_from, schedule.valid_to)
    return None not in bounds and not _frequency(schedule) and not schedule.dtstart


def _falls_in(spans: Iterable[tuple[date, date]], moment: datetime, zone: tzinfo) -> bool:
    day = moment.astimezone(zone).date()
    return any(first <= day <= last for first, last in spans)


def _intervals(schedule: Schedule, moment: datetime) -> list[tuple[datetime, datetime, tzinfo]]:
    """Every span near the moment as instants in UTC. Raises Unreadable."""
    zone = zone_of(schedule)
    opens, closes = schedule.opens_at, schedule.closes_at
    if zone is None or opens is None or closes is None:
        raise Unreadable
    today = moment.astimezone(zone).date()
    days = days_of(schedule, today - 2 * DAY, today + LOOK_AHEAD * DAY)
    return [(*_span(day, opens, closes, zone), zone) for day in days]


def _span(day: date, opens: time, closes: time, zone: tzinfo) -> tuple[datetime, datetime]:
    last = day if opens < closes else day + DAY
    return _instant(day, opens, zone), _instant(last, closes, zone)


def _instant(day: date, at_time: time, zone: tzinfo) -> datetime:
    wall = datetime.combine(day, at_time.replace(tzinfo=None))
    if isinstance(zone, ZoneInfo):
        return first_instant(wall, zone)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def zone_of(schedule: Schedule) -> tzinfo | None:
    """The named zone, else the fixed distance from UTC that HSDS has, else None."""
    if schedule.zone:
        try:
            return ZoneInfo(schedule.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
    hours = schedule.timezone
    if hours is None or abs(hours) > MOST_HOURS_FROM_UTC:
        return None
    return timezone(timedelta(hours=hours))


def days_of(schedule: Schedule, first: date, last: date) -> list[date]:
    """The days from `first` to `last` on which a schedule's rule falls. Raises Unreadable."""
    first = max(first, schedule.valid_from or first)
    last = min(last, schedule.valid_to or last, schedule.until or last)
    if first > last:
        return []
    if not _frequency(schedule) and schedule.dtstart:
        return [schedule.dtstart] if first <= schedule.dtstart <= last else []
    count = int(schedule.count) if schedule.count else None
    found = (each.date() for each in islice(_rule(schedule, first, last), count))
    return [day for day in found if day >= first]


def _frequency(schedule: Schedule) -> str:
    """The frequency; days of the week alone mean every week."""
    return schedule.freq.strip().upper() or ("WEEKLY" if schedule.byday.strip() else "")


def _rule(schedule: Schedule, first: date, last: date) -> rrule.rrule:
    """The rule up to `last`: one that never falls on a day would be searched for ages."""
    frequency = FREQUENCIES.get(_frequency(schedule))
    if frequency is None:
        raise Unreadable
    try:
        return rrule.rrule(
            frequency,
            dtstart=datetime.combine(_start(schedule, first), time.min),
            interval=_interval(schedule),
            wkst=_first_weekday(schedule),
            until=datetime.combine(last, time.min),
            byweekday=_weekdays(schedule, frequency),
            byweekno=_numbers(schedule.byweekno, 53),
            bymonthday=_month_days(schedule, frequency),
            byyearday=_numbers(schedule.byyearday, 366),
            bymonth=_month(schedule, frequency),
        )
    except (ValueError, OverflowError) as error:
        raise Unreadable from error


def _interval(schedule: Schedule) -> int:
    interval = 1 if schedule.interval is None else int(schedule.interval)
    if not 1 <= interval <= 100:
        raise Unreadable
    return interval


def _start(schedule: Schedule, first: date) -> date:
    """From where the rule is read: its own start where that matters, else not before `first`.

    A rule that neither skips nor counts falls on the same days wherever one begins to read it.
    """
    start: date | None = schedule.dtstart
    if _interval(schedule) > 1 or schedule.count:
        if start is None or first - start > OLDEST_COUNTED:
            raise Unreadable
        return start
    return first if start is None else max(start, first)


def _first_weekday(schedule: Schedule) -> int | None:
    day = schedule.wkst.strip().upper()
    return DAYS.index(day) if day in DAYS else None


def _has_days(schedule: Schedule) -> bool:
    texts = (schedule.byday, schedule.bymonthday, schedule.byyearday, schedule.byweekno)
    return any(text.strip() for text in texts)


def _weekdays(schedule: Schedule, frequency: Frequency) -> list[rrule.weekday] | None:
    """The days of the week; a weekly rule without any falls on that of its start."""
    text = schedule.byday.strip().upper()
    if text:
        found = BYDAY.findall(text)
        if not found or BYDAY.sub("", text).strip(" ,;"):
            raise Unreadable
        return [_weekday(number, day) for number, day in found]
    if frequency == rrule.WEEKLY and not _has_days(schedule):
        return [_weekday("", DAYS[_given_start(schedule).weekday()])]
    return None


def _weekday(number: str, day: str) -> rrule.weekday:
    found = rrule.weekday(DAYS.index(day))
    return found(int(number)) if number else found


def _month_days(schedule: Schedule, frequency: Frequency) -> list[int] | None:
    """The days of the month; a monthly or yearly rule without any falls on that of its start."""
    if frequency in {rrule.MONTHLY, rrule.YEARLY} and not _has_days(schedule):
        return [_given_start(schedule).day]
    return _numbers(schedule.bymonthday, 31)


def _month(schedule: Schedule, frequency: Frequency) -> list[int] | None:
    if frequency == rrule.YEARLY and not _has_days(schedule):
        return [_given_start(schedule).month]
    return None


def _given_start(schedule: Schedule) -> date:
    start: date | None = schedule.dtstart
    if start is None:
        raise Unreadable
    return start


def _numbers(text: str, most: int) -> list[int] | None:
    """Whole numbers from 1 to `most`, or as many counted from the end."""
    if not text.strip():
        return None
    found = [int(each) for each in NUMBERS.findall(text)]
    if NUMBERS.sub("", text).strip(" ,;") or not all(1 <= abs(each) <= most for each in found):
        raise Unreadable
    return found


def sentences(schedules: Iterable[Schedule]) -> list[str]:
    """Opening times in words; a rule that is not weekly says its own description."""
    weekly: dict[tuple[time, time], set[int]] = {}
    others: list[str] = []
    for schedule in schedules:
        days, opens, closes = _every_week(schedule), schedule.opens_at, schedule.closes_at
        if days and opens and closes:
            weekly.setdefault((opens, closes), set()).update(days)
        elif not schedule.description:
            others.append(_("Not every week: ask them when."))
        if schedule.description:
            others.append(schedule.description)
    spans = sorted(weekly.items(), key=lambda each: (min(each[1]), each[0]))
    return [_span_words(sorted(days), *span) for span, days in spans] + list(dict.fromkeys(others))


def _span_words(days: Sequence[int], opens: time, closes: time) -> str:
    values = {"days": _days(days), "opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
    if opens == closes:
        return _("%(days)s, day and night.") % values
    return _("%(days)s, %(opens)s to %(closes)s.") % values


def _every_week(schedule: Schedule) -> list[int]:
    """The days of a plain weekly or daily rule; none where it is not that plain."""
    frequency = _frequency(schedule)
    plain = not (schedule.byweekno or schedule.bymonthday or schedule.byyearday or schedule.count)
    if not plain or (schedule.interval or 1) != 1:
        return []
    found = BYDAY.findall(schedule.byday.upper())
    if frequency == "WEEKLY":
        return sorted({DAYS.index(day) for _number, day in found})
    return list(range(7)) if frequency == "DAILY" and not found else []


def _days(days: Sequence[int]) -> str:
    if len(days) == len(DAYS):
        return _("Every day")
    first, last = days[0], days[-1]
    if len(days) > 2 and last - first == len(days) - 1:
        values = {"first": WEEKDAYS[first], "last": WEEKDAYS[last]}
        return _("%(first)s to %(last)s") % values
    return ", ".join(str(WEEKDAYS[day]) for day in days)
