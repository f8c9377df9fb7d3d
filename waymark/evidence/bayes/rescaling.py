"""A Metropolis move that lets a class be seen more or less often without losing its seen people."""

import numpy as np
from numpy.typing import NDArray

from waymark.evidence.bayes.likelihood import log_likelihood

Reals = NDArray[np.float64]

STEP = 0.4  # in log-odds, for all lists together; about two moves in three are accepted
JITTER = 0.3  # of the step, for each list alone


class Rescaling:
    """Moves one class of each chain along the direction in which Gibbs draws creep.

    How many people of a class nobody saw and how seldom the class is seen go together: drawn in
    turn, each holds the other back. The move adds s_j to the log-odds of every list j in class k
    and multiplies nu_k by exp(t), where t keeps nu_k (1 - q_k) as it was, q_k = prod_j
    (1 - lambda_jk); then nu is brought back to the sum 1 by Z. Both who is in which class and
    the number of unseen people are integrated out, which leaves the likelihood

        prod_m P(m)^{n_m} / (1 - P(nobody's pattern))^n.

    The shift of (logit lambda, log-ratios of nu) has Jacobian 1. In nu the sticks' density is
    alpha^{K-1} nu_K^{alpha-1} prod_{1<k<K} 1 / (nu_k + ... + nu_K).
    """

    def __init__(self, design: Reals, counts: Reals, classes: int) -> None:
        self._design = design
        self._counts = counts
        weight = 1 / np.arange(1, classes + 1)  # early classes are the large ones
        self._chances = np.cumsum(weight / weight.sum())[:-1]
        self._inner = np.arange(1, classes - 1)  # classes whose rest enters the density
        self._last = classes - 1

    def move(
        self,
        rng: np.random.Generator,
        joint: Reals,
        *,
        log_lambda: Reals,
        log_nu: Reals,
        log_rest: Reals,
        alpha: Reals,
    ) -> Reals:
        """Move `joint` (C, M, K) in place, up to a factor per chain; the others stay as they are.

        Returns each chain's probability of being on no list, shape (C,).
        """
        rows = np.arange(len(alpha))
        chosen = np.searchsorted(self._chances, rng.random(len(alpha)))
        old = log_lambda[rows, :, chosen]
        new = _shifted(rng, old)
        grown = _log_seen(old) - _log_seen(new)
        total = joint.sum(axis=-1)
        log_share = log_nu[rows, chosen]
        extra = np.exp(log_share) * np.expm1(grown)

        column = joint[rows, :, chosen]
        moved = np.exp(new @ self._design.T + (log_share + grown)[:, None])
        after = np.maximum(total - column, 0) + moved

        gain = log_likelihood(after, self._counts, 1 + extra)
        gain -= log_likelihood(total, self._counts)
        gain += (new - old).sum(axis=1) + grown + (alpha - 1) * grown * (chosen == self._last)
        gain -= (alpha + 1) * np.log1p(extra)
        gain -= self._rest_change(chosen, log_share, grown, log_rest)
        kept = np.log(rng.random(len(alpha))) < gain
        joint[rows[kept], :, chosen[kept]] = moved[kept]
        unseen: Reals = np.where(kept, after[:, 0] / (1 + extra), total[:, 0])
        return unseen

    def _rest_change(
        self, chosen: NDArray[np.intp], log_share: Reals, grown: Reals, log_rest: Reals
    ) -> Reals:
        """Change of sum_{1<k<K} log(nu_k + ... + nu_K), without its part in log Z."""
        part = np.exp(np.minimum(log_share[:, None] - log_rest[:, self._inner], 0))
        reached = self._inner <= chosen[:, None]
        change = np.log1p(np.where(reached, part * np.expm1(grown)[:, None], 0.0))
        result: Reals = change.sum(axis=1)
        return result


def _shifted(rng: np.random.Generator, old: Reals) -> Reals:
    """log lambda and log(1 - lambda), alternately, with log-odds moved."""
    chains, lists = len(old), old.shape[1] // 2
    normal = rng.standard_normal((chains, lists + 1))
    step = STEP * rng.standard_exponential((chains, 1)) * (normal[:, :1] + JITTER * normal[:, 1:])
    odds = old[:, ::2] - old[:, 1::2] + step
    new = np.empty_like(old)
    new[:, 1::2] = -np.logaddexp(0, odds)
    new[:, ::2] = odds + new[:, 1::2]
    return new


def _log_seen(logs: Reals) -> Reals:
    """log(1 - q): that a member of the class is on some list."""
    result: Reals = np.log(-np.expm1(logs[:, 1::2].sum(axis=1)))
    return result
