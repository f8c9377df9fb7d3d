"""The posterior of the latent-class model for a handful of people, summed without sampling."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln, logsumexp

Reals = NDArray[np.float64]


def shares(people: int, classes: int) -> Iterator[tuple[int, ...]]:
    """Every way to put people into classes."""
    if classes == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in shares(people - first, classes - 1):
            yield (first, *rest)


def unseen_posterior(
    patterns: Sequence[Sequence[int]], counts: Sequence[int], classes: int, most: int
) -> Reals:
    """p(unseen = 0 ... most), given at most so many, for alpha ~ Gamma(1/4, 1/4).

    Sums over everybody's classes and, on a fine grid of log alpha, over the concentration.
    """
    seen = np.array(list(product(*[list(shares(count, classes)) for count in counts])))
    on = np.einsum("mj,smk->sjk", np.array(patterns), seen)
    logs = np.array([_weight(seen, on, unseen, classes) for unseen in range(most + 1)])
    result: Reals = np.exp(logs - logsumexp(logs))
    return result


def _weight(seen: NDArray[np.int64], on: NDArray[np.int64], unseen: int, classes: int) -> float:
    more = np.array(list(shares(unseen, classes)))
    sizes = seen.sum(axis=1)[:, None] + more
    total = sizes[0, 0].sum()
    off = sizes[:, :, None, :] - on[:, None]
    logs = gammaln(total + 1) - np.log(total) + betaln(on[:, None] + 1, off + 1).sum(axis=(2, 3))
    logs -= gammaln(seen + 1).sum(axis=(1, 2))[:, None] + gammaln(more + 1).sum(axis=1)
    return float(logsumexp(logs + _sticks(sizes)))


def _sticks(sizes: NDArray[np.int64]) -> Reals:
    later = sizes[..., ::-1].cumsum(axis=-1)[..., -2::-1]
    result = np.full(sizes.shape[:-1], -np.inf)
    for log_alpha in np.linspace(-60, 5, 131):
        alpha = np.exp(log_alpha)
        sticks = (betaln(1 + sizes[..., :-1], alpha + later) + log_alpha).sum(axis=-1)
        result = np.logaddexp(result, sticks + 0.25 * (log_alpha - alpha))
    return result
