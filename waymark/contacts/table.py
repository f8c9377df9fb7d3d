"""A table of the data file, read with its type checked; every complaint names the row."""

import re
from datetime import date, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import TextChoices

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MISSING = object()


class DataFileError(Exception):
    """A row of the data file that cannot be loaded; the message names it and what is wrong."""


class Table:
    """The keys of one table; `refuse_unknown` complains about those that nobody asked for."""

    def __init__(self, values: dict[str, object], where: str) -> None:
        self._values = values
        self._asked: set[str] = set()
        self.where = where

    def named(self, where: str) -> "Table":
        """The same table under a better name."""
        found = Table(self._values, f"{self.where}, {where}")
        found._asked = self._asked
        return found

    def wrong(self, what: str) -> DataFileError:
        """The complaint to raise about this table."""
        return DataFileError(f"{self.where}: {what}")

    def get(self, key: str, default: object = MISSING) -> object:
        """The raw value of a key. Raises DataFileError when it is missing and has no default."""
        self._asked.add(key)
        value = self._values.get(key, default)
        if value is MISSING:
            raise self.wrong(f"{key} is missing")
        return value

    def text(self, key: str, default: object = MISSING) -> str:
        """A text, without blanks around it."""
        value = self.get(key, default)
        if (
            not isinstance(value, str)
            or value != value.strip()
            or (default is MISSING and not value)
        ):
            raise self.wrong(f"{key} must be a text, not {value!r}")
        return self._writable(key, value)

    def matching(self, key: str, pattern: str) -> str:
        """A text of a certain form."""
        value = self.text(key)
        if not re.fullmatch(pattern, value):
            raise self.wrong(f"{key} must look like {pattern}, not {value!r}")
        return value

    def texts(self, key: str) -> list[str]:
        """A list of texts; empty when the key is missing."""
        value = self.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(f"{key} must be a list of texts, not {value!r}")
        return [self._writable(key, item) for item in value]

    def flag(self, key: str, *, default: bool) -> bool:
        """A yes or no."""
        value = self.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(f"{key} must be true or false, not {value!r}")
        return value

    def code(self, key: str, choices: type[TextChoices], default: object = MISSING) -> str:
        """A code from a closed list."""
        value = self.text(key, default)
        if value != default:
            self._check(key, value, choices)
        return str(value)

    def codes(self, key: str, choices: type[TextChoices]) -> list[str]:
        """Some codes from a closed list; none when the key is missing."""
        values = self.texts(key)
        for value in values:
            self._check(key, value, choices)
        return values

    def address(self, key: str, default: object = MISSING) -> str:
        """A web address."""
        value = self.text(key, default)
        parts = urlsplit(value)
        if value != default and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise self.wrong(f"{key} must be a web address, not {value!r}")
        return value

    def day(self, key: str) -> date:
        """A date."""
        value = self.get(key)
        if type(value) is not date:
            raise self.wrong(f"{key} must be a date such as 2026-11-22, not {value!r}")
        return value

    def tables(self, key: str) -> list["Table"]:
        """The tables below this one, numbered in complaints; none when the key is missing."""
        value = self.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(f"{key} must be written as [[{key}]]")
        return [
            Table(item, f"{self.where}, {key} {place}") for place, item in enumerate(value, start=1)
        ]

    def refuse_unknown(self) -> None:
        """Complain about a key that no reader knows: most likely a slip of the pen."""
        for key in self._values.keys() - self._asked:
            raise self.wrong(f"{key} is no known key")

    def _writable(self, key: str, value: str) -> str:
        """Refuse signs that JSON can write and a database cannot keep."""
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise self.wrong(f"{key} has signs that are no text")
        return value

    def _check(self, key: str, value: str, choices: type[TextChoices]) -> None:
        if value not in choices.values:
            raise self.wrong(f"{key} must be one of {', '.join(choices.values)}, not {value!r}")


def hours(entry: Table) -> tuple[bool, list[dict[str, object]]]:
    """Whether a line is always open, and its opening times as plain data."""
    if entry.get("hours", []) == "always":
        return True, []
    return False, [_span(span) for span in entry.tables("hours")]


def _span(span: Table) -> dict[str, object]:
    days = span.texts("days")
    if not days or set(days) - set(DAYS):
        raise span.wrong(f"days must be some of {', '.join(DAYS)}, not {days!r}")
    found: dict[str, object] = {"days": sorted(days, key=DAYS.index)}
    for key in ("opens", "closes"):
        found[key] = span.matching(key, r"\d\d:\d\d")
        try:
            time.fromisoformat(str(found[key]))
        except ValueError:
            raise span.wrong(f"{key} is no time of day: {found[key]!r}") from None
    span.refuse_unknown()
    return found


def time_zone(entry: Table) -> str:
    """The time zone that the hours are given in; empty where no hours are given."""
    name = entry.text("time_zone", "")
    if bool(name) != bool(entry.get("hours", []) not in ([], "always")):
        raise entry.wrong("time_zone and hours belong together")
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise entry.wrong(f"time_zone {name!r} is unknown") from None
