"""Distances, ages of a statement and reasons, in plain words."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.directory.criteria import AgeGroup, Criterion
from waymark.directory.finding.form import ANYWHERE, DISTANCES

MILES = 0.621371
# Where road signs count in miles (Unicode CLDR, measurement systems).
IN_MILES = frozenset({"US", "GB", "LR", "MM"})
AGE_GROUPS = {
    AgeGroup.UNDER_12: gettext_lazy("Under 12"),
    AgeGroup.FROM_12_TO_17: gettext_lazy("12 to 17 years old"),
    AgeGroup.FROM_18_TO_24: gettext_lazy("18 to 24 years old"),
    AgeGroup.FROM_25: gettext_lazy("25 or older"),
}


def distance(km: float, country: str) -> str:
    """How far away, in the country's unit; the figure gets coarser with the way."""
    if country in IN_MILES:
        miles = _coarse(km * MILES)
        if not miles:
            return _("less than 1 mile away")
        text = ngettext("about %(count)s mile away", "about %(count)s miles away", miles)
        return text % {"count": miles}
    whole = _coarse(km)
    return _("about %(count)s km away") % {"count": whole} if whole else _("less than 1 km away")


def _coarse(way: float) -> int:
    """0 for less than one; then to the whole, from 10 to the next 5, from 100 to the next 10."""
    if way < 1:
        return 0
    step = 1 if way < 10 else 5 if way < 100 else 10
    return round(way / step) * step


def distances(country: str) -> list[tuple[str, str]]:
    """How far to look: the value of each choice, in kilometres, and its words."""
    return [(value, _within(value, country)) for value in DISTANCES]


def _within(value: str, country: str) -> str:
    if value == ANYWHERE:
        return _("Any distance")
    if country in IN_MILES:
        return _("Up to %(count)s miles") % {"count": round(int(value) * MILES / 5) * 5}
    return _("Up to %(count)s km") % {"count": value}


def ago(moment: datetime, now: datetime) -> str:
    """How long ago something was said; coarse, and a date from a week on."""
    passed = now - moment
    hours = int(passed / timedelta(hours=1))
    if hours < 1:
        return _("less than an hour ago")
    if hours < 24:
        return ngettext("%(count)s hour ago", "%(count)s hours ago", hours) % {"count": hours}
    if passed.days < 7:
        days = passed.days
        return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    return day(moment)


def day(moment: datetime) -> str:
    """A date as the page's language writes it, in the organisation's time zone."""
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def criterion(each: Criterion | AgeGroup) -> str:
    """A criterion or an age group in words."""
    return str(AGE_GROUPS[each] if isinstance(each, AgeGroup) else each.label)


def ages(youngest: float | None, oldest: float | None) -> str:
    """The ages that a service is for; empty where it says none."""
    if youngest and oldest is not None:
        return _("From %(from)s to %(to)s years") % {"from": _year(youngest), "to": _year(oldest)}
    if youngest:
        return _("From %(from)s years on") % {"from": _year(youngest)}
    return _("Up to %(to)s years") % {"to": _year(oldest)} if oldest is not None else ""


def _year(years: float) -> str:
    return f"{years:g}"


def listed(parts: Iterable[str]) -> str:
    """Short parts in one line."""
    return " · ".join(parts)
