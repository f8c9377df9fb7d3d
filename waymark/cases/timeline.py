"""Everything that happened in a case, in order. Each slice tells its own part:

    timeline.register("notes", notes_of)

A source gets the case, the worker and their keyring and returns its items, in any order. It opens
no more than it shows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from waymark.accounts.models import Worker
from waymark.cases.models import Case
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class Item:
    """One line. `at` is a moment or a day; `url` leads to the record, or is empty."""

    at: datetime | date
    kind: str
    text: str
    who: str = ""
    url: str = ""


Source = Callable[[Case, Worker, Keyring], Iterable[Item]]
_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """Add a source; the same key again replaces it."""
    _sources[key] = source


def items_of(case: Case, worker: Worker, keyring: Keyring) -> list[Item]:
    """The whole timeline, newest first."""
    found = [item for source in _sources.values() for item in source(case, worker, keyring)]
    return sorted(found, key=_moment, reverse=True)


def _moment(item: Item) -> tuple[str, str]:
    return item.at.isoformat(), item.text
