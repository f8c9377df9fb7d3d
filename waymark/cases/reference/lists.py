"""Reads the tables of the reference lists: each has an id, and only fields that something reads."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from waymark.learn.content.fields import LANGUAGE, Fields, read_toml
from waymark.learn.content.folders import files
from waymark.learn.content.review import REVIEW_FIELDS, Review, review_of

OURS = Path(__file__).resolve().parents[1] / "data"
HEAD = ("sources", *REVIEW_FIELDS)


class Listed(Protocol):
    """An entry of a list."""

    @property
    def id(self) -> str:
        """Its code, which stays as it is once it stands in a record."""


Entry = TypeVar("Entry", bound=Listed)


def lists(kind: str, pattern: str = "*.toml", ours: Path = OURS) -> Iterator[Fields]:
    """The files of a kind without those of words; the organisation's replace ours by name."""
    found = {path.name: path for path in files(kind, pattern, ours)}
    for path in found.values():
        if not LANGUAGE.fullmatch(path.stem):
            yield Fields(path, read_toml(path))


def only_list(kind: str, name: str, ours: Path = OURS) -> Fields:
    """The one file of that name; the organisation's takes the place of ours."""
    return next(lists(kind, f"{name}.toml", ours))


def entries(
    rows: list[Fields], entry: Callable[[Fields], Entry], known: Mapping[str, Entry] | None = None
) -> dict[str, Entry]:
    """The entries of some tables by id, after those that are known already.

    Raises ContentError for two with one id: a code must mean one thing.
    """
    found = dict(known or {})
    for row in rows:
        made = entry(row)
        if made.id in found:
            raise row.fault(f"`id` {made.id!r} is there twice: give one of them another.")
        found[made.id] = made
    return found


def head_of(fields: Fields, *tables: str) -> Review:
    """The review of a file that has these tables besides. Raises ContentError for other fields."""
    fields.only(*tables, *HEAD)
    return review_of(fields)
