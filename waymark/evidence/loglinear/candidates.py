"""All hierarchical models of a table, and the best of them in every resample."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Literal, get_args

import numpy as np

from waymark.evidence.estimate import Progress
from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.loglinear.cells import Floats
from waymark.evidence.loglinear.resampling import Resamples, by_name, resample
from waymark.evidence.loglinear.result import (
    LEVELS,
    Candidate,
    LoglinearEstimate,
    cautions,
    check,
    check_options,
)
from waymark.evidence.loglinear.search import Ranked, rank, refit
from waymark.evidence.loglinear.terms import describe, hierarchical, reordered

Criterion = Literal["bic", "aic"]
MOST_MODELS = 50_000


@dataclass(frozen=True)
class Search:
    """The options of a search over all hierarchical models.

    Attributes:
        order: the largest number of lists in a term; at most one fewer than there are lists.
        criterion: `bic`, p log(n) - 2 log L with n people seen and p terms, those of minus
            infinity included; or `aic`, 2 p - 2 log L.
        top: how many of the data's best models every sample is given; None for all.
        replicates: bootstrap samples; 0 for no intervals.
        seed: of the bootstrap.
        levels: of the intervals, between 0 and 1.
    """

    order: int = 2
    criterion: Criterion = "bic"
    top: int | None = 60
    replicates: int = 1000
    seed: int = 1234
    levels: tuple[float, ...] = LEVELS

    def __post_init__(self) -> None:
        check_options(self.replicates, self.levels)
        if self.order < 1 or (self.top is not None and self.top < 1):
            raise ValueError("Order and top are at least 1.")
        if self.criterion not in get_args(Criterion):
            raise ValueError("The criterion is bic or aic.")


@dataclass(frozen=True)
class Run:
    """Everything fitted: totals and criterion have shape (top models, columns)."""

    table: ListTable
    order: list[int]
    ranked: Ranked
    resamples: Resamples
    totals: Floats
    criterion: Floats

    def estimate(self, method: str, point: float | None = None) -> LoglinearEstimate:
        """The best model's estimate, or another point, with what was searched; no intervals."""
        weights = akaike_weights(self.ranked.criterion)
        candidates = tuple(
            Candidate(self._words(i), self.table.total + float(unseen), float(value), float(weight))
            for i, (unseen, value, weight) in enumerate(
                zip(self.ranked.hidden, self.ranked.criterion, weights, strict=True)
            )
        )
        best = candidates[0]
        total = best.total if point is None else point
        return LoglinearEstimate(
            point=total,
            intervals=(),
            method=method,
            model=best.model if point is None else f"average of {len(self.totals)} models",
            seen=self.table.total,
            diagnostics={
                "models tried": float(self.ranked.tried),
                "models that exist": float(len(candidates)),
                "models used": float(len(self.totals)),
                "criterion": best.criterion,
                "weight of the best": best.weight,
                "weight of the models used": float(weights[: len(self.totals)].sum()),
            },
            warnings=tuple(cautions(self.table, total)),
            candidates=candidates,
        )

    def _words(self, index: int) -> str:
        back = [self.order.index(i) for i in range(len(self.order))]
        return describe(reordered(self.ranked.models[index], back), self.table.names)


def run(options: Search, table: ListTable, progress: Progress | None) -> Run:
    """Rank the models on the table and refit the best in every resample.

    Raises ListError for a table that no model can be fitted to or with too many models.
    """
    check(table)
    ordered, order = by_name(table)
    penalty = penalties(options.criterion)
    models = list(islice(hierarchical(table.size, options.order), MOST_MODELS + 1))
    if len(models) > MOST_MODELS:
        raise ListError(f"There are more than {MOST_MODELS:,} such models: lower the order.")
    ranked = rank(ordered.dense.astype(np.float64), models, penalty)
    if not ranked.models:
        raise ListError("No model has an estimate: the lists share too few people.")
    resamples = resample(ordered, options.replicates, options.seed)
    count = len(ranked.models) if options.top is None else min(options.top, len(ranked.models))
    shape = (count, resamples.counts.shape[1])
    unseen, criterion = np.empty(shape), np.empty(shape)
    for i in range(count):
        fitted = refit(resamples, ranked.models[i], ranked.predictor[:, i], penalty)
        unseen[i], criterion[i] = fitted
        if progress:
            progress((i + 1) / count)
    return Run(table, order, ranked, resamples, resamples.people + unseen, criterion)


def penalties(criterion: Criterion) -> Callable[[float], float]:
    """What a term costs at a number of people seen: log(n) for BIC, 2 for AIC."""
    return math.log if criterion == "bic" else _two


def _two(people: float) -> float:
    return 2.0


def akaike_weights(criterion: Floats) -> Floats:
    """Shares in proportion to exp(-criterion / 2), adding up to one over the first axis."""
    relative = np.exp(-(criterion - criterion.min(axis=0)) / 2)
    weights: Floats = relative / relative.sum(axis=0)
    return weights
