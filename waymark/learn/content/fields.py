"""Reads the fields of a content file, and says which is missing or wrong."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from waymark.learn.content.faults import ContentError

PATH = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,8})?")


def read_toml(path: Path) -> dict[str, Any]:
    """The table in a TOML file. Raises ContentError with the line where it is none."""
    return parse_toml(path, read_text(path))


def read_text(path: Path) -> str:
    """The text of a file. Raises ContentError where it cannot be read or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise ContentError(path, f"cannot be read ({fault.strerror}).") from fault
    except UnicodeDecodeError as fault:
        raise ContentError(path, "is not UTF-8: save it as UTF-8 text.") from fault


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """The table in a text of that file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ContentError(path, f"is not valid TOML: {fault}. Correct that line.") from fault


class Fields:
    """The fields of one table in a file, each asked for by name and kind."""

    def __init__(self, path: Path, values: Mapping[str, Any], place: str = "") -> None:
        self.path = path
        self.values = values
        self.place = place

    def fault(self, sentence: str) -> ContentError:
        """An error about this table."""
        return ContentError(self.path, f"{self.place}: {sentence}" if self.place else sentence)

    def text(self, name: str, default: str | None = None) -> str:
        """A text, without blanks around it; may be empty only where there is a default."""
        value = self._value(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fault(f"`{name}` must be a text in quotes.")
        return value.strip()

    def neutral_path(self, name: str) -> str:
        """A part of an address: small letters, digits and hyphens."""
        value = self.text(name)
        if not PATH.fullmatch(value):
            raise self.fault(f"`{name}` may have small letters, digits and hyphens only.")
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._value(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fault(f"`{name}` must be a whole number.")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        """A number."""
        value = self._value(name, default)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.fault(f"`{name}` must be a number.")
        return float(value)

    def flag(self, name: str, default: bool | None = None) -> bool:
        """true or false."""
        value = self._value(name, default)
        if not isinstance(value, bool):
            raise self.fault(f"`{name}` must be true or false.")
        return value

    def day(self, name: str) -> date:
        """A date, written like 2026-11-30 without quotes."""
        value = self._value(name, None)
        if type(value) is not date:
            raise self.fault(f"`{name}` must be a date like 2026-11-30, without quotes.")
        return value

    def one_of(self, name: str, allowed: Iterable[str], default: str | None = None) -> str:
        """One of the words that are allowed here."""
        value, words = self.text(name, default), sorted(allowed)
        if value not in words:
            raise self.fault(f"`{name}` must be one of {', '.join(words)}, not {value!r}.")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; missing means empty."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.fault(f"`{name}` must be a list of texts.")
        return tuple(value)

    def tables(self, name: str) -> list["Fields"]:
        """The tables of a list, each with its place for messages; missing means none."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.fault(f"`{name}` must be a list of tables ([[{name}]]).")
        return [
            Fields(self.path, each, f"{self.place}{name} {number}")
            for number, each in enumerate(value, start=1)
        ]

    def table(self, name: str) -> "Fields":
        """The table of that name."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise self.fault(f"[{name}] is missing.")
        return Fields(self.path, value, f"{self.place} {name}".strip())

    def only(self, *known: str) -> None:
        """Raise ContentError for a field that nothing reads, which is mostly a misspelt one."""
        if strange := sorted(set(self.values) - set(known)):
            raise self.fault(f"`{strange[0]}` is no field here.")

    def _value(self, name: str, default: object) -> Any:
        value = self.values.get(name, default)
        if value is None:
            raise self.fault(f"`{name}` is missing.")
        return value
