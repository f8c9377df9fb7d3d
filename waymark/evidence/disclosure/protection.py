"""Tables that may be shown: the only way to make one is to protect it."""

from collections.abc import Iterable, Sequence
from dataclasses import InitVar, dataclass

import numpy as np

from waymark.evidence.disclosure.audit import NOBODY, Leak, audit, need_of
from waymark.evidence.disclosure.bounds import Need, Reader
from waymark.evidence.disclosure.linked import Linked, by_population
from waymark.evidence.disclosure.rule import Rule
from waymark.evidence.disclosure.secondary import Choice, suppress
from waymark.evidence.disclosure.system import Bools, Ints
from waymark.evidence.disclosure.tables import Cell, Reason, Release, Table, TableError

_SEAL = object()


class CannotProtect(Exception):
    """What readers know already gives small numbers away, or would with anything more.

    Attributes:
        leaks: what readers can work out, as far as it is known.
    """

    def __init__(self, sentence: str, leaks: Sequence[Leak] = ()) -> None:
        super().__init__(" ".join([sentence, *(leak.sentence for leak in leaks)]))
        self.leaks = tuple(leaks)


@dataclass(frozen=True)
class Protected(Release):
    """A table that may be shown. Only `protect` makes one; exporters take nothing else."""

    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        super().__post_init__()
        if seal is not _SEAL:
            raise TypeError("Only protect() makes protected tables.")


def protect(
    tables: Iterable[Table],
    *,
    k: int = 5,
    protection: int | None = None,
    zeros: bool = False,
    earlier: Iterable[Release] = (),
) -> list[Protected]:
    """Suppress small cells, and as few others as will do, in all tables together.

    Args:
        tables: all that will be shown, of any number of populations.
        k: counts of 1 to k - 1 are small, in a cell and between a cell and a wider one.
        protection: the width in people that must remain possible for a small count; k if None.
        zeros: whether nobody is small too.
        earlier: what readers may have already of the same people.

    Returns the tables in their order. Raises TableError for counts that contradict each other or
    what was published, CannotProtect where `earlier` leaves nothing that could be shown.
    """
    rule, given, before = Rule(k, protection, zeros), list(tables), list(earlier)
    hidden: dict[int, Protected] = {}
    for population, group in by_population([*given, *before]).items():
        linked = Linked.of(group)
        known = _told(population, linked, rule)
        for place, table in enumerate(given):
            if table.population == population:
                hidden[place] = _protected(table, linked, known, rule)
    result = [hidden[place] for place in range(len(given))]
    leaks = audit([*before, *result], k=k, protection=protection, zeros=zeros)
    if leaks:
        raise CannotProtect("Show none of this.", leaks)
    return result


def _told(population: str, linked: Linked, rule: Rule) -> Reader:
    """A reader who is told what is safe."""
    numbers, sure = _numbers(population, linked)
    ceiling = rule.ceiling(int(numbers.max(initial=0)))
    truth = Reader(linked.system, numbers, sure.copy(), ceiling)
    if not truth.possible():
        raise TableError(f"{population}: {NOBODY}")
    small = np.array([rule.small(count) for count in numbers.tolist()]) & sure
    reader = Reader(linked.system, numbers, sure & ~(small & ~linked.shows), ceiling)
    reader.add(truth.seen[0])
    choice = Choice(_needs(linked, sure, numbers, rule), ~sure | linked.shows, small)
    told = suppress(reader, choice)
    if told is None:
        raise CannotProtect(f"{population}: what was published before says too much for more.")
    return told


def _numbers(population: str, linked: Linked) -> tuple[Ints, Bools]:
    """True counts, with those published before where no table counts them now; which there are."""
    both = linked.counts & linked.shows & (linked.counted != linked.shown)
    for place in np.flatnonzero(both).tolist():
        raise TableError(
            f"{population}, {linked.words(place)}: {linked.shown[place]} was published, and it is "
            f"{linked.counted[place]} now. The difference would tell about those few: give the "
            "published number, or leave it out."
        )
    return np.where(linked.counts, linked.counted, linked.shown), linked.counts | linked.shows


def _needs(linked: Linked, sure: Bools, numbers: Ints, rule: Rule) -> list[Need]:
    """Doubt about every small number; about those nobody counts now, what they need anyhow."""
    needs = []
    values = linked.system.values(numbers)
    certain = np.concatenate([sure, sure[linked.system.between].all(axis=1)])
    for place, count in enumerate(values.tolist()):
        if not certain[place]:
            small = place < linked.system.cells and bool(linked.small[place])
            needs.append(need_of(linked, place, rule, small=small))
        elif rule.small(count):
            needs.append(Need(place, rule.width, rule.k))
    return needs


def _protected(table: Table, linked: Linked, told: Reader, rule: Rule) -> Protected:
    shown: dict[Cell, int | None] = {}
    why: dict[Cell, Reason] = {}
    for cell, count in table.cells.items():
        known = told.known[linked.place(table, cell)]
        shown[cell] = count if known else None
        if not known:
            why[cell] = Reason.SMALL if rule.small(count) else Reason.SECONDARY
    return Protected(table.name, table.population, table.dimensions, shown, why, seal=_SEAL)
