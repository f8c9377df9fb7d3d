"""Two estimators in closed form: Chapman's for two lists, and Chao's lower bound for any number."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from waymark.evidence.estimate import Estimate, Interval, Progress
from waymark.evidence.lists import ListError, ListTable

ENOUGH_SHARED = 7
INDEPENDENCE = (
    "Two lists cannot tell whether being on one makes being on the other more or less likely. "
    "If it makes it more likely the true number is higher, if less likely it is lower."
)
BOUND = (
    "This is a lower bound, not an estimate: people who are never seen count for nothing in it. "
    "Where being on one list keeps people off another, even the bound can be too high."
)


@dataclass(frozen=True)
class Chapman:
    """Chapman's estimator for two lists.

    N = (n1 + 1)(n2 + 1)/(m + 1) - 1, for n1 and n2 people on the lists and m on both; nearly
    unbiased where the lists are independent and everybody has the same chance to be on a list.
    Variance (n1 + 1)(n2 + 1)(n1 - m)(n2 - m)/((m + 1)**2 (m + 2)); the interval is log-normal in
    the number unseen. Sources: Chapman 1951, *University of California Publications in
    Statistics* 1, 131-160; Seber 1982, *The Estimation of Animal Abundance*, section 3.1.4 (after
    Seber 1970); the interval: Chao 1987, *Biometrics* 43, 783-791.

    Attributes:
        lists: the names of two lists; needed where the table has more.
        levels: of the intervals.
    """

    lists: tuple[str, str] | None = None
    levels: Sequence[float] = (0.8, 0.95)

    def fit(self, table: ListTable, *, progress: Progress | None = None) -> Estimate:
        """Estimate from two lists. Raises ListError for another number or unknown names."""
        pair = self._pair(table)
        on_both = int(pair.dense[3])
        first, second = (int(size) for size in pair.counts @ pair.patterns)
        point = (first + 1) * (second + 1) / (on_both + 1) - 1
        above = (first + 1) * (second + 1) * (first - on_both) * (second - on_both)
        variance = above / ((on_both + 1) ** 2 * (on_both + 2))
        warnings = [INDEPENDENCE]
        if on_both < ENOUGH_SHARED:
            warnings.append(f"The lists share {on_both} people: too few for the estimate to hold.")
        if progress:
            progress(1.0)
        return Estimate(
            point=point,
            intervals=lognormal(point, variance, pair.total, self.levels),
            method="Chapman, two lists",
            model=f"{pair.names[0]} and {pair.names[1]} independent",
            seen=pair.total,
            diagnostics={"on_both": on_both, "standard_error": sqrt(variance)},
            warnings=tuple(warnings),
        )

    def _pair(self, table: ListTable) -> ListTable:
        if self.lists is None:
            if table.size != 2:
                raise ListError(f"Chapman takes two lists, not {table.size}: name two of them.")
            return table
        missing = [name for name in self.lists if name not in table.names]
        if missing or self.lists[0] == self.lists[1]:
            raise ListError(f"Name two of the lists {', '.join(table.names)}.")
        for name in table.names:
            if name not in self.lists:
                table = table.without(table.names.index(name))
        return table


@dataclass(frozen=True)
class Chao:
    """Chao's lower bound for k lists of different sizes.

    N >= n + sum over pairs i < j of z_i z_j / (f2 + 1), for n people seen, z_i on list i alone
    and f2 on exactly two lists: the form for lists of different sizes, where the sum equals
    (f1**2 - sum z_i**2)/2 for f1 on exactly one, with the bias correction f2 + 1. By the
    inequality of Cauchy and Schwarz it bounds the expected number from below where lists are
    independent for each person, however much people differ in how visible they are. With two
    lists it is Chapman's estimator. The variance is that of the delta method for a multinomial;
    the interval is log-normal in the number unseen. Sources: Chao 1987, *Biometrics* 43, 783-791;
    Chao 1989, *Biometrics* 45, 427-438.

    Attributes:
        levels: of the intervals, which are for the bound itself.
    """

    levels: Sequence[float] = (0.8, 0.95)

    def fit(self, table: ListTable, *, progress: Progress | None = None) -> Estimate:
        """Bound the population from below. Raises ListError for fewer than two lists."""
        if table.size < 2:
            raise ListError("There is only one list: nothing bounds how many people it lacks.")
        on = table.patterns.sum(axis=1)
        # In order of size, so that the order of lists changes no digit.
        alone = np.sort(table.counts[on == 1] @ table.patterns[on == 1])
        twice = int(table.counts[on == 2].sum())
        hidden = float(alone.sum() ** 2 - (alone**2).sum()) / 2 / (twice + 1)
        point = table.total + hidden
        variance = _variance(alone.astype(float), twice, hidden, table)
        if progress:
            progress(1.0)
        return Estimate(
            point=point,
            intervals=lognormal(point, variance, table.total, self.levels),
            method="Chao's lower bound",
            model="lists independent for each person",
            seen=table.total,
            diagnostics={
                "on_one": float(alone.sum()),
                "on_two": twice,
                "standard_error": sqrt(variance),
            },
            warnings=_chao_warnings(twice),
            bound=True,
        )


def _variance(alone: NDArray[np.float64], twice: int, hidden: float, table: ListTable) -> float:
    """sum of x d**2 - (sum of x d)**2 / N over the cells, d the derivative of the bound."""
    slope_alone = 1 + (alone.sum() - alone) / (twice + 1)
    slope_twice = 1 - hidden / (twice + 1)
    more = table.total - alone.sum() - twice
    square = alone @ slope_alone**2 + twice * slope_twice**2 + more
    mean = alone @ slope_alone + twice * slope_twice + more
    total = table.total + hidden
    return max(float(square - mean**2 / total), 0.0) if total else 0.0


def _chao_warnings(twice: int) -> tuple[str, ...]:
    if twice >= ENOUGH_SHARED:
        return (BOUND,)
    return (BOUND, f"{twice} people are on exactly two lists: too few for the bound to hold.")


def lognormal(
    point: float, variance: float, seen: int, levels: Sequence[float]
) -> tuple[Interval, ...]:
    """Intervals in which the number unseen is log-normal, so that none goes below those seen.

    [n + f/c, n + f c] for f unseen and c = exp(z sqrt(log(1 + variance / f**2))); both ends are n
    where f is 0. Source: Chao 1987, *Biometrics* 43, 783-791, p. 787.
    """
    hidden = point - seen
    spread = sqrt(log(1 + variance / hidden**2)) if hidden > 0 else 0.0
    factors = [(level, exp(float(norm.ppf((1 + level) / 2)) * spread)) for level in levels]
    return tuple(
        Interval(seen + hidden / factor, seen + hidden * factor, level, "log-normal")
        for level, factor in factors
    )
