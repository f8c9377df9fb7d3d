"""One value of a source as the database keeps it: a text, a number, or None.

Dates, times and ids stay texts, in the form that both engines take, so that a hundred thousand
rows need no objects. Every reader raises ValueError for what it cannot read.
"""

import math
import re
import uuid
from datetime import UTC, date, datetime, time

from dateutil import parser as dates

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "waymark:import")
HEXADECIMAL = "0123456789abcdef"
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d")
CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2})?)?(?::(\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)
LARGEST = 1e15  # beyond it a float tells no two numbers apart
LONGEST = 100_000


def an_id(value: object, source: str, entity: str) -> str:
    """The id of a row in 32 hexadecimal digits.

    What is no UUID is only unique within its source: the id is made of the source's name, the
    entity and the value, the same each time.
    """
    text = str(value).strip()
    plain = text.replace("-", "").lower()
    if len(plain) == 32 and not plain.strip(HEXADECIMAL) and len(text) in {32, 36}:
        return plain
    return uuid.uuid5(NAMESPACE, f"{source.casefold()}/{entity}/{text}").hex


def a_text(value: object) -> str:
    """A text as it came; no database keeps the character NUL."""
    text = value if isinstance(value, str) else _as_text(value)
    if "\0" in text or len(text) > LONGEST:
        raise ValueError(text)
    return text


def _as_text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    return str(value)


def a_number(value: object) -> float | None:
    """A number; nothing where nothing stands."""
    if isinstance(value, str):
        value = value.strip()
        if not value:
            return None
        number = float(value) if "_" not in value else math.nan
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    else:
        number = float(value)
    if not abs(number) < LARGEST:
        raise ValueError(value)
    return number


def a_date(value: object) -> str | None:
    """A day as 2026-11-25. Day or month first is never guessed: 25/11/2026 can only be one."""
    text = str(value).strip()
    if ISO_DATE.fullmatch(text):
        return date.fromisoformat(text).isoformat()
    if not text:
        return None
    return _moment(text).date().isoformat()


def a_datetime(value: object) -> str | None:
    """A moment in UTC as 2026-11-25 22:30:00.5; without a zone it is taken as UTC."""
    text = str(value).strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _moment(text)
    try:
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return str(aware.astimezone(UTC).replace(tzinfo=None))
    except OverflowError as fault:
        raise ValueError(text) from fault


def _moment(text: str) -> datetime:
    """What a person wrote as a date. Raises ValueError where day and month could be swapped."""
    try:
        month_first = dates.parse(text, dayfirst=False, ignoretz=True)
        day_first = dates.parse(text, dayfirst=True, ignoretz=True)
    except (OverflowError, TypeError, dates.ParserError) as fault:
        raise ValueError(text) from fault
    if not any(sign.isdigit() for sign in text) or month_first.year < 2 or month_first != day_first:
        raise ValueError(text)
    return month_first


def a_time(value: object) -> str | None:
    """A time of day as 09:00:00, from 9am, 4:00 PM, 16.30, 16:00:00Z."""
    text = str(value).strip()
    if ISO_TIME.fullmatch(text):
        return text
    if not text:
        return None
    if "T" in text or text.endswith("Z") or "+" in text:
        return time.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None).isoformat()
    found = CLOCK.fullmatch(text)
    if not found:
        raise ValueError(text)
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if half := (found[4] or "").lower():
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and not minute:
        hour = 0
    return time(hour, minute, second).isoformat()
