"""Dates. A date that two readers would read differently is refused, never guessed."""

import re
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from waymark.cases.htcds.answers import Answer
from waymark.cases.htcds.standard import Field
from waymark.cases.htcds.values.common import Refused, Taken
from waymark.web.workbooks.cells import Raw

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ISO_WITH_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}\S{0,24}")
YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})")
YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -]([0-9]{4})")
MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
SERIAL = re.compile(r"[0-9]{5}")
FIRST_SERIAL = 61  # 1 March 1900: before it, Excel counts a day that never was
LAST_SERIAL = 2_958_465  # the last day of 9999
YEARS = range(1800, 2200)
EPOCH = date(1899, 12, 30)
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def read_date(_field: Field, raw: Raw) -> Taken:
    """A date. Raises Refused for what is none, or could be two."""
    if isinstance(raw, datetime):
        why = "" if raw.time() == time() else _("The time of day was left out.")
        return Taken(Answer(raw.date()), why)
    if isinstance(raw, date):
        return Taken(Answer(raw))
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return _serial(raw)
    if not isinstance(raw, str):
        raise Refused(_("This is no date. Write it as 2024-03-31."))
    return _text(raw)


def _serial(number: float) -> Taken:
    if number in YEARS:
        raise Refused(_("This is a year and not a date. Write the whole date as 2024-03-31."))
    if not (FIRST_SERIAL <= number <= LAST_SERIAL):
        raise Refused(_("This number is no date of a spreadsheet. Write it as 2024-03-31."))
    found = EPOCH + timedelta(days=int(number))
    return Taken(Answer(found), _("The number counts days, as spreadsheets do."))


def _text(raw: str) -> Taken:
    text = raw.strip()
    if ISO.fullmatch(text):
        return Taken(Answer(_iso(text)), "" if text == raw else _("Spaces were left out."))
    if timed := ISO_WITH_TIME.fullmatch(text):
        return Taken(Answer(_iso(timed[1])), _("The time of day was left out."))
    if SERIAL.fullmatch(text):
        return _serial(int(text))
    return Taken(Answer(_written(text)), _("The date was written another way."))


def _written(text: str) -> date:
    if parts := YEAR_FIRST.fullmatch(text):
        return _made(parts[1], parts[2], parts[3])
    if parts := DAY_MONTH.fullmatch(text):
        return _made(parts[3], _month(parts[2]), parts[1])
    if parts := MONTH_DAY.fullmatch(text):
        return _made(parts[3], _month(parts[1]), parts[2])
    if parts := YEAR_LAST.fullmatch(text):
        return _day_or_month_first(int(parts[1]), int(parts[2]), parts[3])
    raise Refused(_("This is no whole date that can be read for certain. Write it as 2024-03-31."))


def _day_or_month_first(one: int, other: int, year: str) -> date:
    if one != other and one <= 12 and other <= 12:
        raise Refused(
            _(
                "This could be two dates: nobody can tell whether the day or the month is first. "
                "Write it as 2024-03-31."
            )
        )
    day, month = (one, other) if other <= 12 else (other, one)
    return _made(year, month, day)


def _iso(text: str) -> date:
    return _made(*text.split("-"))


def _made(year: str | int, month: str | int, day: str | int) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as fault:
        raise Refused(_("There is no such day. Write the date as 2024-03-31.")) from fault


def _month(word: str) -> int:
    """A month by its English name, whole or its first letters; 0 where it is none."""
    said = word.casefold()
    return next((n for n, name in enumerate(MONTHS, 1) if said in (name, name[:3], name[:4])), 0)
