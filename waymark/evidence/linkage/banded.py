"""Counts drawn from bands, so that the lists come out at their known sizes on average."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
# Sizes need not be met to a person; the pull keeps the tilt finite where they cannot be.
PULL = 1e-3


def chances(low: Whole, high: Whole, rounded: Whole) -> Floats:
    """Of each value of each band before the sizes are looked at, shape (cells, widest band).

    A rounded count is as likely as it would have been rounded so. Of a hidden one each value is
    half as likely as the one below: lists that hardly overlap have mostly empty combinations.
    """
    values = low[:, None] + np.arange(int((high - low).max()) + 1)
    within = values <= high[:, None]
    near = (high - rounded)[:, None] + 1 - np.abs(values - rounded[:, None])
    return np.where(within, np.where(rounded[:, None] < 0, 0.5**values, near), 0.0)


def tilted(weights: Floats, low: Whole, patterns: Whole, sizes: Whole) -> Floats:
    """The distribution nearest to `weights` under which lists have their sizes on average.

    P(count c on lists s) is proportional to weight(c) exp(c sum of theta_i over i in s), with
    theta from the dual of minimum relative entropy (Csiszar 1975, *Annals of Probability* 3,
    146-158). Without it, many combinations that nobody is on would be taken for half full.
    Arguments: `chances`; low ends, shape (cells,); patterns, shape (cells, k); sizes, shape (k,).
    """
    values = low[:, None] + np.arange(weights.shape[1])
    with np.errstate(divide="ignore"):
        logs = np.log(weights)

    def dual(theta: Floats) -> tuple[float, Floats]:
        tilt = logs + values * (patterns @ theta)[:, None]
        top = tilt.max(axis=1, keepdims=True)
        share = np.exp(tilt - top)
        total = share.sum(axis=1, keepdims=True)
        mean = (share / total * values).sum(axis=1)
        worth = float((top + np.log(total)).sum() - sizes @ theta + PULL * theta @ theta / 2)
        return worth, mean @ patterns - sizes + PULL * theta

    theta = minimize(dual, np.zeros(patterns.shape[1]), jac=True, method="BFGS").x
    tilt = logs + values * (patterns @ theta)[:, None]
    share = np.exp(tilt - tilt.max(axis=1, keepdims=True))
    found: Floats = share / share.sum(axis=1, keepdims=True)
    return found
