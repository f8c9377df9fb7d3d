"""Bootstrap and jackknife tables, and the intervals made of their estimates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from waymark.evidence.estimate import Interval
from waymark.evidence.lists import ListTable
from waymark.evidence.loglinear.cells import Floats, Ints


@dataclass(frozen=True)
class Resamples:
    """The data, its jackknife and its bootstrap as columns.

    Attributes:
        cells: the observed cells, as bit patterns of their lists.
        counts: shape (cells, 1 + cells + replicates): the data, then one table for each observed
            cell with one person fewer, then the bootstrap.
        size: k, the number of lists.
    """

    cells: Ints
    counts: Ints
    size: int

    @property
    def people(self) -> Ints:
        """How many people are seen in each column."""
        return np.asarray(self.counts.sum(axis=0), dtype=np.int64)

    def dense(self, columns: slice = slice(None)) -> Floats:
        """Counts of all 2**k cells in some of the columns."""
        part = self.counts[:, columns]
        full = np.zeros((2**self.size, part.shape[1]))
        full[self.cells] = part
        return full

    def split(self, values: Floats) -> tuple[float, Floats, Floats]:
        """Values by column (last axis) as those of the data, jackknife and bootstrap."""
        last = 1 + len(self.cells)
        return float(values[0]), values[1:last], values[last:]


def resample(table: ListTable, replicates: int, seed: int) -> Resamples:
    """The data with its jackknife and `replicates` multinomial draws of the people seen.

    Each replicate has its own generator, spawned from the seed, so that neither the number of
    replicates nor how they are shared out changes a digit of any.
    """
    rows = table.patterns @ (1 << np.arange(table.size))
    known = table.counts[:, None]
    jackknife = known - np.eye(len(rows), dtype=np.int64)
    share = table.counts / table.total
    drawn = [
        np.random.Generator(np.random.PCG64(child)).multinomial(table.total, share)
        for child in np.random.SeedSequence(seed).spawn(replicates)
    ]
    bootstrap = np.array(drawn, dtype=np.int64).reshape(replicates, len(rows)).T
    return Resamples(rows, np.hstack([known, jackknife, bootstrap]), table.size)


def by_name(table: ListTable) -> tuple[ListTable, list[int]]:
    """The table with its lists sorted by name, and the old place of each.

    Working in this order makes every draw, tie and digit the same whatever order lists came in.
    """
    order = sorted(range(table.size), key=lambda i: table.names[i])
    return table.permuted(order), order


def acceleration(jackknife: Floats, weights: Ints) -> float:
    """The acceleration of BCa, sum w d**3 / (6 (sum w d**2)**1.5), d the mean less each value.

    `weights` counts how many people's deletion gives each value. 0 where a value is not finite
    or all are equal. Source: Efron 1987, *JASA* 82, 171-185.
    """
    if not np.isfinite(jackknife).all():
        return 0.0
    distance = np.average(jackknife, weights=weights) - jackknife
    spread = float((weights * distance**2).sum())
    if spread <= 1e-18 * float(np.max(jackknife)) ** 2:
        return 0.0
    return float((weights * distance**3).sum() / (6 * spread**1.5))


def bca(replicates: Floats, point: float, accel: float, probabilities: Sequence[float]) -> Floats:
    """Bias-corrected and accelerated quantiles of bootstrap estimates, in people.

    z0 is the normal quantile of the share of replicates below the point, and the quantile taken
    for probability p is Phi(z0 + (z0 + z_p) / (1 - accel (z0 + z_p))). That share is kept half a
    replicate away from 0 and 1; beyond the pole of the formula the extreme replicate is taken.
    Source: DiCiccio and Efron 1996, *Statistical Science* 11, 189-228.
    """
    size = len(replicates)
    share = np.clip(share_below(replicates, point), 0.5 / size, 1 - 0.5 / size)
    bias = norm.ppf(share)
    shifted = bias + norm.ppf(np.asarray(probabilities, dtype=float))
    scale = 1 - accel * shifted
    extreme = np.where(shifted > 0, np.inf, -np.inf)
    moved = np.where(scale > 0, bias + shifted / np.where(scale > 0, scale, 1.0), extreme)
    return quantiles(replicates, norm.cdf(moved))


def share_below(replicates: Floats, point: float) -> float:
    """The share of replicates below a point; equal ones, but for rounding, are not below."""
    return float(np.mean(replicates < point * (1 - 1e-9)))


def quantiles(values: Floats, probabilities: Floats) -> Floats:
    """Sample quantiles at positions (n + 1/3) p + 1/3, R's type 8; values may be `inf`.

    Source: Hyndman and Fan 1996, *The American Statistician* 50, 361-365.
    """
    ordered = np.sort(values)
    place = np.clip((len(ordered) + 1 / 3) * np.asarray(probabilities) - 2 / 3, 0, len(ordered) - 1)
    low = np.floor(place).astype(int)
    high, part = np.minimum(low + 1, len(ordered) - 1), place - low
    with np.errstate(invalid="ignore"):
        between = ordered[low] + part * (ordered[high] - ordered[low])
    return np.where(part == 0, ordered[low], np.where(np.isinf(ordered[high]), np.inf, between))


def intervals(
    replicates: Floats, point: float, accel: float, levels: Sequence[float], method: str
) -> tuple[Interval, ...]:
    """Two-sided BCa intervals at several levels."""
    ends = [(1 - level) / 2 for level in levels]
    values = bca(replicates, point, accel, [*ends, *(1 - end for end in ends)])
    return tuple(
        Interval(float(low), float(high), level, method)
        for level, low, high in zip(levels, values[: len(ends)], values[len(ends) :], strict=True)
    )
