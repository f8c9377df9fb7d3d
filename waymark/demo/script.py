"""Reads the data files: who is in the demonstration, and what happens in it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from waymark.reports.content import Content

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es", "vi", "ar")
_AGO = re.compile(r"(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)?")
_CONTENT = {field.name for field in fields(Content)}


class Deed(StrEnum):
    """What somebody does with a report. The last four are the reporter's."""

    OPEN = "open"
    TAKE = "take"
    HAND_OVER = "hand_over"
    ANSWER = "answer"
    NOTE = "note"
    MARK = "mark"
    GROUP = "group"
    SEE = "see"
    ADD = "add"
    WITHDRAW = "withdraw"
    ERASE = "erase"


@dataclass(frozen=True)
class Step:
    """One deed, so long before the demonstration is loaded."""

    do: Deed
    ago: timedelta
    by: str = ""
    to: str = ""
    text: str = ""
    situation: str = ""
    disposition: str = ""
    duplicate_of: str = ""


@dataclass(frozen=True)
class Story:
    """One report and what became of it."""

    key: str
    language: str
    ago: timedelta
    content: Content
    recipient: str = "hotline"
    files: tuple[str, ...] = ()
    quarantined: bool = False
    steps: tuple[Step, ...] = ()


def read_ago(text: str) -> timedelta:
    """A duration such as `2d 3h 10m`. Raises ValueError."""
    found = _AGO.fullmatch(text)
    if not text or found is None:
        raise ValueError(f"{text!r} is no duration such as 2d 3h 10m")
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def read_table(name: str) -> dict[str, Any]:
    """One data file."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def read_stories() -> list[Story]:
    """Every invented report, language by language."""
    return [
        _story(row, language)
        for language in LANGUAGES
        for row in read_table(f"reports_{language}")["report"]
    ]


def _story(row: Mapping[str, Any], language: str) -> Story:
    said = {name: _text(value) for name, value in row.items() if name in _CONTENT}
    rest = {name: value for name, value in row.items() if name not in _CONTENT}
    rest |= {"ago": read_ago(row["ago"]), "files": tuple(row.get("files", ()))}
    rest["steps"] = tuple(_step(step) for step in rest.pop("step", ()))
    return Story(**rest, language=language, content=Content(**said))


def _step(row: Mapping[str, str]) -> Step:
    values = {name: _text(value) for name, value in row.items()}
    return Step(**values | {"do": Deed(row["do"]), "ago": read_ago(row["ago"])})


def _text(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
