"""Latent classes with a Dirichlet-process prior: people who differ in how they come onto lists."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waymark.evidence.bayes.convergence import bulk_ess, split_rhat, tail_ess
from waymark.evidence.bayes.decomposable import by_name
from waymark.evidence.bayes.sampler import Chains, Prior
from waymark.evidence.estimate import Estimate, Interval, Progress
from waymark.evidence.lists import ListError, ListTable

METHOD = "latent classes"
TICK = 100  # sweeps between two calls of `progress`
MOST_RHAT = 1.01  # Vehtari and others 2021
LEAST_ESS = 100  # per chain, the same source


@dataclass(frozen=True)
class Draws:
    """What the chains visited after burn-in.

    Attributes:
        population: shape (draws, chains), N in people, seen and unseen.
        concentration: shape (draws, chains), alpha of the sticks.
        classes: shape (draws, chains), classes with somebody in them.
    """

    population: NDArray[np.float64]
    concentration: NDArray[np.float64]
    classes: NDArray[np.float64]


@dataclass(frozen=True)
class LatentClasses:
    """Bayesian estimate by a mixture of classes, in each of which lists are independent.

    The model of Manrique-Vallier (2016), Biometrics 72(4), 1246-1254, and of the R package LCMCR;
    `Chains` has its formulas. Dependence between lists is explained by people's differences.

    Options:
        chains: how many, at least two; they move together, so that many cost little more.
        sweeps: of each chain at most, the burn-in included.
        burn_in: the first sweeps of each chain, which are thrown away; None for a sixth of them.
        classes: K, at least two, where the sticks end.
        shape, rate: of the Gamma prior of the concentration alpha.
        seed: the same seed, options and table give the same digits on any number of cores.
        stop_early: end after an eighth, a quarter or half of the sweeps where the chains agree.
        levels: of the equal-tailed intervals.

    Chains that do not agree are said so in the estimate's warnings: split R-hat above 1.01, or an
    effective sample size below 100 a chain in the bulk or the tails (Vehtari and others 2021).
    """

    chains: int = 8
    sweeps: int = 130_000
    burn_in: int | None = None
    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25
    seed: int = 0
    stop_early: bool = True
    levels: tuple[float, ...] = (0.95,)

    def __post_init__(self) -> None:
        if self.chains < 2 or self.classes < 2:
            raise ValueError("At least two chains and two classes are needed.")
        if not 0 <= self._thrown <= self.sweeps - 100:
            raise ValueError("At least 100 sweeps must follow the burn-in.")

    @property
    def _thrown(self) -> int:
        return self.sweeps // 6 if self.burn_in is None else self.burn_in

    def fit(self, table: ListTable, *, progress: Progress | None = None) -> Estimate:
        """The median of N and its intervals. Raises ListError for fewer than two lists."""
        draws = self.draw(table, progress=progress)
        found = draws.population
        convergence = _convergence(found)
        return Estimate(
            point=float(np.median(found)),
            intervals=tuple(_interval(found, level) for level in self.levels),
            method=METHOD,
            model=f"mixture of at most {self.classes} classes",
            seen=table.total,
            diagnostics=convergence
            | {
                "chains": self.chains,
                "sweeps": self._thrown + len(found),
                "classes_in_use": float(draws.classes.mean()),
                "concentration": float(np.median(draws.concentration)),
                "rhat_concentration": split_rhat(draws.concentration),
            },
            warnings=_warnings(found, convergence),
        )

    def draw(self, table: ListTable, *, progress: Progress | None = None) -> Draws:
        """Run the chains. Raises ListError for fewer than two lists or lists without anybody."""
        if table.size < 2:
            raise ListError("Latent classes need at least two lists.")
        if not table.total:
            raise ListError("The lists hold nobody.")
        prior = Prior(self.classes, self.shape, self.rate)
        state = Chains(by_name(table), self.chains, prior, self.seed)
        kept = np.empty((3, self.sweeps, self.chains))
        done = 0
        for until in self._looks():
            for sweep in range(done, until):
                state.sweep()
                kept[:, sweep] = state.unseen, state.alpha, np.count_nonzero(state.sizes, axis=1)
                if progress is not None and sweep % TICK == 0:
                    progress(sweep / self.sweeps)
            done = until
            if self.stop_early and self._agree(kept[0, self._thrown : done]):
                break
        if progress is not None:
            progress(1.0)
        kept[0] += table.total
        return Draws(*kept[:, self._thrown : done])

    def _agree(self, population: NDArray[np.float64]) -> bool:
        told = _convergence(population)
        least = min(told["bulk_ess"], told["tail_ess"])
        return told["rhat"] <= MOST_RHAT and least >= LEAST_ESS * self.chains

    def _looks(self) -> list[int]:
        """After how many sweeps the chains are looked at: each time with twice the draws."""
        after = self.sweeps - self._thrown
        return [self._thrown + after // part for part in (8, 4, 2, 1)]


def _interval(draws: NDArray[np.float64], level: float) -> Interval:
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level, "posterior")


def _convergence(draws: NDArray[np.float64]) -> dict[str, float]:
    return {"rhat": split_rhat(draws), "bulk_ess": bulk_ess(draws), "tail_ess": tail_ess(draws)}


def _warnings(draws: NDArray[np.float64], told: Mapping[str, float]) -> tuple[str, ...]:
    """What a reader must know about the chains, worst first; a figure that is not a number too."""
    found = []
    if not told["rhat"] <= MOST_RHAT:
        medians = np.median(draws, axis=0)
        found.append(
            f"The chains do not agree (R-hat {told['rhat']:.3f}, to be at most {MOST_RHAT}): "
            f"their medians go from {medians.min():,.0f} to {medians.max():,.0f}. Don't use this "
            "estimate; run more sweeps, and if that doesn't help, the lists can't tell these "
            "answers apart."
        )
    least = LEAST_ESS * draws.shape[1]
    if not min(told["bulk_ess"], told["tail_ess"]) >= least:
        found.append(
            f"The chains hold few independent draws (effective sample size {told['bulk_ess']:,.0f} "
            f"in the bulk, {told['tail_ess']:,.0f} in the tails, to be at least {least}): "
            "the ends of the interval are uncertain; run more sweeps."
        )
    return tuple(found)
