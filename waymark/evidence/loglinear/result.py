"""What the log-linear estimators return and how they start and end."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from waymark.evidence.estimate import Estimate
from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.loglinear.cells import Floats
from waymark.evidence.loglinear.resampling import Resamples, acceleration, intervals, share_below

MOST_LISTS = 16
LEVELS = (0.8, 0.95)


@dataclass(frozen=True)
class Step:
    """A pair that the stepwise choice took in.

    Attributes:
        pair: the two lists' names.
        p_value: one-sided Poisson p-value when it entered.
        total: the estimate with it, in people.
        empty: the lists share nobody, so that the coefficient is minus infinity.
    """

    pair: tuple[str, str]
    p_value: float
    total: float
    empty: bool


@dataclass(frozen=True)
class Candidate:
    """A model that the table can carry.

    Attributes:
        model: in words, by its maximal terms.
        total: the estimate under it, in people.
        criterion: its BIC or AIC on the data.
        weight: its share in an average over all candidates.
    """

    model: str
    total: float
    criterion: float
    weight: float


@dataclass(frozen=True)
class LoglinearEstimate(Estimate):
    """An estimate with what its figures need.

    Attributes:
        replicates: bootstrap estimates of the total, in people; `inf` where there was none.
        path: the steps of a stepwise choice, in order.
        candidates: the models of a search, the best first.
        curve: for a search, the intervals over the best 1, 2, ... models, shape
            (models, 2 levels): lower ends in the order of `intervals`, then upper ends.
    """

    replicates: Floats = field(default_factory=lambda: np.empty(0))
    path: tuple[Step, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    curve: Floats = field(default_factory=lambda: np.empty((0, 0)))


def check(table: ListTable) -> None:
    """Raise ListError for a table that no log-linear model can be fitted to."""
    if table.size < 2:
        raise ListError("One list cannot say how many people are on none: add another.")
    if table.size > MOST_LISTS:
        raise ListError(f"Merge some lists: {table.size} are more than {MOST_LISTS}.")
    if len(set(table.names)) < table.size:
        raise ListError("Two lists have the same name: rename one.")
    if not table.total:
        raise ListError("The lists hold nobody.")


def check_options(replicates: int, levels: Sequence[float]) -> None:
    """Raise ValueError for a number of samples or a level of an interval that cannot be."""
    if replicates < 0:
        raise ValueError("The number of bootstrap samples cannot be negative; 0 is for none.")
    if not all(0 < level < 1 for level in levels):
        raise ValueError("Levels of intervals lie between 0 and 1, such as 0.95.")


def cautions(table: ListTable, point: float) -> list[str]:
    """Sentences on a table that can be fitted to, but not well."""
    held = table.counts @ table.patterns
    empty = [name for name, people in zip(table.names, held, strict=True) if not people]
    said = [f"List {name} holds nobody and was left out." for name in empty]
    if (held == table.total).any():
        said.append("One list holds everybody seen: the lists cannot say who is on none.")
    if np.isinf(point):
        said.append("No two lists share anybody: there is no estimate, only the number seen.")
    return said


def with_intervals(
    estimate: LoglinearEstimate,
    resamples: Resamples,
    totals: Floats,
    levels: Sequence[float],
    carried: str,
) -> LoglinearEstimate:
    """The estimate with BCa intervals from totals of the data, jackknife and bootstrap."""
    _, jackknife, bootstrap = resamples.split(totals)
    if not len(bootstrap):
        return estimate
    if not np.isfinite(estimate.point):
        return replace(estimate, replicates=bootstrap)
    accel = acceleration(jackknife, resamples.counts[:, 0])
    below = share_below(bootstrap, estimate.point)
    numbers = {"acceleration": accel, "replicates below the estimate": below}
    return replace(
        estimate,
        intervals=intervals(bootstrap, estimate.point, accel, levels, f"BCa bootstrap, {carried}"),
        replicates=bootstrap,
        diagnostics={**estimate.diagnostics, **numbers},
        warnings=(*estimate.warnings, *_doubts(jackknife, bootstrap, below)),
    )


def _doubts(jackknife: Floats, bootstrap: Floats, below: float) -> list[str]:
    doubts = []
    lost = float(np.mean(np.isinf(bootstrap)))
    if lost:
        doubts.append(
            f"{lost:.1%} of the bootstrap samples have no finite estimate and count as infinitely "
            "large: the people shared between lists are too few to bound the number from above."
        )
    if not np.isfinite(jackknife).all():
        doubts.append(
            "Without one of the people seen there is no finite estimate, so that the intervals "
            "are corrected for bias only: treat the estimate as depending on single people."
        )
    if not 0.1 <= below <= 0.9:
        doubts.append(
            f"{below:.0%} of the bootstrap estimates lie below the estimate: the choice of the "
            "model is unstable, and the intervals rest on few samples."
        )
    return doubts
