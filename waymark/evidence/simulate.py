"""Populations whose size is known, and how often an estimator's intervals hold it.

population = Population(size=10_000, inclusion=(0.1, 0.2, 0.05), dependence={(0, 1): 1.0})
coverage(Stepwise(replicates=200), population, repetitions=200, seed=1)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from waymark.evidence.estimate import Estimate, Estimator, Progress
from waymark.evidence.lists import ListError, ListTable

Floats = NDArray[np.float64]
ROUNDS = 500
CLOSE = 1e-12


@dataclass(frozen=True)
class Population:
    """People who are on lists by chance, with a known number of them.

    In class c the probability of a combination of lists s is proportional to
    exp(sum over i in s of (a_i + h_c) + sum over pairs within s of theta_ij); the a_i are chosen
    so that, over all classes, a share `inclusion[i]` of the population is on list i.

    Attributes:
        size: people in the population.
        inclusion: for each of k lists the share of the population that is on it, within 0 and 1.
        dependence: theta_ij as a log odds ratio, by pair of lists counted from 0; 0 elsewhere.
        classes: pairs of a share of the population and h_c, how much more visible these people
            are, in log odds; the shares add up to 1.
        names: of the lists; `A`, `B`, ... where empty.
    """

    size: int
    inclusion: tuple[float, ...]
    dependence: Mapping[tuple[int, int], float] = field(default_factory=dict)
    classes: tuple[tuple[float, float], ...] = ((1.0, 0.0),)
    names: tuple[str, ...] = ()

    @cached_property
    def probabilities(self) -> Floats:
        """Of each combination of lists, shape (2**k,): bit i for list i; [0] is on none.

        Raises ListError for shares that are not between 0 and 1 or classes that do not add up.
        """
        self._check()
        target = np.array(self.inclusion)
        on = np.arange(2 ** len(target))[:, None] >> np.arange(len(target)) & 1
        pairs = self._pairs(on)
        main = np.log(target / (1 - target))
        for _ in range(ROUNDS):
            cells = self._cells(on, main, pairs)
            reached = cells @ on
            main += np.log(target / (1 - target)) - np.log(reached / (1 - reached))
            if np.abs(reached - target).max() < CLOSE:
                return cells
        raise ListError("No population is like this: choose smaller shares or weaker dependence.")

    def draw(self, seed: int | np.random.SeedSequence) -> ListTable:
        """The table of the people who are seen, in one draw."""
        counts = np.random.default_rng(seed).multinomial(self.size, self.probabilities)
        lists = range(len(self.inclusion))
        rows = [([cell >> i & 1 for i in lists], int(n)) for cell, n in enumerate(counts) if cell]
        return ListTable.from_counts(self.names or [chr(ord("A") + i) for i in lists], rows)

    def _cells(self, on: NDArray[np.int64], main: Floats, pairs: Floats) -> Floats:
        total = np.zeros(len(on))
        for share, shift in self.classes:
            weight = np.exp(on @ (main + shift) + pairs)
            total += share * weight / weight.sum()
        return total

    def _pairs(self, on: NDArray[np.int64]) -> Floats:
        total = np.zeros(len(on))
        for (one, other), strength in self.dependence.items():
            total += strength * on[:, one] * on[:, other]
        return total

    def _check(self) -> None:
        lists = len(self.inclusion)
        if lists < 2 or not all(0 < share < 1 for share in self.inclusion):
            raise ListError("Give at least two lists, each with a share between 0 and 1.")
        if abs(sum(share for share, _ in self.classes) - 1) > 1e-9:
            raise ListError("The shares of the classes must add up to 1.")
        if any(not 0 <= one < other < lists for one, other in self.dependence):
            raise ListError(f"A dependence is of two lists from 0 to {lists - 1}, smaller first.")


@dataclass(frozen=True)
class Coverage:
    """How an estimator did on draws from one population.

    Attributes:
        truth: people in the population.
        repetitions: draws; `failed` of them had no finite estimate.
        covered: share of all draws whose interval held the truth; a failure holds nothing.
        error: standard error of `covered`.
        bias: median of the finite points relative to the truth, less 1.
        width: median width of the intervals relative to the truth.
        seen: mean number of people seen.
    """

    truth: int
    repetitions: int
    failed: int
    covered: float
    error: float
    bias: float
    width: float
    seen: float


def coverage(
    estimator: Estimator,
    population: Population,
    *,
    repetitions: int,
    seed: int,
    level: float = 0.95,
    progress: Progress | None = None,
) -> Coverage:
    """Draw, estimate, and count the intervals of a level that hold the truth.

    Each draw has its own generator, spawned from the seed. Raises ListError where the estimator
    gives no interval at that level. A bound counts as holding the truth where it lies below it.
    """
    fits = []
    for number, child in enumerate(np.random.SeedSequence(seed).spawn(repetitions)):
        fits.append(estimator.fit(population.draw(child)))
        if progress:
            progress((number + 1) / repetitions)
    return summary(fits, population.size, level)


def summary(fits: Sequence[Estimate], truth: int, level: float) -> Coverage:
    """What `coverage` says of estimates that are there already."""
    ends = [_interval(fit, level) for fit in fits]
    points = np.array([fit.point for fit in fits])
    finite = np.isfinite(points)
    both = list(zip(ends, fits, strict=True))
    held = [low <= truth and (fit.bound or truth <= high) for (low, high), fit in both]
    share = float(np.mean(held & finite))
    kept = [end for end, ok in zip(ends, finite, strict=True) if ok]
    widths = np.array([high - low for low, high in kept])
    return Coverage(
        truth=truth,
        repetitions=len(fits),
        failed=int((~finite).sum()),
        covered=share,
        error=sqrt(share * (1 - share) / len(fits)),
        bias=float(np.median(points[finite])) / truth - 1 if finite.any() else nan,
        width=float(np.median(widths)) / truth if len(widths) else nan,
        seen=float(np.mean([fit.seen for fit in fits])),
    )


def _interval(fit: Estimate, level: float) -> tuple[float, float]:
    for interval in fit.intervals:
        if abs(interval.level - level) < 1e-9:
            return interval.low, interval.high
    raise ListError(f"{fit.method} gives no interval at {level:.0%}.")
