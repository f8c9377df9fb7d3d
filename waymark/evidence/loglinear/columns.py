"""Fit columns of a table under their models, with the tests of existence around Newton's method."""

import numpy as np

from waymark.evidence.loglinear.cells import Floats, Ints
from waymark.evidence.loglinear.existence import bits, finite, identified
from waymark.evidence.loglinear.newton import Fits, Problem, Status, newton, start

LAST_PATIENCE = 2_000


def fit_columns(problem: Problem, predictor: Floats | None = None) -> Fits:
    """Fit every column whose estimate exists; `status` tells the others apart.

    Designs without full rank are found first. Newton's method then proves existence by settling
    or absence by a direction; the linear program answers for whatever is left, and columns that
    it finds to exist are iterated until they settle.
    """
    columns = problem.counts.shape[1]
    full = identified(problem.terms, problem.keep)
    if full.all():
        return _fit(problem, predictor)
    rows = len(problem.counts)
    out = Fits(
        np.zeros((rows, columns)),
        np.zeros((rows, columns)),
        np.full(columns, Status.UNIDENTIFIED, dtype=np.int64),
    )
    if full.any():
        part = _fit(problem.only(full), None if predictor is None else predictor[:, full])
        out.predictor[:, full], out.margins[:, full] = part.predictor, part.margins
        out.status[full] = part.status
    return out


def _fit(problem: Problem, predictor: Floats | None) -> Fits:
    fits = newton(problem, start(problem) if predictor is None else predictor)
    undecided = np.nonzero(fits.status == Status.UNDECIDED)[0]
    for column in undecided:
        if not _exists(problem, int(column)):
            fits.status[column] = Status.ABSENT
    slow = np.nonzero(fits.status == Status.UNDECIDED)[0]
    if len(slow):
        again = problem.only(slow)
        more = newton(again, start(again), patience=LAST_PATIENCE)
        fits.predictor[:, slow], fits.margins[:, slow] = more.predictor, more.margins
        fits.status[slow] = more.status
    return fits


def _exists(problem: Problem, column: int) -> bool:
    terms = problem.terms if problem.terms.ndim == 1 else problem.terms[column]
    keep = problem.keep[:, column]
    kept = [int(term) for term in terms if term == 0 or (term > 0 and keep[term])]
    size = len(keep).bit_length() - 1
    return finite(tuple(kept), size, bits(keep), bits(problem.counts[:, column] > 0))


def log_likelihood(counts: Floats, fits: Fits) -> Floats:
    """The Poisson log-likelihood of each column without the term in the counts' factorials.

    sum of y log(mu) - mu over the kept cells; the means add up to the people seen.
    """
    seen = counts[1:]
    total: Floats = (seen * fits.predictor[1:]).sum(axis=0) - seen.sum(axis=0)
    return total


def hidden(fits: Fits) -> Floats:
    """The number of people unseen by column: exp(intercept), `inf` where there is no estimate."""
    unseen: Floats = np.where(fits.status == Status.SETTLED, np.exp(fits.predictor[0]), np.inf)
    return unseen


def pad(models: list[tuple[int, ...]]) -> Ints:
    """Models as rows of terms, padded with -1."""
    width = max(map(len, models))
    return np.array([list(model) + [-1] * (width - len(model)) for model in models], dtype=np.int64)
