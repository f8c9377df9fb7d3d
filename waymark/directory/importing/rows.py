"""What readers yield, and what is wrong with what they read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class CannotRead(Exception):
    """The whole source cannot be used; the message is for the person who brought it."""


@dataclass(slots=True)  # not frozen: a million of them take half the time
class Row:
    """One row of an entity, as the source has it.

    `values` carry HSDS's names and only what the source says at all. `file` is the number of its
    file, `line` the line in it (or the record, in JSON).
    """

    entity: str
    values: Mapping[str, Any]
    file: int
    line: int


@dataclass(frozen=True, slots=True)
class Answered:
    """One of the three answers about one criterion of a service, and what it depends on.

    `note` is None where the source has no place for one.
    """

    service: str
    criterion: str
    answer: str
    file: int
    line: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A row, or a part of one, that its reader could not use. `code` is one of `wording`."""

    entity: str
    code: str
    value: str
    file: int
    line: int
    refused: bool = True


Read = Row | Answered | Unread
