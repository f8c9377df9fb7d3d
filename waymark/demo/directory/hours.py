"""Draws opening hours: weekly, day and night, over midnight, in a season, once a month."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from waymark.demo.directory.sheet import Sheet
from waymark.demo.directory.tables import Offer, Pencil
from waymark.directory.models import Schedule, Service

UNKNOWN = 8  # of a hundred services whose hours could be known
WEEK = 7
ORDINALS = {"1": "first", "2": "second"}
DAYS = {"SA": "Saturday", "TU": "Tuesday"}


def draw(sheet: Sheet, service: Service, offer: Offer) -> None:
    """The schedules of one service; none where nobody knows them."""
    kind, county = offer.kind, sheet.tables.county
    profile = kind.hours[offer.number % len(kind.hours)]
    pencil = Pencil("hours", service.pk)
    if profile != "always" and not offer.sure and pencil.percent(UNKNOWN):
        return
    for place, row in enumerate(pencil.one(county["hours"][profile])):
        sheet.hsds(
            Schedule,
            f"{service.pk}/{place}",
            service=service,
            wkst="MO",
            interval=1,
            opens_at=time.fromisoformat(row["opens"]),
            closes_at=time.fromisoformat(row["closes"]),
            zone=county["zone"],
            **_rule(row, sheet.now.date()),
        )


def _rule(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    if "monthly" in row:
        number, day = row["monthly"][0], row["monthly"][1:]
        words = f"Every {ORDINALS[number]} {DAYS[day]} of the month."
        return {"freq": "MONTHLY", "byday": row["monthly"], "description": words}
    return {"freq": "WEEKLY", "byday": row["days"], **_season(row, today)}


def _season(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The season that runs, or else the next one."""
    if "months" not in row:
        return {}
    first, last = row["months"]
    year = today.year - (first > last and today.month <= last)
    first_day, last_day = _days(first, last, year)
    if last_day < today:
        first_day, last_day = _days(first, last, year + 1)
    return {"valid_from": first_day, "valid_to": last_day}


def _days(first: int, last: int, year: int) -> tuple[date, date]:
    ends = year + (first > last)
    return date(year, first, 1), date(ends, last, monthrange(ends, last)[1])
