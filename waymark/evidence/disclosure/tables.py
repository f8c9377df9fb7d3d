"""Tables of counts as they are before anybody may see them, and as a reader sees them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain, combinations, product
from types import MappingProxyType

Cell = tuple[tuple[str, str], ...]
"""A cell's address: pairs of a dimension's name and one of its labels, sorted; a dimension that is
not named is summed over, so that () is the total."""

Region = frozenset[tuple[str, frozenset[str]]]
"""What a cell counts: the categories of every dimension that it does not sum over."""


class TableError(ValueError):
    """Tables that cannot be protected as given; the message says what to change."""


def cell(labels: Mapping[str, str] | None = None) -> Cell:
    """The address of a cell, from dimension names to labels; nothing is the total."""
    return tuple(sorted((labels or {}).items()))


@dataclass(frozen=True)
class Dimension:
    """What a table is broken down by.

    Attributes:
        name: the same in every table that breaks down by the same thing.
        categories: everybody is in exactly one of them.
        groups: wider labels, each with the categories in it: months of a quarter, ages of minors.
    """

    name: str
    categories: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        labels = [*self.categories, *(name for name, _ in self.groups)]
        if not self.categories or len(set(labels)) < len(labels):
            raise TableError(f"{self.name}: give at least one category, and every label only once.")
        for name, inside in self.groups:
            if not inside or not set(inside) <= set(self.categories):
                raise TableError(f"{self.name}: the group {name} may only hold its categories.")

    @property
    def labels(self) -> tuple[str, ...]:
        """Categories and groups, in order."""
        return (*self.categories, *(name for name, _ in self.groups))

    def categories_of(self, label: str) -> frozenset[str]:
        """The categories that a label stands for. Raises TableError where it has no such label."""
        if label in self.categories:
            return frozenset((label,))
        for name, inside in self.groups:
            if name == label:
                return frozenset(inside)
        raise TableError(f"{self.name} has no {label}: use one of {', '.join(self.labels)}.")


@dataclass(frozen=True)
class Table:
    """True counts of people, margins included. Never shown; `protect` makes what is.

    Attributes:
        name: names the table in errors and leaks.
        population: who is counted. Cells of all tables of one population are linked; those of
            different populations are taken to have nobody in common.
        dimensions: all that its cells are broken down by, each by another name.
        cells: how many people are in each cell.
    """

    name: str
    population: str
    dimensions: tuple[Dimension, ...]
    cells: Mapping[Cell, int] = field(hash=False)

    def __post_init__(self) -> None:
        _check_dimensions(self.name, self.dimensions)
        for address, count in self.cells.items():
            region(address, self.dimensions)
            if isinstance(count, bool) or not isinstance(count, int) or count < 0:
                raise TableError(f"{self.name}: {count!r} at {_words(address)} is no count.")
        object.__setattr__(self, "cells", MappingProxyType(dict(self.cells)))

    @classmethod
    def from_counts(
        cls,
        name: str,
        dimensions: Iterable[Dimension],
        counts: Mapping[tuple[str, ...], int],
        *,
        population: str = "people",
        within: Mapping[Dimension, str] | None = None,
        margins: Iterable[Iterable[str]] | None = None,
    ) -> "Table":
        """A table from its innermost counts; margins and groups are added up here.

        Args:
            name: names the table.
            dimensions: in the order in which `counts` names their categories.
            counts: how many people by one category of each dimension; missing ones are 0.
            population: who is counted.
            within: what all of them have in common, for instance the quarter.
            margins: the breakdowns to show, as names of dimensions; all of them where None.

        Raises TableError for categories or margins that are not in the dimensions.
        """
        dims, common = tuple(dimensions), dict(within or {})
        shown = _subsets(dims) if margins is None else [tuple(each) for each in margins]
        totals = _margins(dims, shown, counts)
        around = {dim.name: label for dim, label in common.items()}
        return cls(
            name,
            population,
            (*dims, *common),
            {cell(around | dict(address)): count for address, count in totals.items()},
        )

    def with_answers(self, question: str, counts: Mapping[str, Mapping[Cell, int]]) -> "Table":
        """The table with a question that takes several answers, so that they don't add up.

        Args:
            question: names it, for instance forms of exploitation.
            counts: for each answer, how many gave it in which of the table's cells.

        Each answer is a dimension of its own, yes or no, whose "no" is not shown but protected.
        """
        dims, cells = list(self.dimensions), dict(self.cells)
        for answer, given in counts.items():
            dims.append(answer_dimension(question, answer))
            cells |= {answer_cell(at, question, answer): count for at, count in given.items()}
        return Table(self.name, self.population, tuple(dims), cells)


def answer_dimension(question: str, answer: str) -> Dimension:
    """Whether people gave an answer of a question that takes several."""
    return Dimension(f"{question}: {answer}", ("yes", "no"))


def answer_cell(at: Cell, question: str, answer: str) -> Cell:
    """The people of a cell who gave an answer."""
    return cell(dict(at) | {answer_dimension(question, answer).name: "yes"})


class Reason(Enum):
    """Why a cell is not shown. Never tell a reader: it says which of the cells are small."""

    SMALL = "small"
    SECONDARY = "secondary"


@dataclass(frozen=True)
class Release:
    """A table as a reader sees it, whoever made it, for instance one published years ago.

    Attributes:
        name: names the table.
        population: who is counted.
        dimensions: all that its cells are broken down by.
        shown: the number in each cell, None where it is suppressed.
        why: for suppressed cells, why; for the audit, not for readers.
    """

    name: str
    population: str
    dimensions: tuple[Dimension, ...]
    shown: Mapping[Cell, int | None] = field(hash=False)
    why: Mapping[Cell, Reason] = field(hash=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        _check_dimensions(self.name, self.dimensions)
        for address in self.shown:
            region(address, self.dimensions)
        object.__setattr__(self, "shown", MappingProxyType(dict(self.shown)))
        object.__setattr__(self, "why", MappingProxyType(dict(self.why)))

    @property
    def suppressed(self) -> frozenset[Cell]:
        """The cells whose number is not shown."""
        return frozenset(address for address, count in self.shown.items() if count is None)


def region(address: Cell, dimensions: Iterable[Dimension]) -> Region:
    """Whom a cell counts; dimensions that it covers whole are left out.

    Raises TableError for an address that is not sorted or names what the dimensions don't have.
    """
    known = {dim.name: dim for dim in dimensions}
    if list(address) != sorted(dict(address).items()):
        raise TableError(f"{_words(address)}: write addresses with cell(), names once, sorted.")
    found = []
    for name, label in address:
        if name not in known:
            raise TableError(f"{_words(address)}: the table has no dimension {name}.")
        inside = known[name].categories_of(label)
        if len(inside) < len(known[name].categories):
            found.append((name, inside))
    return frozenset(found)


def _words(address: Cell) -> str:
    return ", ".join(f"{name}: {label}" for name, label in address) or "the total"


def _check_dimensions(table: str, dimensions: tuple[Dimension, ...]) -> None:
    names = [dim.name for dim in dimensions]
    if len(set(names)) < len(names):
        raise TableError(f"{table}: two dimensions have the same name.")


def _subsets(dimensions: tuple[Dimension, ...]) -> list[tuple[str, ...]]:
    names = [dim.name for dim in dimensions]
    return list(chain.from_iterable(combinations(names, n) for n in range(len(names) + 1)))


def _margins(
    dimensions: tuple[Dimension, ...],
    shown: list[tuple[str, ...]],
    counts: Mapping[tuple[str, ...], int],
) -> dict[Cell, int]:
    """Every cell of the breakdowns to show, zeros too."""
    known = {dim.name: dim for dim in dimensions}
    if unknown := set(chain.from_iterable(shown)) - set(known):
        raise TableError(f"There is no dimension {', '.join(sorted(unknown))} to break down by.")
    totals = {
        cell(dict(zip(names, labels, strict=True))): 0
        for names in shown
        for labels in product(*(known[name].labels for name in names))
    }
    for categories, count in counts.items():
        for names in shown:
            for address in _addresses(dimensions, names, categories):
                totals[address] += count
    return totals


def _addresses(
    dimensions: tuple[Dimension, ...], names: tuple[str, ...], categories: tuple[str, ...]
) -> list[Cell]:
    """The cells of a breakdown that people of one innermost cell are in."""
    if len(categories) != len(dimensions):
        raise TableError(
            f"{categories}: give one category of each of {len(dimensions)} dimensions."
        )
    labels = []
    for dim, category in zip(dimensions, categories, strict=True):
        if category not in dim.categories:
            raise TableError(f"{dim.name} has no category {category}.")
        if dim.name in names:
            labels.append(
                [(dim.name, each) for each in dim.labels if category in dim.categories_of(each)]
            )
    return [tuple(sorted(pairs)) for pairs in product(*labels)]
