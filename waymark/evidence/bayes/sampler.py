"""Gibbs sampler for the Dirichlet-process latent-class model; all chains move together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from waymark.evidence.bayes.exchange import exchange
from waymark.evidence.bayes.rescaling import Rescaling
from waymark.evidence.lists import ListTable

Reals = NDArray[np.float64]
Whole = NDArray[np.int64]

RELABEL_EVERY = 10  # sweeps; a relabelling costs a fifth of a sweep
LEAST_SEEN = 1e-12  # probability of being seen, below which the unseen would overflow


@dataclass(frozen=True)
class Prior:
    """K classes at most; concentration of the sticks alpha ~ Gamma(shape, rate)."""

    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25


class Chains:
    """The state of C chains of the model of Manrique-Vallier (2016), Biometrics 72(4), 1246-1254.

    A person is in class k with probability nu_k and, in it, on list j with probability
    lambda_jk, independently of the other lists:

        nu_k = V_k prod_{h<k} (1 - V_h),  V_k ~ Beta(1, alpha) for k < K,  V_K = 1
        lambda_jk ~ Uniform(0, 1),  alpha ~ Gamma(shape, rate),  p(N) proportional to 1 / N

    A sweep draws the number of unseen people, the classes of everybody (as counts per pattern
    and class, never person by person), the probabilities and the concentration. Three moves that
    leave the same posterior unchanged make chains agree sooner: `exchange` and `Rescaling` in
    turn, and relabelling, which reorders the classes with the sticks integrated out (compare
    Papaspiliopoulos and Roberts 2008, Biometrika 95(1)).

    Attributes, with J lists and M patterns of which the first is nobody's:
        unseen: shape (C,), people on no list.
        alpha: shape (C,), the concentration.
        sizes: shape (C, K), people per class.
    """

    def __init__(self, table: ListTable, chains: int, prior: Prior, seed: int) -> None:
        self.rng = np.random.default_rng(np.random.SeedSequence(seed))
        self.prior = prior
        self.seen = table.total
        patterns = np.vstack([np.zeros(table.size), table.patterns])
        on_and_off = np.stack([patterns, 1 - patterns], axis=-1)
        self._design: Reals = on_and_off.reshape(len(patterns), 2 * table.size)
        self._tally: Reals = np.vstack([self._design.T, np.ones(len(patterns))])
        self._counts: Whole = np.zeros((chains, len(patterns)), dtype=np.int64)
        self._counts[:, 1:] = table.counts
        self._rows = np.arange(chains)
        self._left: Reals = np.arange(prior.classes, 0, -1) / prior.classes
        self._people = table.counts.astype(np.float64)
        self._rescaling = Rescaling(self._design, self._people, prior.classes)
        self._sweeps = 0
        self._start(self._design[1:, ::2].T @ table.counts / table.total)

    @property
    def unseen(self) -> Whole:
        """People on no list in each chain, shape (C,)."""
        return self._counts[:, 0]

    def _start(self, rates: Reals) -> None:
        """Chains start apart: in one to four classes, each near the lists' own rates.

        Starting with every class in use would leave some chains for very long where the last
        class, which gets what the sticks leave, holds nearly everybody.
        """
        chains, classes = len(self._rows), self.prior.classes
        used = np.minimum(1 + self._rows % 4, classes)[:, None]
        weight = np.where(np.arange(classes) < used, 1.0, 0.01)
        self._log_nu: Reals = np.log(weight / weight.sum(axis=1, keepdims=True))
        self._log_rest: Reals = np.log(np.exp(self._log_nu[:, ::-1]).cumsum(axis=1)[:, ::-1])
        self.alpha: Reals = np.full(chains, 0.5)
        middle = 1 + 8 * np.stack([rates, 1 - rates], axis=-1)
        shapes = np.broadcast_to(middle.reshape(-1, 1), (chains, 2 * len(rates), classes))
        self._log_lambda = self._log_betas(shapes)
        self.sizes: Reals = np.zeros((chains, classes))

    def sweep(self) -> None:
        """Move every chain once through all its parts."""
        joint = self._joint()
        unseen_share = self._moved(joint)
        seen_share = np.maximum(1 - unseen_share, LEAST_SEEN)
        self._counts[:, 0] = self.rng.negative_binomial(self.seen, seen_share)
        joint /= joint.sum(axis=-1, keepdims=True)
        members = self.rng.multinomial(self._counts, joint)
        tally: Reals = self._tally @ members
        if self._sweeps % RELABEL_EVERY == 0:
            tally = self._relabelled(tally)
        self.sizes = tally[:, -1]
        self._log_lambda = self._log_betas(tally[:, :-1] + 1)
        self._draw_sticks()
        self._draw_alpha()
        self._sweeps += 1

    def _moved(self, joint: Reals) -> Reals:
        """One of the two moves in turn; the probability of being on no list, shape (C,)."""
        sticks = {"log_nu": self._log_nu, "log_rest": self._log_rest, "alpha": self.alpha}
        if self._sweeps % 2:
            return exchange(self.rng, joint, self._people, **sticks)
        return self._rescaling.move(self.rng, joint, log_lambda=self._log_lambda, **sticks)

    def _joint(self) -> Reals:
        """Probability of pattern and class, shape (C, M, K)."""
        logs: Reals = self._design @ self._log_lambda
        logs += self._log_nu[:, None, :]
        return np.exp(logs, out=logs)

    def _log_betas(self, shapes: Reals) -> Reals:
        """Logarithms of lambda and 1 - lambda in alternate rows, shape (C, 2J, K)."""
        gammas = self.rng.standard_gamma(shapes)
        pairs = gammas.reshape(len(shapes), -1, 2, shapes.shape[-1])
        pairs /= pairs.sum(axis=2, keepdims=True)
        return np.log(gammas, out=gammas)

    def _draw_sticks(self) -> None:
        """V_k ~ Beta(1 + n_k, alpha + people in later classes), in logarithms."""
        beyond = _from_here(self.sizes)[:, 1:] + self.alpha[:, None]
        shapes = np.stack([self.sizes[:, :-1], beyond])
        shapes += 1
        taken, left = np.log(self.rng.standard_gamma(shapes))
        left -= self.rng.standard_exponential(beyond.shape) / beyond  # shapes near 0 underflow
        both = np.logaddexp(taken, left)
        self._log_rest = np.zeros_like(self._log_nu)
        np.cumsum(left - both, axis=1, out=self._log_rest[:, 1:])
        self._log_nu = self._log_rest.copy()
        self._log_nu[:, :-1] += taken - both

    def _draw_alpha(self) -> None:
        """alpha ~ Gamma(shape + K - 1, rate - sum of log(1 - V_k))."""
        shape = self.prior.shape + self.prior.classes - 1
        rate = self.prior.rate - self._log_rest[:, -1]
        self.alpha = self.rng.standard_gamma(shape, len(self._rows)) / rate

    def _relabelled(self, tally: Reals) -> Reals:
        """Propose the classes in a size-biased order, accept by Metropolis-Hastings."""
        sizes, mass = tally[:, -1], self.alpha[:, None] / self.prior.classes
        order = (self.rng.standard_exponential(sizes.shape) / (sizes + mass)).argsort(axis=1)
        proposed = np.take_along_axis(sizes, order, axis=1)
        gain = self._order_weight(proposed) - self._order_weight(sizes)
        refused = np.log(self.rng.random(len(sizes))) >= gain
        order[refused] = np.arange(sizes.shape[1])
        return np.take_along_axis(tally, order[:, None, :], axis=2)

    def _order_weight(self, sizes: Reals) -> Reals:
        """log of p(order | alpha) over the probability that the size-biased draw gives it.

        With T_k the people in class k and later, the sticks integrated out, and n = sizes:
        p = Gamma(alpha + n_K) / Gamma(1 + n_K) prod_{k<K} 1 / (alpha + T_k), up to a constant.
        """
        alpha, here, last = self.alpha[:, None], _from_here(sizes), sizes[:, -1]
        proposal = np.log(here + alpha * self._left)[:, :-1].sum(axis=1)
        proposal += np.log(last + self.alpha / self.prior.classes)
        target = gammaln(self.alpha + last) - gammaln(1 + last)
        target -= np.log(here + alpha)[:, :-1].sum(axis=1)
        weight: Reals = target + proposal
        return weight


def _from_here(sizes: Reals) -> Reals:
    """People in each class and the later ones."""
    return sizes[:, ::-1].cumsum(axis=1)[:, ::-1]
