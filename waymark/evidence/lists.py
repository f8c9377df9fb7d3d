"""Lists of people, as counts of who is on which: the one input of every estimator."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class ListError(ValueError):
    """Lists that cannot be used; the message names the row and says what to change."""


@dataclass(frozen=True, eq=False)
class ListTable:
    """How many people are on each combination of lists.

    Attributes:
        names: the lists, in order; k of them.
        patterns: shape (cells, k), True where the people of a cell are on a list. Each pattern
            stands once, none is on no list, and the rows are sorted, so that two tables of the
            same people are equal whatever the order of their rows.
        counts: shape (cells,), how many people; all at least one.
    """

    names: tuple[str, ...]
    patterns: NDArray[np.bool_]
    counts: NDArray[np.int64]

    @classmethod
    def from_counts(
        cls, names: Sequence[str], rows: Iterable[tuple[Sequence[int], int]]
    ) -> "ListTable":
        """A table from patterns of 0 and 1 with their counts; equal patterns are added up.

        Raises ListError for a negative count, a pattern of another length, or people on no list.
        """
        totals: dict[tuple[bool, ...], int] = {}
        for number, (pattern, count) in enumerate(rows, start=1):
            key = _pattern(pattern, len(names), number)
            if count < 0:
                raise ListError(f"Row {number}: the count {count} is negative.")
            totals[key] = totals.get(key, 0) + int(count)
        if totals.get((False,) * len(names)):
            raise ListError("People on no list cannot be counted: leave that row out.")
        kept = sorted(key for key, count in totals.items() if count and any(key))
        patterns = np.array(kept, dtype=np.bool_).reshape(len(kept), len(names))
        return cls(tuple(names), patterns, np.array([totals[key] for key in kept], dtype=np.int64))

    @property
    def size(self) -> int:
        """k, the number of lists."""
        return len(self.names)

    @cached_property
    def total(self) -> int:
        """The number of different people seen."""
        return int(self.counts.sum())

    @cached_property
    def dense(self) -> NDArray[np.int64]:
        """Counts of every pattern, shape (2**k,): bit i of the index is list i; [0] is nobody's."""
        cells = np.zeros(2**self.size, dtype=np.int64)
        cells[self.patterns @ (1 << np.arange(self.size))] = self.counts
        return cells

    def with_counts(self, counts: NDArray[np.int64]) -> "ListTable":
        """The same patterns with other counts, for instance a bootstrap draw; zeros go."""
        kept = counts > 0
        return ListTable(self.names, self.patterns[kept], counts[kept])

    def permuted(self, order: Sequence[int]) -> "ListTable":
        """The same people with the lists in another order."""
        rows = zip(
            self.patterns[:, list(order)].astype(int).tolist(), self.counts.tolist(), strict=True
        )
        return ListTable.from_counts([self.names[i] for i in order], rows)

    def without(self, index: int) -> "ListTable":
        """One list left out; people who were on no other are no longer seen."""
        kept = [i for i in range(self.size) if i != index]
        rows = zip(self.patterns[:, kept].astype(int).tolist(), self.counts.tolist(), strict=True)
        seen = [(pattern, count) for pattern, count in rows if any(pattern)]
        return ListTable.from_counts([self.names[i] for i in kept], seen)

    def merged(self, first: int, second: int) -> "ListTable":
        """Two lists as one, named after both, in the place of the first."""
        patterns = self.patterns.copy()
        patterns[:, first] |= patterns[:, second]
        kept = [i for i in range(self.size) if i != second]
        names = list(self.names)
        names[first] = f"{names[first]}+{names[second]}"
        rows = zip(patterns[:, kept].astype(int).tolist(), self.counts.tolist(), strict=True)
        return ListTable.from_counts([names[i] for i in kept], rows)


def _pattern(pattern: Sequence[int], length: int, number: int) -> tuple[bool, ...]:
    if len(pattern) != length:
        raise ListError(f"Row {number}: {len(pattern)} columns for {length} lists.")
    if any(value not in (0, 1) for value in pattern):
        raise ListError(f"Row {number}: write 1 for on the list and 0 for not, nothing else.")
    return tuple(bool(value) for value in pattern)
