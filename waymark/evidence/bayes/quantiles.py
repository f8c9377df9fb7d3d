"""Quantiles of a posterior given as weights on a grid."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from waymark.evidence.estimate import Interval

Reals = NDArray[np.float64]


def weighted_quantile(values: Reals, weights: Reals, level: float) -> float:
    """The first value, of sorted ones, at which the weights add up to `level` or more."""
    index = int(np.searchsorted(weights.cumsum(), level))
    return float(values[min(index, len(values) - 1)])


def intervals(
    values: Reals, weights: Reals, levels: Sequence[float], method: str
) -> tuple[Interval, ...]:
    """Equal-tailed intervals at each level (0.95 for 95 per cent)."""
    return tuple(
        Interval(
            weighted_quantile(values, weights, (1 - level) / 2),
            weighted_quantile(values, weights, (1 + level) / 2),
            level,
            method,
        )
        for level in levels
    )
