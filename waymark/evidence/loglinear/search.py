"""Fit many models to one table, and one set of models to many tables."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from waymark.evidence.loglinear.cells import Floats
from waymark.evidence.loglinear.columns import fit_columns, hidden, log_likelihood, pad
from waymark.evidence.loglinear.existence import kept
from waymark.evidence.loglinear.newton import Fits, Problem, Status
from waymark.evidence.loglinear.resampling import Resamples
from waymark.evidence.loglinear.terms import Model

BATCH = 1 << 16  # numbers in an array of a batch: half a megabyte, so that it stays in cache


@dataclass(frozen=True)
class Ranked:
    """The models that a table can carry, the best first.

    Attributes:
        models: those with an existing and identified estimate.
        hidden: people unseen under each.
        criterion: BIC or AIC of each.
        predictor: log means, shape (2**k, models).
        tried: how many models were fitted to find them.
    """

    models: tuple[Model, ...]
    hidden: Floats
    criterion: Floats
    predictor: Floats
    tried: int


def rank(counts: Floats, models: Sequence[Model], penalty: Callable[[float], float]) -> Ranked:
    """Fit models to one table, counts of shape (2**k,), and order those that exist.

    The criterion is `penalty(people) * terms - 2 log-likelihood`; terms of minus infinity count
    as terms, and cells that they remove have no part in the likelihood (Silverman, Chan and
    Vincent 2024). Equal models in criterion keep their order.
    """
    parts = [_one_table(counts, models[here]) for here in batches(len(models), len(counts))]
    status = np.concatenate([fits.status for fits in parts])
    fitted = np.nonzero(status == Status.SETTLED)[0]
    people = float(counts.sum())
    sizes = np.array([len(model) for model in models])
    likelihood = np.concatenate(
        [log_likelihood(np.broadcast_to(counts[:, None], f.predictor.shape), f) for f in parts]
    )
    constant = float(gammaln(counts + 1).sum())
    criterion = penalty(people) * sizes - 2 * (likelihood - constant)
    order = fitted[np.argsort(criterion[fitted], kind="stable")]
    return Ranked(
        models=tuple(models[i] for i in order),
        hidden=np.concatenate([hidden(fits) for fits in parts])[order],
        criterion=criterion[order],
        predictor=np.concatenate([fits.predictor for fits in parts], axis=1)[:, order],
        tried=len(models),
    )


def refit(
    resamples: Resamples, model: Model, predictor: Floats, penalty: Callable[[float], float]
) -> tuple[Floats, Floats]:
    """One model fitted to every column, starting at a predictor of shape (2**k,) nearby.

    Returns people unseen and the criterion by column, without the part in the factorials of the
    counts, which all models of a column share; `inf` both where the estimate does not exist.
    """
    columns = resamples.counts.shape[1]
    unseen, likelihood, terms = np.empty(columns), np.empty(columns), np.array(model)
    for here in batches(columns, 2**resamples.size):
        counts = resamples.dense(here)
        guess = np.repeat(predictor[:, None], counts.shape[1], axis=1)
        fits = fit_columns(Problem(counts, kept(counts, terms)[0], terms), guess)
        unseen[here], likelihood[here] = hidden(fits), log_likelihood(counts, fits)
    cost = np.array([penalty(people) for people in resamples.people]) * len(model)
    return unseen, np.where(np.isfinite(unseen), cost - 2 * likelihood, np.inf)


def _one_table(counts: Floats, models: Sequence[Model]) -> Fits:
    terms = pad(list(models))
    columns = np.repeat(counts[:, None], len(models), axis=1)
    keep = np.ones(columns.shape, dtype=np.bool_)
    for place in np.unique(terms[terms >= 0]):
        has = (terms == place).any(axis=1)
        above = (np.arange(len(counts)) & place) == place
        if not counts[above].any():
            keep[np.ix_(above, has)] = False
    keep[0] = False
    return fit_columns(Problem(columns, keep, terms))


def batches(count: int, rows: int) -> Iterator[slice]:
    """Slices of columns of `rows` numbers that are small enough to work on at once."""
    size = max(4, BATCH // rows)
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))
