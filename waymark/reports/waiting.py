"""How long a reporter waits, in words, as a worker reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.reports.models import Report, State

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
# From here on minutes, then hours, say nothing that helps.
_HOURS_ALONE_FROM = 10 * _HOUR
_DAYS_FROM = 2 * _DAY


@dataclass(frozen=True)
class Wait:
    """How long is left or how long it has been; `by` is the promised time on the clock."""

    words: str
    overdue: bool = False
    by: str = ""


def wait_of(report: Report, now: datetime) -> Wait | None:
    """What a report's reporter waits for, or None when nobody waits.

    Clock times are in the current time zone, which is the worker's.
    """
    if report.state not in {State.NEW, State.TAKEN, State.ANSWERED}:
        return None
    if report.asks_nobody:
        return None
    if report.answer_due_at is not None:
        return _countdown(report.answer_due_at, now)
    since = report.reporter_waits_since or (None if report.answered_at else report.received_at)
    if since is None:
        return None
    return Wait(_("waiting for %(time)s") % {"time": duration(now - since)})


def _countdown(due: datetime, now: datetime) -> Wait:
    if due <= now:
        words = _("overdue by %(time)s") % {"time": duration(now - due)}
        return Wait(words, overdue=True)
    words = _("%(time)s left") % {"time": duration(due - now)}
    return Wait(words, by=_("by %(clock)s") % {"clock": clock(due, now)})


def duration(length: timedelta) -> str:
    """A length of time in words, cut and never rounded up: nobody has more time than it says."""
    minutes, hours, days = length // _MINUTE, length // _HOUR, length // _DAY
    if minutes < 1:
        return _("less than 1 min")
    if length < _HOUR:
        return _("%(minutes)s min") % {"minutes": minutes}
    if length < _HOURS_ALONE_FROM and minutes % 60:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes % 60}
    if length < _DAYS_FROM:
        return _("%(hours)s h") % {"hours": hours}
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def clock(moment: datetime, now: datetime) -> str:
    """A moment on the worker's clock, with the date unless it is today."""
    local = timezone.localtime(moment)
    if local.date() == timezone.localtime(now).date():
        return date_format(local, "TIME_FORMAT")
    return date_format(local, "DATETIME_FORMAT")
