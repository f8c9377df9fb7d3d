"""What readers can work out from tables, with all that was ever published of the same people."""

from collections.abc import Iterable
from dataclasses import dataclass

from waymark.evidence.disclosure.bounds import Need, Reader
from waymark.evidence.disclosure.linked import Linked, by_population
from waymark.evidence.disclosure.rule import Rule
from waymark.evidence.disclosure.system import Ints
from waymark.evidence.disclosure.tables import Cell, Release, TableError

NOBODY = (
    "nobody was found who gives these numbers. They don't add up, or are of too many breakdowns "
    "to be looked at together."
)


@dataclass(frozen=True)
class Leak:
    """A number that readers can work out too closely.

    Attributes:
        population: who is counted.
        whom: the part of them, in words.
        low: the smallest number that it can be.
        high: the largest.
    """

    population: str
    whom: str
    low: int
    high: int

    @property
    def sentence(self) -> str:
        """What can be worked out."""
        number = str(self.low) if self.low == self.high else f"{self.low} to {self.high}"
        return f"Of {self.population}, {self.whom}: readers can work out that it is {number}."


def audit(
    releases: Iterable[Release], *, k: int = 5, protection: int | None = None, zeros: bool = False
) -> list[Leak]:
    """Work out all that can be worked out, from what readers see and nothing else.

    Args:
        releases: all tables that readers may have, earlier ones too.
        k: counts of 1 to k - 1 are small.
        protection: the width in people that must remain possible for a small count; k if None.
        zeros: whether nobody is small too.

    Returns a leak for every cell, and everybody between a cell and a wider one, of whom readers
    can tell that they are few; for every suppressed cell of which a single number remains; and
    for every cell suppressed as small whose possible numbers reach less than `protection` apart
    or not up to k. Raises TableError for numbers that no people can give.
    """
    rule = Rule(k, protection, zeros)
    groups = by_population(releases).values()
    return [leak for group in groups for leak in leaks_of(Linked.of(group), rule)]


def leaks_of(linked: Linked, rule: Rule, examples: Iterable[Ints] = ()) -> list[Leak]:
    """The audit of one population.

    Args:
        linked: what readers see.
        rule: what must remain possible.
        examples: people, as numbers in joint cells, of whom some may be possible; each that is,
            which is checked here, saves the search for one.
    """
    reader = reader_of(linked, rule)
    reader.add_examples(examples)
    if not reader.possible():
        raise TableError(f"{linked.population}: {NOBODY}")
    reader.sweep(needs := _needs(linked, rule))
    return [
        Leak(linked.population, linked.words(need.place), *reader.spread(need.place))
        for need in needs
        if not reader.meets(need)
    ]


def possible(releases: Iterable[Release], table: Release, cell: Cell) -> tuple[int, int]:
    """The smallest and the largest number that a cell can have, from what readers see.

    Args:
        releases: all tables that readers may have, `table` among them.
        table: the table of the cell.
        cell: its address.

    Where nothing bounds a number from above, the largest is only a large one.
    """
    linked = Linked.of(by_population([*releases, table])[table.population])
    return reader_of(linked, Rule()).bounds(linked.place(table, cell))


def reader_of(linked: Linked, rule: Rule) -> Reader:
    """A reader of what is shown."""
    ceiling = rule.ceiling(int(linked.shown.max(initial=0)))
    return Reader(linked.system, linked.shown, linked.shows, ceiling)


def _needs(linked: Linked, rule: Rule) -> list[Need]:
    return [
        need_of(linked, place, rule, small=place < linked.system.cells and linked.small[place])
        for place in range(len(linked.system.regions))
    ]


def need_of(linked: Linked, place: int, rule: Rule, *, small: bool) -> Need:
    """What must remain possible about a number whose count is not looked at."""
    hidden = place < linked.system.cells and not linked.shows[place]
    if small and hidden:
        return Need(place, rule.width, rule.k)
    return Need(place, int(hidden), rule.k, unless=rule.least)
