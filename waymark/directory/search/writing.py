"""Keeping the index. Call these inside the transaction that changes the directory."""

from collections.abc import Callable, Iterable
from uuid import UUID

from waymark.directory.search.types import Indexable

Progress = Callable[[int], None]


def replace(rows: Iterable[Indexable]) -> None:
    """Index these rows, each instead of what was indexed under its id."""
    raise NotImplementedError


def remove(service_at_location_ids: Iterable[UUID]) -> None:
    """Forget these rows; ids that are not indexed are passed over."""
    raise NotImplementedError


def rebuild(rows: Iterable[Indexable], progress: Progress | None = None) -> int:
    """Empty the index and fill it anew, as a stream; returns how many rows it holds now.

    `progress` is told how many rows are done, every few thousand.
    """
    raise NotImplementedError
