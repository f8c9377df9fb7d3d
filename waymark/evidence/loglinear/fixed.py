"""One log-linear model that the analyst names."""

from dataclasses import dataclass

import numpy as np

from waymark.evidence.estimate import Progress
from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.loglinear.candidates import penalties
from waymark.evidence.loglinear.existence import existence
from waymark.evidence.loglinear.resampling import by_name, resample
from waymark.evidence.loglinear.result import (
    LEVELS,
    LoglinearEstimate,
    cautions,
    check,
    check_options,
    with_intervals,
)
from waymark.evidence.loglinear.search import rank, refit
from waymark.evidence.loglinear.terms import Model, closure, describe


@dataclass(frozen=True)
class Fixed:
    """Main effects and named interactions; the intervals do not carry any choice of model.

    The log of the expected number of people on exactly the lists S is the sum of theta_T over
    the model's terms T within S; exp(theta of no list) estimates those on none. Terms whose
    lists share nobody are minus infinity. Source: Fienberg 1972, *Biometrika* 59, 591-603;
    Chan, Silverman and Vincent 2021, *JASA* 116(535).

    Attributes:
        interactions: sets of list names, such as `(("police", "shelters"),)`; the pairs within
            a larger set come with it. None for main effects only.
        replicates: bootstrap samples; 0 for no intervals.
        seed: of the bootstrap.
        levels: of the intervals, between 0 and 1.
    """

    interactions: tuple[tuple[str, ...], ...] = ()
    replicates: int = 1000
    seed: int = 1234
    levels: tuple[float, ...] = LEVELS

    def __post_init__(self) -> None:
        check_options(self.replicates, self.levels)

    def fit(self, table: ListTable, *, progress: Progress | None = None) -> LoglinearEstimate:
        """Estimate the population.

        Raises ListError for a name that is no list, a table of one list or of nobody, and where
        the model has no finite estimate or more than one.
        """
        check(table)
        ordered, _ = by_name(table)
        model = _model(ordered, self.interactions)
        empty = _require(ordered, model)
        ranked = rank(ordered.dense.astype(np.float64), [model], penalties("bic"))
        resamples = resample(ordered, self.replicates, self.seed)
        unseen, _ = refit(resamples, model, ranked.predictor[:, 0], penalties("bic"))
        if progress:
            progress(1.0)
        totals = resamples.people + unseen
        estimate = LoglinearEstimate(
            point=float(totals[0]),
            intervals=(),
            method="log-linear",
            model=describe(_model(table, self.interactions), table.names),
            seen=table.total,
            diagnostics={"BIC": float(ranked.criterion[0]), "empty terms": float(empty)},
            warnings=tuple(cautions(table, float(totals[0]))),
        )
        return with_intervals(estimate, resamples, totals, self.levels, "the model taken as known")


def _model(table: ListTable, interactions: tuple[tuple[str, ...], ...]) -> Model:
    unknown = {name for each in interactions for name in each} - set(table.names)
    if unknown:
        raise ListError(f"There is no list named {', '.join(sorted(unknown))}.")
    return closure(
        table.size, [[table.names.index(name) for name in each] for each in interactions]
    )


def _require(table: ListTable, model: Model) -> int:
    """The number of empty terms of a model that can be fitted; raises ListError otherwise."""
    found = existence(table, model)
    if not found.identified:
        raise ListError("This model has no single best estimate: leave out an interaction.")
    if not found.finite:
        raise ListError("This model has no finite estimate: leave out an interaction.")
    return len(found.empty)
