"""Forward stepwise choice of pairs, on every column of a batch at once.

Chan, Silverman and Vincent 2021, *JASA* 116(535), section 3.2, as their package SparseMSE does it:
start from main effects; each pair outside the model has the count n* of people on both lists and
its expectation m* under the current fit; its p-value is the smaller of P(X <= n*) and P(X >= n*)
for X Poisson with mean m*. The pair with the smallest p-value below the threshold whose model has
an existing and identified estimate enters, until there is none. A pair whose lists share nobody
enters with a coefficient of minus infinity: its cells leave the table.

Equal p-values: the larger log-likelihood ratio first, which orders p-values too small for a
double; then the pair that stands first by the lists' names.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammainc, gammaincc, xlogy

from waymark.evidence.loglinear.cells import Bools, Floats, Ints, over_supersets
from waymark.evidence.loglinear.columns import fit_columns, hidden
from waymark.evidence.loglinear.existence import kept
from waymark.evidence.loglinear.newton import Fits, Problem, Status
from waymark.evidence.loglinear.terms import main_effects, pairs_of

EQUAL = 1e-9  # logs of p-values nearer than this differ by rounding only


@dataclass(frozen=True)
class Selection:
    """What was chosen in each column.

    Attributes:
        hidden: people unseen, shape (columns,); `inf` where not even main effects can be fitted.
        main: the same under main effects only.
        step: shape (pairs, columns): at which step a pair entered, from 1; 0 where it did not.
        p_value: with which p-value, same shape; NaN where it did not.
        trail: people unseen after the pair entered, same shape.
    """

    hidden: Floats
    main: Floats
    step: Ints
    p_value: Floats
    trail: Floats


def select(counts: Floats, threshold: float) -> Selection:
    """Choose pairs for every column of counts, shape (2**k, columns), at a p-value threshold."""
    state = _State(counts, threshold)
    while len(state.active):
        state.advance()
    return Selection(state.hidden, state.main, state.step, state.p_value, state.trail)


@dataclass(frozen=True)
class _Trial:
    """One more pair for each active column: the fits and the models that were fitted."""

    fits: Fits
    keep: Bools
    terms: Ints


class _State:
    """Columns on their way, each at its own step."""

    def __init__(self, counts: Floats, threshold: float) -> None:
        self.size = len(counts).bit_length() - 1
        self.counts, self.threshold = counts, threshold
        self.pairs = np.array(pairs_of(self.size), dtype=np.int64)
        columns, first = counts.shape[1], main_effects(self.size)
        self.observed = over_supersets(counts)[self.pairs]
        self.keep = kept(counts, np.array(first))[0]
        self.terms = np.full((columns, len(first) + len(self.pairs)), -1, dtype=np.int64)
        self.terms[:, : len(first)] = first
        self.length = np.full(columns, len(first))
        self.fits = fit_columns(Problem(counts, self.keep, np.array(first)))
        self.hidden = _main_hidden(counts, self.fits)
        self.main = self.hidden.copy()
        shape = (len(self.pairs), columns)
        self.step = np.zeros(shape, dtype=np.int64)
        self.p_value, self.trail = np.full(shape, np.nan), np.full(shape, np.nan)
        self.refused = np.zeros(shape, dtype=np.bool_)
        self.active = np.nonzero(self.fits.status == Status.SETTLED)[0]

    def advance(self) -> None:
        """Every active column tries its best pair; those without one are done."""
        where, p_value = self._best()
        going = p_value < self.threshold
        self.active, where, p_value = self.active[going], where[going], p_value[going]
        if not len(self.active):
            return
        trial = self._try(where)
        entered = trial.fits.status == Status.SETTLED
        self.refused[where[~entered], self.active[~entered]] = True
        self.p_value[where[entered], self.active[entered]] = p_value[entered]
        self._enter(where, entered, trial)

    def _best(self) -> tuple[Ints, Floats]:
        columns = self.active
        observed = self.observed[:, columns]
        expected = self.fits.margins[self.pairs][:, columns]
        p_value = poisson_p(observed, expected)
        out = (self.step[:, columns] > 0) | self.refused[:, columns]
        p_value[out] = 1.0
        rank = _log_p(p_value, observed, expected)
        rank[out] = np.inf
        where = (rank <= rank.min(axis=0) + EQUAL).argmax(axis=0)
        return where, p_value[where, np.arange(len(columns))]

    def _try(self, where: Ints) -> "_Trial":
        """Fit the models with one more pair: an empty pair removes cells, others add a term."""
        columns, pair = self.active, self.pairs[where]
        observed = self.observed[where, columns]
        above = (np.arange(len(self.counts))[:, None] & pair) == pair
        keep = self.keep[:, columns] & ~(above & (observed == 0))
        terms = self.terms[columns]
        full = observed > 0
        terms[full, self.length[columns][full]] = pair[full]
        terms = terms[:, : int(self.length[columns].max()) + 1]
        expected = self.fits.margins[pair, columns]
        lift = np.log(np.where(full, observed / np.maximum(expected, 1e-300), 1.0))
        guess = self.fits.predictor[:, columns] + np.where(above, lift, 0.0)
        fits = fit_columns(Problem(self.counts[:, columns], keep, terms), guess)
        return _Trial(fits, keep, terms)

    def _enter(self, where: Ints, entered: Bools, trial: "_Trial") -> None:
        columns, pair = self.active[entered], where[entered]
        fits, terms = trial.fits, trial.terms
        self.fits.predictor[:, columns] = fits.predictor[:, entered]
        self.fits.margins[:, columns] = fits.margins[:, entered]
        self.keep[:, columns] = trial.keep[:, entered]
        self.terms[columns, : terms.shape[1]] = terms[entered]
        shared = self.observed[pair, columns] > 0
        self.length[columns] += shared
        # Without a finite estimate a model's larger models have none, unless cells leave them.
        self.refused[:, columns[~shared]] = False
        self.hidden[columns] = hidden(fits)[entered]
        self.step[pair, columns] = self.step[:, columns].max(axis=0) + 1
        self.trail[pair, columns] = self.hidden[columns]


def poisson_p(observed: Floats, expected: Floats) -> Floats:
    """The one-sided Poisson p-value in the direction of the difference."""
    below = gammaincc(observed + 1, expected)
    above = np.where(observed > 0, gammainc(np.maximum(observed, 1), expected), 1.0)
    smaller: Floats = np.minimum(below, above)
    return smaller


def _log_p(p_value: Floats, observed: Floats, expected: Floats) -> Floats:
    mean = np.maximum(expected, 1e-300)
    ratio = xlogy(observed, observed / mean) - observed + expected
    tiny = p_value < 1e-290
    logs: Floats = np.where(tiny, -ratio, np.log(np.where(tiny, 1.0, p_value)))
    return logs


def _main_hidden(counts: Floats, fits: Fits) -> Floats:
    """Unseen under independence: nobody where one list holds everybody, else `inf` or the fit."""
    margins = over_supersets(counts)
    lists = 1 << np.arange(len(counts).bit_length() - 1)
    everybody = (margins[lists] == margins[0]).any(axis=0)
    return np.where(everybody & (fits.status != Status.SETTLED), 0.0, hidden(fits))
