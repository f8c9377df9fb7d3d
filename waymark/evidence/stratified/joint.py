"""Forward stepwise choice of one set of pairs for several strata, in many resamples at once."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from waymark.evidence.loglinear.cells import Bools, Floats, Ints, below, over_supersets
from waymark.evidence.loglinear.columns import fit_columns, hidden
from waymark.evidence.loglinear.newton import Fits, Problem, Status
from waymark.evidence.loglinear.selection import poisson_p
from waymark.evidence.loglinear.terms import main_effects, pairs_of

SMALLEST = 1e-290


@dataclass(frozen=True)
class Joint:
    """What was chosen.

    Attributes:
        hidden: people unseen, shape (strata, columns); `inf` where a stratum has no estimate.
        step: shape (pairs, columns): at which step a pair entered, from 1; 0 where it did not.
        p_value: with which joint p-value, same shape; NaN where it did not.
        trail: people unseen in all strata after the pair entered, same shape.
    """

    hidden: Floats
    step: Ints
    p_value: Floats
    trail: Floats


def choose(counts: Floats, threshold: float) -> Joint:
    """Choose pairs for each column of counts, shape (2**k, strata, columns).

    Every stratum has parameters of its own and all have the same pairs. A pair's p-value in a
    stratum is the two-sided Poisson one of its overlap; those of the strata where both lists hold
    somebody are joined by Fisher's method, -2 sum log p against chi-squared with twice as many
    degrees of freedom, and halved. With one stratum that is the p-value of the stepwise choice
    of Chan, Silverman and Vincent (2021); with more, dependence in any of the strata counts, in
    whatever direction. A pair enters only where the model exists in every stratum.
    Source of the method: Fisher 1932, *Statistical Methods for Research Workers*, section 21.1.
    """
    state = _State(counts, threshold)
    while len(state.active):
        state.advance()
    return Joint(state.hidden, state.step, state.p_value, state.trail)


class _State:
    def __init__(self, counts: Floats, threshold: float) -> None:
        self.counts, self.threshold = counts, threshold
        rows, strata, columns = counts.shape
        self.size = rows.bit_length() - 1
        self.pairs = np.array(pairs_of(self.size), dtype=np.int64)
        self.sums = over_supersets(counts.reshape(rows, -1)).reshape(counts.shape)
        shape = (len(self.pairs), columns)
        self.step = np.zeros(shape, dtype=np.int64)
        self.p_value, self.trail = np.full(shape, np.nan), np.full(shape, np.nan)
        self.refused = np.zeros(shape, dtype=np.bool_)
        self.hidden, self.expected = np.full((strata, columns), np.inf), np.zeros_like(counts)
        everybody = np.arange(columns)
        fits, settled = self._fit(everybody, self.step > 0)
        self._keep(everybody, fits, np.ones(columns, dtype=np.bool_))
        self.active = everybody[settled]

    def advance(self) -> None:
        """Every active column tries its best pair; those without one are done."""
        where, p_value = self._best()
        going = p_value < self.threshold
        self.active, where, p_value = self.active[going], where[going], p_value[going]
        if not len(self.active):
            return
        chosen = self.step[:, self.active] > 0
        chosen[where, np.arange(len(where))] = True
        fits, settled = self._fit(self.active, chosen)
        self.refused[where[~settled], self.active[~settled]] = True
        entered, pair = self.active[settled], where[settled]
        # Cells leave with an empty pair, and what had no estimate may have one without them.
        empty = (self.sums[self.pairs[pair], :, entered] == 0).any(axis=1)
        self.refused[:, entered[empty]] = False
        self.step[pair, entered] = self.step[:, entered].max(axis=0, initial=0) + 1
        self._keep(self.active, fits, settled)
        self.p_value[pair, entered] = p_value[settled]
        self.trail[pair, entered] = self.hidden[:, entered].sum(axis=0)

    def _best(self) -> tuple[Ints, Floats]:
        columns = self.active
        observed = self.sums[self.pairs][:, :, columns]
        expected = self.expected[self.pairs][:, :, columns]
        lists = self.sums[1 << np.arange(self.size)][:, :, columns] > 0
        logs = joint_log_p(observed, expected, self._both(lists))
        logs[(self.step[:, columns] > 0) | self.refused[:, columns]] = np.inf
        where = logs.argmin(axis=0)
        return where, np.exp(logs[where, np.arange(len(columns))])

    def _both(self, lists: Bools) -> Bools:
        held = [lists[(pair >> np.arange(self.size) & 1) > 0].all(axis=0) for pair in self.pairs]
        return np.array(held)

    def _fit(self, columns: Ints, chosen: Bools) -> tuple[Fits, Bools]:
        """Fits of strata by columns side by side, and which columns have all strata settled."""
        rows, strata = self.counts.shape[:2]
        flat = np.ascontiguousarray(self.counts[:, :, columns]).reshape(rows, -1)
        first = np.array(main_effects(self.size))
        terms = np.full((len(columns), len(first) + len(self.pairs)), -1, dtype=np.int64)
        terms[:, : len(first)] = first
        terms[:, len(first) :] = np.where(chosen, self.pairs[:, None], -1).T
        gone = np.zeros(flat.shape, dtype=np.bool_)
        gone[first] = over_supersets(flat)[first] == 0
        gone[self.pairs] = np.tile(chosen, strata) & (over_supersets(flat)[self.pairs] == 0)
        keep = ~below(gone)
        keep[0] = False
        fits = fit_columns(Problem(flat, keep, np.tile(terms, (strata, 1))))
        settled = (fits.status == Status.SETTLED).reshape(strata, -1).all(axis=0)
        return fits, settled

    def _keep(self, columns: Ints, fits: Fits, which: Bools) -> None:
        strata = self.counts.shape[1]
        unseen = hidden(fits).reshape(strata, -1)
        margins = fits.margins.reshape(len(self.counts), strata, -1)
        self.hidden[:, columns[which]] = unseen[:, which]
        self.expected[:, :, columns[which]] = margins[:, :, which]


def joint_log_p(observed: Floats, expected: Floats, used: Bools) -> Floats:
    """The log of the joint p-value by pair and column, of arrays (pairs, strata, columns)."""
    tail = poisson_p(observed, expected)
    mean = np.maximum(expected, 1e-300)
    surprise = observed * np.log(np.maximum(observed, 1e-300) / mean) - observed + expected
    logs = np.where(tail < SMALLEST, -surprise, np.log(np.maximum(tail, SMALLEST)))
    logs = np.where(used, np.minimum(logs + np.log(2), 0.0), 0.0)
    statistic, degrees = -2 * logs.sum(axis=1), 2 * np.maximum(used.sum(axis=1), 1)
    joint = chi2.logsf(statistic, degrees)
    total: Floats = np.where(np.isfinite(joint), joint, -statistic / 2) - np.log(2)
    return total
