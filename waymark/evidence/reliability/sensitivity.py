"""What the estimate would be if lists were merged, links were wrong, or dependence was missed."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import inf

import numpy as np

from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.loglinear.cells import over_subsets
from waymark.evidence.loglinear.existence import kept
from waymark.evidence.loglinear.newton import Problem, Status, newton, start
from waymark.evidence.loglinear.terms import with_pairs
from waymark.evidence.reliability.influence import Pairs, Variant, point

RATES = (0.02, 0.05, 0.1)
STRENGTHS = (-1.0, -0.5, 0.5, 1.0)
PATIENCE = 500


@dataclass(frozen=True)
class Dependence:
    """Estimates in people if lists depended on each other in a way the model does not know.

    Attributes:
        strength: log odds ratio; above 0 where being on one list goes with being on the other.
        low, high: the smallest and largest estimate over the terms it may be in.
        low_term, high_term: the lists of these terms.
    """

    strength: float
    low: float
    high: float
    low_term: str
    high_term: str


def merged(table: ListTable) -> tuple[Variant, ...]:
    """The stepwise estimate with two lists made one, for every two; empty for two lists."""
    if table.size < 3:
        return ()
    return tuple(
        Variant(f"{table.names[one]} and {table.names[other]}", point(table.merged(one, other)))
        for one, other in combinations(range(table.size), 2)
    )


def linkage(table: ListTable) -> tuple[Variant, ...]:
    """The stepwise estimate from the lists as they would be without errors of linkage.

    A rate is the share of true links that were missed, or of the links made that are wrong.
    """
    found = []
    for rate in RATES:
        found.append(Variant(f"{rate:.0%} of links missed", point(relinked(table, missed=rate))))
        found.append(Variant(f"{rate:.0%} of links wrong", point(relinked(table, wrong=rate))))
    return tuple(found)


def relinked(table: ListTable, *, missed: float = 0.0, wrong: float = 0.0) -> ListTable:
    """The expected table without errors of linkage, in whole people.

    Of the x people seen on a set of lists, two or more, d = x missed/(1 - missed) - x wrong were
    really more: so many pairs of people, one on a list of the set and one on its others, each
    list as likely, are one person. `missed` and `wrong` are shares from 0 to below 1. After the
    two-list case in Ding and Fienberg 1994, *Survey Methodology* 20, 149-158.
    """
    before = table.dense.astype(np.float64)
    after = before.copy()
    for cell in range(1, len(before)):
        lists = [1 << i for i in range(table.size) if cell >> i & 1]
        if len(lists) < 2:
            continue
        more = before[cell] * (missed / (1 - missed) - wrong)
        after[cell] += more
        for one in lists:
            after[one] -= more / len(lists)
            after[cell ^ one] -= more / len(lists)
    whole = np.rint(np.maximum(after, 0)).astype(int)
    rows = [
        ([cell >> i & 1 for i in range(table.size)], int(whole[cell]))
        for cell in range(1, len(whole))
    ]
    return ListTable.from_counts(table.names, rows)


def dependence(table: ListTable, pairs: Pairs) -> tuple[Dependence, ...]:
    """The estimate with a term of stated strength that the chosen model does not have.

    The term is each pair outside the model in turn, and all lists together, which no data can
    tell; its coefficient is held fixed while the model's own are fitted. See Gerritse, van der
    Heijden and Bakker 2015, *Journal of Official Statistics* 31, 357-379, for two lists.
    """
    places = {name: place for place, name in enumerate(table.names)}
    model = [(places[one], places[other]) for one, other in pairs]
    known = {1 << one | 1 << other for one, other in model}
    terms = [1 << one | 1 << other for one, other in combinations(range(table.size), 2)]
    assumed = [each for each in dict.fromkeys([*terms, 2**table.size - 1]) if each not in known]
    found = []
    for strength in STRENGTHS:
        totals = {each: with_term(table, model, {each: strength}) for each in assumed}
        low, high = min(totals, key=totals.__getitem__), max(totals, key=totals.__getitem__)
        words = [_words(table, each) for each in (low, high)]
        found.append(Dependence(strength, totals[low], totals[high], words[0], words[1]))
    return tuple(found)


def with_term(
    table: ListTable, pairs: list[tuple[int, int]], assumed: Mapping[int, float]
) -> float:
    """The total in people under pairs of lists and terms whose coefficients are known.

    `assumed` maps a set of lists, as a bit pattern, to its coefficient. `inf` where there is no
    estimate. Raises ListError for a pair that does not exist.
    """
    counts = table.dense.astype(np.float64)[:, None]
    terms = np.array([each for each in with_pairs(table.size, pairs) if each not in assumed])
    problem = Problem(counts, kept(counts, terms)[0], terms)
    fixed = np.zeros_like(counts)
    for term, strength in assumed.items():
        if not 0 < term < len(counts):
            raise ListError(f"There is no set of lists {term}.")
        fixed[term] = strength
    fits = newton(problem, start(problem) + over_subsets(fixed), patience=PATIENCE)
    if fits.status[0] != Status.SETTLED:
        return inf
    return table.total + float(np.exp(fits.predictor[0, 0]))


def _words(table: ListTable, term: int) -> str:
    return ":".join(name for place, name in enumerate(table.names) if term >> place & 1)
