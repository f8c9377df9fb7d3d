"""How values are written in requests. Each raises ValueError with what would be right."""

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from waymark.directory.criteria import Criterion

LONGEST_TEXT = 200
MOST_IDS = 20
WHOLE = re.compile(r"[0-9]{1,9}")
DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,20})?([eE]-?[0-9]{1,3})?")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
WORDS = {"true": True, "1": True, "false": False, "0": False}


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number between two, both included."""

    def read(value: str) -> int:
        if not WHOLE.fullmatch(value) or not low <= int(value) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(value)

    return read


def decimal(low: float, high: float) -> Callable[[str], float]:
    """A number between two, both included."""

    def read(value: str) -> float:
        number = float(value) if DECIMAL.fullmatch(value) else math.nan
        if not low <= number <= high:
            raise ValueError(f"a number from {low:g} to {high:g}")
        return number

    return read


def boolean(value: str) -> bool:
    """True or false."""
    if value not in WORDS:
        raise ValueError("true or false")
    return WORDS[value]


def text(value: str) -> str:
    """Text that a database and a person can read."""
    try:
        value.encode()
    except UnicodeEncodeError as fault:
        raise ValueError("text") from fault
    if len(value) > LONGEST_TEXT or any(ord(sign) < 32 for sign in value):
        raise ValueError(f"at most {LONGEST_TEXT} characters, without control characters")
    return value.strip()


def uuid(value: str) -> UUID:
    """An id."""
    if not UUID_TEXT.fullmatch(value):
        raise ValueError("an id, such as ac148810-d857-441c-9679-408f346de14b")
    return UUID(value)


def uuids(value: str) -> tuple[UUID, ...]:
    """A few ids."""
    parts = value.split(",")
    if len(parts) > MOST_IDS:
        raise ValueError(f"at most {MOST_IDS} ids, with commas between them")
    return tuple(uuid(part.strip()) for part in parts)


def moment(value: str) -> datetime:
    """A date or time; without a zone it is UTC."""
    try:
        read = datetime.fromisoformat(value)
        # Near the first and last year the same moment in UTC is none that can be written.
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise ValueError("a date or time, such as 2026-03-15T10:30:00Z") from fault


def one_of(*known: str) -> Callable[[str], str]:
    """One of a few words."""

    def read(value: str) -> str:
        if value not in known:
            raise ValueError(" or ".join(known))
        return value

    return read


def criteria(value: str) -> tuple[Criterion, ...]:
    """Some criteria of whom a service takes."""
    try:
        return tuple(Criterion(part.strip()) for part in value.split(","))
    except ValueError as fault:
        raise ValueError("with commas between them, any of " + ", ".join(Criterion)) from fault


def language(value: str) -> str:
    """The code of a language."""
    if len(value) > 35 or not LANGUAGE.fullmatch(value):
        raise ValueError("a language code, such as vi")
    return value.lower()
