"""Sums over the cells of a cross-classification of k lists, many tables side by side.

Every array here has shape (2**k, columns): bit i of a row's index says whether people of that
cell are on list i, so that a set of lists, a term of a model and a cell are the same number.
Row 0 is nobody's cell. A column is one table: the data, a bootstrap draw or a jackknife.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Kind = TypeVar("Kind", np.float64, np.bool_)


def over_supersets(values: Floats) -> Floats:
    """For each set, the sum over the cells that contain it: the margins of a table.

    Row 0 becomes the grand total, row `1 << i` the size of list i, and so on. This is the
    product with the transposed design matrix of the saturated model in k additions a column
    instead of 2**k (a zeta transform; Yates 1937, *The design and analysis of factorial
    experiments*).
    """
    sums = values.copy()
    for block in _halves(sums):
        block[:, 0] += block[:, 1]
    return sums


def over_subsets(values: Floats) -> Floats:
    """For each cell, the sum over the terms within it: the linear predictor of coefficients."""
    sums = values.copy()
    for block in _halves(sums):
        block[:, 1] += block[:, 0]
    return sums


def coefficients(predictor: Floats) -> Floats:
    """The coefficients behind a linear predictor: the inverse of `over_subsets`."""
    terms = predictor.copy()
    for block in _halves(terms):
        block[:, 1] -= block[:, 0]
    return terms


def below(empty: Bools) -> Bools:
    """Which cells contain an empty set: those that a coefficient of minus infinity removes."""
    removed = empty.copy()
    for block in _halves(removed):
        block[:, 1] |= block[:, 0]
    return removed


def _halves(values: NDArray[Kind]) -> list[NDArray[Kind]]:
    """Views that split the rows by one list after another: [:, 0] without it, [:, 1] with it."""
    rows, columns = values.shape
    return [
        values.reshape(rows >> (bit + 1), 2, 1 << bit, columns)
        for bit in range(rows.bit_length() - 1)
    ]
