"""The same methods the plain way: design matrices, one table at a time, a primal linear program."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.stats import poisson

Floats = NDArray[np.float64]


def design(size: int, terms: list[int]) -> Floats:
    """One row a cell but nobody's, one column a term."""
    cells = np.arange(1, 2**size)
    inside: Floats = ((cells[:, None] & np.array(terms)) == np.array(terms)).astype(np.float64)
    return inside


def reduce(counts: Floats, terms: list[int]) -> tuple[Floats, Floats]:
    """Design and counts without empty terms and the cells above them."""
    size = len(counts).bit_length() - 1
    full, seen = design(size, terms), counts[1:]
    empty = full.T @ seen == 0
    rows = ~full[:, empty].any(axis=1)
    return full[rows][:, ~empty], seen[rows]


def exists(matrix: Floats, seen: Floats) -> bool:
    """Fienberg and Rinaldo: is there a table above zero everywhere with the same margins?"""
    rows, columns = matrix.shape
    answer = linprog(
        np.append(np.zeros(rows), -1.0),
        A_eq=np.hstack([matrix.T, np.zeros((columns, 1))]),
        b_eq=matrix.T @ seen,
        A_ub=np.hstack([-np.eye(rows), np.ones((rows, 1))]),
        b_ub=np.zeros(rows),
        bounds=[(0, None)] * rows + [(0, 1)],
    )
    assert answer.x is not None
    return float(answer.x[-1]) > 1e-7


def has_full_rank(matrix: Floats) -> bool:
    return bool(int(np.linalg.matrix_rank(matrix)) == matrix.shape[1])


def glm(matrix: Floats, seen: Floats) -> tuple[Floats, Floats]:
    """Fitted means and coefficients by iteratively reweighted least squares from counts + 0.1."""
    mean = seen + 0.1
    beta = np.zeros(matrix.shape[1])
    for _ in range(200):
        working = np.log(mean) + (seen - mean) / mean
        root = np.sqrt(mean)
        solved = np.linalg.lstsq(matrix * root[:, None], working * root, rcond=None)[0]
        beta = np.asarray(solved, dtype=np.float64)
        new = np.exp(matrix @ beta)
        if np.abs(np.log(new / mean)).max() < 1e-11:
            break
        mean = new
    return np.exp(matrix @ beta), beta


def fit(counts: Floats, terms: list[int]) -> float | None:
    """People unseen under a model; None where its estimate does not exist or is not unique."""
    matrix, seen = reduce(counts, terms)
    if not seen.sum() or not has_full_rank(matrix) or not exists(matrix, seen):
        return None
    return float(np.exp(glm(matrix, seen)[1][0]))


def stepwise(counts: Floats, threshold: float) -> tuple[float | None, list[int]]:
    """SparseMSE's choice of pairs for one table, and the people unseen."""
    size = len(counts).bit_length() - 1
    terms = [0, *(1 << i for i in range(size))]
    pairs = [1 << i | 1 << j for i, j in combinations(range(size), 2)]
    chosen: list[int] = []
    unseen = fit(counts, terms)
    while unseen is not None:
        best: tuple[float, int, float] | None = None
        for pair in pairs:
            if pair in chosen:
                continue
            p_value = _p_value(counts, terms + chosen, pair)
            if p_value >= threshold or (best and p_value >= best[0] * (1 - 1e-9)):
                continue
            with_it = fit(counts, [*terms, *chosen, pair])
            if with_it is not None:
                best = p_value, pair, with_it
        if best is None:
            break
        chosen.append(best[1])
        unseen = best[2]
    return unseen, chosen


def _p_value(counts: Floats, terms: list[int], pair: int) -> float:
    size = len(counts).bit_length() - 1
    full = design(size, terms)
    empty = full.T @ counts[1:] == 0
    rows = ~full[:, empty].any(axis=1)
    matrix, seen = reduce(counts, terms)
    mean = glm(matrix, seen)[0]
    shared = (np.arange(1, 2**size)[rows] & pair) == pair
    observed, expected = seen[shared].sum(), mean[shared].sum()
    return float(min(poisson.cdf(observed, expected), poisson.sf(observed - 1, expected)))
