"""Newton's method for many small Poisson log-linear models at once.

A model's expected count in cell s is mu_s = exp(sum of theta_t over its terms t within s). The
gradient of the log-likelihood is t_T - m_T (observed less expected margin of term T) and the
information is H_TU = m_{T or U}: both are read off the margins of mu, so that an iteration costs
a fast sum over subsets, one over supersets and one small solve a column, and no design matrix is
ever formed. Cells removed by empty terms have mu = 0 throughout.

A column has settled when a step changes no kept cell's log mean by more than `SETTLED`. Where no
finite maximum exists, some cells' log means fall by about one in each step for ever, so that a
small step of a well-conditioned system proves existence (the Poisson likelihood is generalised
self-concordant: Bach 2010, *Electronic Journal of Statistics* 4, 384-414). The steps then tend
to a direction of recession, which is rounded and checked in whole numbers: a proof of the
opposite (Fienberg and Rinaldo 2012, *Annals of Statistics* 40, 996-1023, theorem 2). What
neither proves is left to the linear program.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from waymark.evidence.loglinear.cells import Bools, Floats, Ints, over_subsets, over_supersets

SETTLED = 1e-6
LARGEST_STEP = 2.0  # in log means: a longer step overshoots where a few people became many
PATIENCE = 20
LOOK_FOR_DIRECTIONS_FROM = 5
DENOMINATOR = 12  # directions of small 0/1 designs have small denominators


class Status(IntEnum):
    """What is known of a column's maximum-likelihood estimate."""

    SETTLED = 0
    ABSENT = 1  # there is none: a direction of recession was found
    UNIDENTIFIED = 2  # the design has not full rank
    UNDECIDED = 3


@dataclass(frozen=True)
class Problem:
    """Columns to fit: all arrays by column, shape (2**k, columns) but for `terms`.

    Attributes:
        counts: people in each cell.
        keep: which cells have a mean above zero: not row 0, none above an empty term.
        terms: the terms to estimate, shape (p,) shared or (columns, p) each its own; -1 pads,
            and terms whose cell is not kept are passed over.
    """

    counts: Floats
    keep: Bools
    terms: Ints

    def only(self, columns: Ints | Bools) -> "Problem":
        """The same for some of the columns."""
        terms = self.terms if self.terms.ndim == 1 else self.terms[columns]
        return Problem(self.counts[:, columns], self.keep[:, columns], terms)


@dataclass
class Fits:
    """Fitted columns.

    Attributes:
        predictor: log means, shape (2**k, columns); row 0 is the log of the number unseen.
        margins: sums of the means over supersets, same shape.
        status: a Status each.
    """

    predictor: Floats
    margins: Floats
    status: Ints


def start(problem: Problem) -> Floats:
    """A first guess, one weighted least-squares step from means of counts + 0.1 (as R's glm)."""
    guess = problem.counts + 0.1
    weight = np.where(problem.keep, guess, 0.0)
    working = weight * np.log(guess) + np.where(problem.keep, problem.counts - guess, 0.0)
    slots = _Slots(problem.terms, len(guess))
    step = slots.solve(over_supersets(weight), over_supersets(working))
    return over_subsets(step)


def newton(problem: Problem, predictor: Floats, *, patience: int = PATIENCE) -> Fits:
    """Maximise the likelihood of every column from a starting predictor.

    Columns leave the batch as they settle. Needs designs of full rank.
    """
    columns = problem.counts.shape[1]
    out = Fits(
        predictor.copy(),
        np.zeros_like(predictor),
        np.full(columns, Status.UNDECIDED, dtype=np.int64),
    )
    active = np.arange(columns)
    keep, observed = problem.keep, over_supersets(problem.counts)
    for iteration in range(patience):
        margins = _margins(out.predictor[:, active], problem.keep)
        step = _Slots(problem.terms, len(predictor)).solve(margins, observed - margins)
        change = over_subsets(step)
        size = np.abs(np.where(problem.keep, change, 0.0)).max(axis=0)
        change *= LARGEST_STEP / np.maximum(size, LARGEST_STEP)
        out.predictor[:, active] += change
        status = np.where(size <= SETTLED, Status.SETTLED, Status.UNDECIDED)
        if iteration >= LOOK_FOR_DIRECTIONS_FROM:
            receding = _recedes(problem, step / np.maximum(size, 1e-300))
            status[receding & (size > SETTLED)] = Status.ABSENT
        out.status[active] = status
        going = (status == Status.UNDECIDED) & np.isfinite(size)
        if not going.any():
            break
        if not going.all():
            active, problem, observed = active[going], problem.only(going), observed[:, going]
    out.margins = _margins(out.predictor, keep)
    return out


def recedes(counts: Floats, keep: Bools, direction: Floats) -> Bools:
    """Whether whole-number directions, by term, prove that columns have no finite maximum.

    They do where they change no cell that has people, raise none that is kept and lower one.
    """
    change = np.where(keep, over_subsets(direction), 0.0)
    still = ~((change != 0) & (counts > 0)).any(axis=0)
    proved: Bools = still & (change.max(axis=0) <= 0) & (change.min(axis=0) < 0)
    return proved


def _recedes(problem: Problem, direction: Floats) -> Bools:
    return recedes(problem.counts, problem.keep, np.rint(direction * DENOMINATOR))


def _margins(predictor: Floats, keep: Bools) -> Floats:
    return over_supersets(np.exp(np.minimum(predictor, 700.0)) * keep)


class _Slots:
    """Where the entries of the small systems stand among the margins."""

    def __init__(self, terms: Ints, rows: int) -> None:
        self.rows = rows
        self.terms = terms[None, :] if terms.ndim == 1 else terms
        # A pad, -1, gives -1 again: the row of zeros that is appended to the margins.
        self.union = self.terms[:, :, None] | self.terms[:, None, :]

    def solve(self, information: Floats, gradient: Floats) -> Floats:
        """Solve each column's system; the coefficients at their terms, zero elsewhere."""
        columns = gradient.shape[1]
        matrix = self._gather(information, self.union)
        diagonal = np.einsum("rpp->rp", matrix)
        diagonal[diagonal == 0] = 1.0  # pads and terms that are not kept: nothing to solve
        step = _solve(matrix, self._gather(gradient, self.terms))
        full = np.zeros((columns, self.rows + 1))
        np.put_along_axis(full, np.broadcast_to(self.terms, step.shape) % (self.rows + 1), step, 1)
        return np.ascontiguousarray(full[:, :-1].T)

    def _gather(self, values: Floats, where: Ints) -> Floats:
        columns = values.shape[1]
        by_column = np.zeros((columns, self.rows + 1))
        by_column[:, :-1] = values.T
        if len(where) == 1:
            return by_column[:, where[0]]
        base = (np.arange(columns) * (self.rows + 1)).reshape(-1, *[1] * (where.ndim - 1))
        gathered: Floats = by_column.ravel()[where % (self.rows + 1) + base]
        return gathered


def _solve(matrix: Floats, right: Floats) -> Floats:
    try:
        solved = np.linalg.solve(matrix, right[:, :, None])
    except np.linalg.LinAlgError:  # means that vanished made one singular: only that one is lost
        return np.array([_solve_one(*each) for each in zip(matrix, right, strict=True)])
    return np.asarray(solved[:, :, 0], dtype=np.float64)


def _solve_one(matrix: Floats, right: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(right, np.nan)
