"""Tables that may be shown: the only way to make one is to protect it."""

from collections.abc import Iterable, Sequence
from dataclasses import InitVar, dataclass

import numpy as np

from waymark.evidence.disclosure.auditing import NOBODY, Leak, leaks_of, need_of
from waymark.evidence.disclosure.bounds import Need, Reader
from waymark.evidence.disclosure.linked import Linked
from waymark.evidence.disclosure.rule import Rule
from waymark.evidence.disclosure.secondary import Choice, readers
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
    made: dict[int, Protected] = {}
    for population in dict.fromkeys(table.population for table in given):
        here = {i: table for i, table in enumerate(given) if table.population == population}
        known = [release for release in before if release.population == population]
        made |= zip(here, _together(list(here.values()), known, rule), strict=True)
    return [made[place] for place in range(len(given))]


def _together(tables: list[Table], before: list[Release], rule: Rule) -> list[Protected]:
    """The tables of one population, audited; all suppressed where less was not proved safe."""
    linked = Linked.of([*tables, *before])
    reader, choice = _told_the_large(linked, rule)
    leaks: list[Leak] = []
    for told in readers(reader, choice):
        made = [_protected(table, linked, told, rule) for table in tables]
        leaks = leaks_of(Linked.of([*before, *made]), rule, told.people)
        if not leaks and not told.open(choice.needs):
            return made
    raise CannotProtect(
        f"{linked.population}: what was published before says too much for anything more.", leaks
    )


def _told_the_large(linked: Linked, rule: Rule) -> tuple[Reader, Choice]:
    """A reader who is told all but the small cells, and what must be doubtful to them."""
    numbers, sure = _numbers(linked)
    ceiling = rule.ceiling(int(numbers.max(initial=0)))
    truth = Reader(linked.system, numbers, sure, ceiling)
    if not truth.possible():
        raise TableError(f"{linked.population}: {NOBODY}")
    small = np.array([rule.small(count) for count in numbers.tolist()], dtype=np.bool_) & sure
    reader = Reader(linked.system, numbers, sure & (~small | linked.shows), ceiling)
    reader.add(truth.people[0])
    return reader, Choice(_needs(linked, sure, numbers, rule), ~sure | linked.shows, small)


def _numbers(linked: Linked) -> tuple[Ints, Bools]:
    """True counts, with those published before where no table counts them now; which there are."""
    both = linked.counts & linked.shows & (linked.counted != linked.shown)
    for place in np.flatnonzero(both).tolist():
        raise TableError(
            f"{linked.population}, {linked.words(place)}: {linked.shown[place]} was published, "
            f"and it is {linked.counted[place]} now. The difference would tell about those few: "
            "give the published number, or leave it out."
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
