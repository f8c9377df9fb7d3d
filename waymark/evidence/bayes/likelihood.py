"""The likelihood of the seen people alone, the number of unseen ones integrated out."""

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]


def log_likelihood(patterns: Reals, counts: Reals, weight: Reals | float = 1.0) -> Reals:
    """log of prod_m P(m)^{n_m} / (1 - P(0))^n for each chain, shape (C,).

    `patterns`, shape (C, M), are the probabilities of every pattern, that of nobody first, times
    `weight`, shape (C,), which cancels; `counts`, shape (M - 1,), are the people of the others.
    With p(N) proportional to 1 / N this is what summing over N leaves.
    """
    seen = np.maximum(weight - patterns[:, 0], 1e-300)
    result: Reals = np.log(patterns[:, 1:]) @ counts - counts.sum() * np.log(seen)
    return result
