"""Who is on which lists together: what every estimate rests on."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from waymark.evidence.lists import ListTable
from waymark.evidence.loglinear.columns import fit_columns
from waymark.evidence.loglinear.existence import kept
from waymark.evidence.loglinear.newton import Problem, Status
from waymark.evidence.loglinear.terms import main_effects


@dataclass(frozen=True)
class Overlap:
    """Two lists: people on both, and how many there would be if all lists were independent.

    `expected` is the sum of fitted means under main effects only, in people; NaN where that
    model has no estimate.
    """

    pair: tuple[str, str]
    shared: int
    expected: float


@dataclass(frozen=True)
class Overlaps:
    """The overlaps of a table.

    Attributes:
        names: the lists.
        sizes: people on each list.
        alone: people on each list and no other.
        pairs: every two lists.
        on_two_or_more: people on at least two lists.
        coverage: the estimated share of the population's visible part that a list finds again,
            1 - mean of alone/size over the lists (Chao and Tsay 1998, *JASA* 93, 283-293,
            equation 14, as in the R package CARE1).
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    alone: tuple[int, ...]
    pairs: tuple[Overlap, ...]
    on_two_or_more: int
    coverage: float


def overlaps(table: ListTable) -> Overlaps:
    """The overlaps of a table whose lists all hold somebody."""
    on = table.patterns.sum(axis=1)
    sizes = table.counts @ table.patterns
    alone = table.counts[on == 1] @ table.patterns[on == 1]
    expected = independent(table)
    pairs = tuple(
        Overlap(
            (table.names[one], table.names[other]),
            int(table.counts[table.patterns[:, one] & table.patterns[:, other]].sum()),
            float(expected[1 << one | 1 << other]),
        )
        for one, other in combinations(range(table.size), 2)
    )
    return Overlaps(
        names=table.names,
        sizes=tuple(int(size) for size in sizes),
        alone=tuple(int(people) for people in alone),
        pairs=pairs,
        on_two_or_more=int(table.counts[on > 1].sum()),
        coverage=float(1 - np.mean(alone / sizes)),
    )


def independent(table: ListTable) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Expected people on each set of lists at least, shape (2**k,), under main effects only."""
    counts = table.dense.astype(np.float64)[:, None]
    terms = np.array(main_effects(table.size))
    fits = fit_columns(Problem(counts, kept(counts, terms)[0], terms))
    if fits.status[0] != Status.SETTLED:
        return np.full(len(counts), np.nan)
    return np.asarray(fits.margins[:, 0])
