"""How much the estimate depends on the model, on a pair, on a list and on one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf

import numpy as np

from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.loglinear import Candidate, Fixed, Stepwise
from waymark.evidence.loglinear.resampling import by_name, resample
from waymark.evidence.loglinear.selection import select

THRESHOLDS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
CLOSE_IN_BIC = 6.0

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Variant:
    """An estimate with one thing changed: what was changed, people, and the model in words.

    `total` is `inf` where there is no estimate; `behind` is the BIC less that of the best model,
    where models are compared.
    """

    change: str
    total: float
    model: str = ""
    behind: float = 0.0


def point(table: ListTable, threshold: float = 0.02) -> float:
    """The stepwise estimate in people, without an interval; `inf` where there is none."""
    try:
        return Stepwise(threshold=threshold, replicates=0).fit(table).point
    except ListError:
        return inf


def by_threshold(table: ListTable) -> tuple[Variant, ...]:
    """The stepwise estimate at several thresholds for taking a pair in."""
    fits = [(each, Stepwise(threshold=each, replicates=0).fit(table)) for each in THRESHOLDS]
    return tuple(Variant(f"{each:g}", fit.point, fit.model) for each, fit in fits)


def by_model(table: ListTable, candidates: Sequence[Candidate] = ()) -> tuple[Variant, ...]:
    """Models whose BIC is at most 6 above the best, the best first.

    A difference of 6 is where evidence against a model begins to be strong (Kass and Raftery
    1995, *JASA* 90, 773-795). `candidates` are those of a search over all models; without them
    the models are those that the thresholds choose and those one pair away from them.
    """
    rated = [(each.criterion, each.total, each.model) for each in candidates]
    rated = rated or list(_nearby(table))
    best = min((criterion for criterion, _, _ in rated), default=inf)
    return tuple(
        Variant(model, total, model, criterion - best)
        for criterion, total, model in sorted(rated)
        if criterion - best <= CLOSE_IN_BIC
    )


def order_of_search(table: ListTable) -> int:
    """The order of terms up to which all models of a table are tried; 0 where they are too many.

    All hierarchical models up to five lists, all models of pairs for six.
    """
    return {1: 0, 2: 1, 3: 2, 4: 3, 5: 4, 6: 2}.get(table.size, 0)


def _nearby(table: ListTable) -> Iterable[tuple[float, float, str]]:
    models: dict[frozenset[tuple[str, str]], None] = {}
    for threshold in THRESHOLDS:
        chosen = frozenset(chosen_pairs(table, threshold))
        models[chosen] = None
        for pair in combinations(table.names, 2):
            models[chosen ^ {pair}] = None
    for pairs in models:
        try:
            fit = Fixed(tuple(sorted(pairs)), replicates=0).fit(table)
        except ListError:
            continue
        yield fit.diagnostics["BIC"], fit.point, fit.model


def chosen_pairs(table: ListTable, threshold: float = 0.02) -> Pairs:
    """The pairs that the stepwise choice takes in, each in the order of the table's lists."""
    path = Stepwise(threshold=threshold, replicates=0).fit(table).path
    return tuple(step.pair for step in path)


def by_pair(table: ListTable, pairs: Pairs) -> tuple[Variant, ...]:
    """The estimate with one chosen pair left out or one other taken in, largest change first."""
    before = _fixed(table, pairs)
    found = []
    for pair in combinations(table.names, 2):
        inside = pair in pairs
        changed = [each for each in pairs if each != pair] if inside else [*pairs, pair]
        word = "without" if inside else "with"
        found.append(Variant(f"{word} {pair[0]}:{pair[1]}", _fixed(table, changed)))
    return tuple(sorted(found, key=lambda each: -factor(each.total, before)))


def without_each_list(table: ListTable) -> tuple[Variant, ...]:
    """The stepwise estimate from all lists but one; empty for two lists."""
    if table.size < 3:
        return ()
    return tuple(
        Variant(f"without {name}", point(table.without(place)))
        for place, name in enumerate(table.names)
    )


def of_one_person(table: ListTable) -> float:
    """The largest factor by which the stepwise estimate changes when one person is left out."""
    resamples = resample(by_name(table)[0], 0, 0)
    totals = resamples.people + select(resamples.dense(), 0.02).hidden
    return max((factor(float(each), float(totals[0])) for each in totals[1:]), default=1.0)


def factor(one: float, other: float) -> float:
    """How many times the larger of two positive numbers is the smaller; `inf` for none."""
    if not (np.isfinite(one) and np.isfinite(other)) or min(one, other) <= 0:
        return inf
    return max(one, other) / min(one, other)


def spread(totals: Iterable[float]) -> float:
    """The largest of some totals over the smallest; 1 for none."""
    known = list(totals)
    return factor(max(known), min(known)) if known else 1.0


def _fixed(table: ListTable, pairs: Sequence[tuple[str, str]]) -> float:
    try:
        return Fixed(tuple(pairs), replicates=0).fit(table).point
    except ListError:
        return inf
