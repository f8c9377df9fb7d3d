"""Tables of one population as one system of numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from waymark.evidence.disclosure.layout import build
from waymark.evidence.disclosure.system import Bools, Ints, System
from waymark.evidence.disclosure.tables import (
    Cell,
    Dimension,
    Reason,
    Region,
    Release,
    Table,
    TableError,
    region,
)

Either = Table | Release
Kind = TypeVar("Kind", Table, Release, Table | Release)


def by_population(tables: Iterable[Kind]) -> dict[str, list[Kind]]:
    """Tables that are linked, by who is counted."""
    groups: dict[str, list[Kind]] = {}
    for table in tables:
        groups.setdefault(table.population, []).append(table)
    return groups


@dataclass(frozen=True, eq=False)
class Linked:
    """The numbers of linked tables, by their place in a system.

    Attributes:
        population: who is counted.
        system: how they add up.
        places: where each region stands.
        counted: what tables count, shape (cells,); 0 where none counts it.
        counts: which cells some table counts.
        shown: what releases show; 0 where none shows it.
        shows: which cells some release shows.
        small: which cells a release suppresses as small.
    """

    population: str
    system: System
    places: Mapping[Region, int]
    counted: Ints
    counts: Bools
    shown: Ints
    shows: Bools
    small: Bools

    @classmethod
    def of(cls, tables: Sequence[Either]) -> "Linked":
        """Link tables. Raises TableError where two of them contradict each other."""
        regions = [region(cell, table.dimensions) for table in tables for cell in _numbers(table)]
        system = build(regions, _dimensions(tables))
        places = {each: i for i, each in enumerate(system.regions)}
        truths = [table for table in tables if isinstance(table, Table)]
        releases = [table for table in tables if isinstance(table, Release)]
        small = np.zeros(system.cells, dtype=np.bool_)
        for release in releases:
            for cell, why in release.why.items():
                small[places[region(cell, release.dimensions)]] |= why is Reason.SMALL
        return cls(
            tables[0].population,
            system,
            places,
            *_gathered(truths, places, system.cells),
            *_gathered(releases, places, system.cells),
            small,
        )

    def place(self, table: Either, cell: Cell) -> int:
        """Where a table's cell stands."""
        return self.places[region(cell, table.dimensions)]

    def words(self, place: int) -> str:
        """Whom a number counts, for errors and leaks."""
        parts = sorted((name, sorted(inside)) for name, inside in self.system.regions[place])
        return "; ".join(f"{name}: {', '.join(inside)}" for name, inside in parts) or "the total"


def _numbers(table: Either) -> Mapping[Cell, int | None]:
    return table.cells if isinstance(table, Table) else table.shown


def _dimensions(tables: Iterable[Either]) -> list[Dimension]:
    found: dict[str, Dimension] = {}
    for table in tables:
        for dim in table.dimensions:
            other = found.setdefault(dim.name, dim)
            if set(other.categories) != set(dim.categories):
                raise TableError(
                    f"{table.name}: {dim.name} has other categories than in another table. "
                    "Give linked tables the same categories, and groups for wider labels."
                )
    return list(found.values())


def _gathered(
    tables: Iterable[Either], places: Mapping[Region, int], cells: int
) -> tuple[Ints, Bools]:
    """The numbers that tables give, and which cells have one."""
    numbers, given = np.zeros(cells, dtype=np.int64), np.zeros(cells, dtype=np.bool_)
    for table in tables:
        for cell, count in _numbers(table).items():
            place = places[region(cell, table.dimensions)]
            if count is None:
                continue
            if given[place] and numbers[place] != count:
                raise TableError(
                    f"{table.name}: {dict(cell) or 'the total'} is {count}, and "
                    f"{numbers[place]} in another table of {table.population}."
                )
            numbers[place], given[place] = count, True
    return numbers, given
