"""A Metropolis move that shifts people between two classes at once, however many they are."""

import numpy as np
from numpy.typing import NDArray

from waymark.evidence.bayes.likelihood import log_likelihood

Reals = NDArray[np.float64]

STEP = 1.5  # in the log-odds of one class against the other


def exchange(
    rng: np.random.Generator,
    joint: Reals,
    counts: Reals,
    *,
    log_nu: Reals,
    log_rest: Reals,
    alpha: Reals,
) -> Reals:
    """Redistribute nu_k + nu_h between two classes k < h of each chain, classes integrated out.

    Two classes that put people on lists alike share them in any proportion, but Gibbs draws move
    that proportion by the square root of their people only. The move adds a step to
    log(nu_k / nu_h), which has Jacobian 1; the sticks' density in nu is
    alpha^{K-1} nu_K^{alpha-1} prod_{1<j<K} 1 / (nu_j + ... + nu_K), of which the
    rests of the classes after k up to h change.

    Changes `joint` (C, M, K) in place; the others stay as they are. `counts`, shape (M - 1,), are
    the people of every pattern but the first. Returns each chain's probability of being on no
    list, shape (C,).
    """
    chains, classes = log_nu.shape
    rows = np.arange(chains)
    first, second = _pairs(rng, chains, classes)
    old_first, old_second = log_nu[rows, first], log_nu[rows, second]
    both = np.logaddexp(old_first, old_second)
    odds = old_first - old_second + STEP * rng.standard_normal(chains)
    new_first, new_second = both - np.logaddexp(0, -odds), both - np.logaddexp(0, odds)

    total = joint.sum(axis=-1)
    grown = np.exp(np.stack([new_first - old_first, new_second - old_second]))[..., None]
    columns = np.stack([joint[rows, :, first], joint[rows, :, second]])
    after = np.maximum(total + ((grown - 1) * columns).sum(axis=0), 1e-300)

    rest_change = _rest_change(first, second, log_rest, np.stack([old_second, new_second]))
    gain = log_likelihood(after, counts) - log_likelihood(total, counts)
    gain += new_first + new_second - old_first - old_second
    gain += (alpha - 1) * (new_second - old_second) * (second == classes - 1)
    gain -= rest_change[:, :-1].sum(axis=1)
    kept = np.log(rng.random(chains)) < gain

    rows, first, second = rows[kept], first[kept], second[kept]
    joint[rows, :, first] *= grown[0, kept]
    joint[rows, :, second] *= grown[1, kept]
    unseen: Reals = np.where(kept, after[:, 0], total[:, 0])
    return unseen


def _rest_change(
    first: NDArray[np.int64], second: NDArray[np.int64], log_rest: Reals, log_share: Reals
) -> Reals:
    """Change of log(nu_j + ... + nu_K), shape (C, K): only where k < j <= h does it change."""
    later = np.arange(log_rest.shape[1])
    between = (later > first[:, None]) & (later <= second[:, None])
    share = np.where(between, log_share[..., None] - log_rest, 0.0)
    old, new = np.exp(np.minimum(share[0], 0.0)), np.exp(np.minimum(share[1], 700.0))
    change: Reals = np.log1p(np.maximum(new - old, -1 + 1e-15))
    return change


def _pairs(
    rng: np.random.Generator, chains: int, classes: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Two different classes for each chain, the earlier first; every pair is equally likely."""
    one = rng.integers(classes, size=chains)
    other = (one + rng.integers(1, classes, size=chains)) % classes
    return np.minimum(one, other), np.maximum(one, other)
