"""Rows that were asked for: how many, a part of them, or all of them one batch after the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

BATCH = 100


class Listing(Protocol):
    """What a list shows."""

    def count(self) -> int:
        """How many there are."""

    def part(self, start: int, stop: int) -> list[Any]:
        """Those from one place to before another."""

    def batches(self, size: int = BATCH) -> Iterator[list[Any]]:
        """All of them, a few at a time."""


@dataclass(frozen=True)
class OfTable:
    """Rows of a queryset in the order of their ids."""

    rows: QuerySet[Any]

    def count(self) -> int:
        """How many there are."""
        return self.rows.order_by().count()

    def part(self, start: int, stop: int) -> list[Any]:
        """Those from one place to before another."""
        return list(self.rows.order_by("pk")[start:stop])

    def batches(self, size: int = BATCH) -> Iterator[list[Any]]:
        """From each last id on, so that the last batch is found as quickly as the first."""
        after: UUID | None = None
        while True:
            found = self.rows.order_by("pk")
            batch = list((found if after is None else found.filter(pk__gt=after))[:size])
            if not batch:
                return
            yield batch
            after = batch[-1].pk


@dataclass(frozen=True)
class OfIds:
    """Rows in the order of ids that a search found; `read` reads some of them.

    The search may have looked for one page only: then the ids begin at place `first` of `total`.
    """

    ids: Sequence[UUID]
    read: Callable[[Sequence[UUID]], dict[UUID, Any]]
    first: int = 0
    total: int | None = None

    def count(self) -> int:
        """How many there are."""
        return len(self.ids) if self.total is None else self.total

    def part(self, start: int, stop: int) -> list[Any]:
        """Those from one place to before another; of a page that was searched alone, only it."""
        wanted = self.ids[max(start - self.first, 0) : max(stop - self.first, 0)]
        found = self.read(wanted)
        return [found[each] for each in wanted if each in found]

    def batches(self, size: int = BATCH) -> Iterator[list[Any]]:
        """All of them, a few at a time."""
        for start in range(0, len(self.ids), size):
            yield self.part(start, start + size)


@dataclass(frozen=True)
class Before:
    """Some rows that stand in no table, then those of a table."""

    first: Sequence[Any]
    then: OfTable

    def count(self) -> int:
        """How many there are."""
        return len(self.first) + self.then.count()

    def part(self, start: int, stop: int) -> list[Any]:
        """Those from one place to before another."""
        here, length = list(self.first[start:stop]), len(self.first)
        if stop <= length:
            return here
        return here + self.then.part(max(start - length, 0), stop - length)

    def batches(self, size: int = BATCH) -> Iterator[list[Any]]:
        """All of them, a few at a time."""
        if self.first:
            yield list(self.first)
        yield from self.then.batches(size)
