"""An estimate that carries what is uncertain about the links, beside what chance left open."""

from collections.abc import Sequence
from math import inf, isfinite, log

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from waymark.evidence.estimate import Estimate, Estimator, Interval, Progress
from waymark.evidence.lists import ListError, ListTable

Floats = NDArray[np.float64]
FEWEST = 5
GRID = 1999


def with_linkage_uncertainty(
    estimator: Estimator, draws: Sequence[ListTable], *, progress: Progress | None = None
) -> Estimate:
    """The estimate averaged over tables of the same lists under different linkages.

    Each draw d has an estimate with intervals; its distribution is taken as split log-normal in the
    number unseen: its median is the point, and each side's spread is that of its widest interval.
    The result is the equal mixture: the point is the mixture's median, an interval its quantiles.
    This is the mixture of posterior distributions that multiple imputation stands on (Rubin 1987,
    *Multiple Imputation for Nonresponse in Surveys*), without its normal approximation, which fits
    the number unseen badly. A draw without a finite estimate puts its share at infinity.

    Arguments: an estimator with intervals; at least five tables, all with the same lists; 20 or
    more steady the ends of the intervals. `diagnostics` has the share of the variance of log N
    that comes `between` linkages. Raises ListError for fewer tables, other lists, no intervals.
    """
    _check(draws)
    fits = []
    for number, table in enumerate(draws):
        fits.append(estimator.fit(table))
        if progress:
            progress((number + 1) / len(draws))
    levels = _levels(fits)
    pooled = np.sort(np.concatenate([_quantiles(fit) for fit in fits]))
    ends = [(level, _at(pooled, (1 - level) / 2), _at(pooled, (1 + level) / 2)) for level in levels]
    return Estimate(
        point=_at(pooled, 0.5),
        intervals=tuple(
            Interval(low, high, level, "mixture over linkages") for level, low, high in ends
        ),
        method=f"{fits[0].method}, over {len(fits)} linkages",
        model=_models(fits),
        seen=round(float(np.mean([fit.seen for fit in fits]))),
        diagnostics=_diagnostics(fits, pooled),
        warnings=_warnings(fits),
        bound=any(fit.bound for fit in fits),
    )


def _check(draws: Sequence[ListTable]) -> None:
    if len(draws) < FEWEST:
        raise ListError(f"Draw at least {FEWEST} linkages, better 20.")
    if len({table.names for table in draws}) > 1:
        raise ListError("The linkages have different lists.")


def _levels(fits: Sequence[Estimate]) -> list[float]:
    common = set.intersection(*({each.level for each in fit.intervals} for fit in fits))
    if not common:
        raise ListError("The estimator gives no intervals to combine.")
    return sorted(common)


def _quantiles(fit: Estimate) -> Floats:
    """GRID equally likely values of N; all infinite where there is no estimate."""
    if not isfinite(fit.point):
        return np.full(GRID, inf)
    widest = max(fit.intervals, key=lambda each: each.level)
    z = float(norm.ppf((1 + widest.level) / 2))
    # Half a person keeps the logarithm where nobody is unseen.
    middle = log(max(fit.point - fit.seen, 0.0) + 0.5)
    below = (middle - log(max(widest.low - fit.seen, 0.0) + 0.5)) / z
    above = (_log(max(widest.high - fit.seen, 0.0) + 0.5) - middle) / z
    score = norm.ppf((np.arange(GRID) + 0.5) / GRID)
    side = np.where(score < 0, max(below, 0.0), max(above, 0.0))
    with np.errstate(invalid="ignore"):
        reach = np.where(score == 0, 0.0, side * score)
    values: Floats = fit.seen + np.maximum(np.exp(middle + reach) - 0.5, 0)
    return values


def _log(value: float) -> float:
    return inf if value == inf else log(value)


def _at(pooled: Floats, share: float) -> float:
    """An order statistic, never between a finite number and infinity."""
    return float(pooled[min(int(share * len(pooled)), len(pooled) - 1)])


def _models(fits: Sequence[Estimate]) -> str:
    found = sorted({fit.model for fit in fits})
    return found[0] if len(found) == 1 else f"{len(found)} models, one for each linkage"


def _diagnostics(fits: Sequence[Estimate], pooled: Floats) -> dict[str, float]:
    finite = np.log(pooled[np.isfinite(pooled)])
    points = np.log([fit.point for fit in fits if isfinite(fit.point)])
    total = float(finite.var()) if len(finite) else 0.0
    between = float(points.var()) if len(points) else 0.0
    return {
        "linkages": float(len(fits)),
        "without_estimate": float(len(fits) - len(points)),
        "between": between / total if total else 0.0,
        "fewest_seen": float(min(fit.seen for fit in fits)),
        "most_seen": float(max(fit.seen for fit in fits)),
    }


def _warnings(fits: Sequence[Estimate]) -> tuple[str, ...]:
    """Every warning once, with how many linkages it is of where it is not all."""
    counts: dict[str, int] = {}
    for fit in fits:
        for warning in fit.warnings:
            counts[warning] = counts.get(warning, 0) + 1
    return tuple(
        warning if number == len(fits) else f"In {number} of {len(fits)} linkages: {warning}"
        for warning, number in counts.items()
    )
