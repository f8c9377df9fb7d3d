"""Random tables to protect, and a reader who tries every table there is."""

from collections.abc import Iterable, Mapping
from itertools import product

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from waymark.evidence.disclosure import Cell, Dimension, Release, Table
from waymark.evidence.disclosure.tables import region

AGE = Dimension("age", ("child", "adult"))
SEX = Dimension("sex", ("female", "male"))
WORK = Dimension("work", ("farm", "home", "sea"))
PLACE = Dimension("place", ("farm", "home"))
QUARTER = Dimension("quarter", ("1", "2", "3", "4"), (("first half", ("1", "2")),))


Counts = Mapping[tuple[str, ...], int]
"""Innermost counts, by one category of each dimension."""


def counts(*dimensions: Dimension, most: int = 12) -> st.SearchStrategy[dict[tuple[str, ...], int]]:
    """Innermost counts, of which many are small."""
    cells = list(product(*(dim.categories for dim in dimensions)))
    numbers = st.lists(
        st.one_of(st.integers(0, 3), st.integers(0, most)),
        min_size=len(cells),
        max_size=len(cells),
    )
    return numbers.map(lambda each: dict(zip(cells, each, strict=True)))


def table(
    name: str, dimensions: Iterable[Dimension], inner: Mapping[tuple[str, ...], int]
) -> Table:
    """A table with all its margins."""
    return Table.from_counts(name, dimensions, inner)


def summed(inner: Mapping[tuple[str, ...], int], *axes: int) -> dict[tuple[str, ...], int]:
    """Innermost counts of some of the dimensions, summed over the others."""
    result: dict[tuple[str, ...], int] = {}
    for categories, count in inner.items():
        key = tuple(categories[axis] for axis in axes)
        result[key] = result.get(key, 0) + count
    return result


class Everything:
    """All tables up to a size that give the published numbers: no solver, no cleverness."""

    def __init__(
        self, releases: Iterable[Release], dimensions: tuple[Dimension, ...], most: int
    ) -> None:
        self.dimensions = dimensions
        self.people = list(product(*(dim.categories for dim in dimensions)))
        axes = [np.arange(most + 1, dtype=np.int64)] * len(self.people)
        self.tables: NDArray[np.int64] = np.stack(
            [axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")]
        )
        for release in releases:
            for cell, count in release.shown.items():
                if count is not None:
                    self.tables = self.tables[:, self._values(release, cell) == count]

    def of(self, release: Release, cell: Cell) -> tuple[int, int]:
        """The smallest and the largest number that a cell has in any of them."""
        values = self._values(release, cell)
        return int(values.min()), int(values.max())

    def between(self, release: Release, wide: Cell, narrow: Cell) -> tuple[int, int]:
        """The same for who is in a wider cell but not in a narrower one."""
        values = self._values(release, wide) - self._values(release, narrow)
        return int(values.min()), int(values.max())

    def _values(self, release: Release, cell: Cell) -> NDArray[np.int64]:
        inside = dict(region(cell, release.dimensions))
        names = [dim.name for dim in self.dimensions]
        picked = [
            all(
                category in inside.get(name, {category})
                for name, category in zip(names, person, strict=True)
            )
            for person in self.people
        ]
        values: NDArray[np.int64] = self.tables[picked].sum(axis=0)
        return values


def plain(table: Table, hidden: Iterable[Cell] = ()) -> Release:
    """A table with some cells left out, as somebody careless would publish it."""
    gone = set(hidden)
    shown = {cell: None if cell in gone else count for cell, count in table.cells.items()}
    return Release(table.name, table.population, table.dimensions, shown)
