"""Moves change what they say they change, and leave unseen probability right."""

import numpy as np
import pytest

from waymark.evidence import ListTable
from waymark.evidence.bayes.likelihood import log_likelihood
from waymark.evidence.bayes.sampler import Chains, Prior

TABLE = ListTable.from_counts("ab", [([1, 0], 30), ([0, 1], 20), ([1, 1], 10)])


def chains() -> Chains:
    state = Chains(TABLE, 50, Prior(classes=5), seed=1)
    for _ in range(20):
        state.sweep()
    return state


def test_summing_over_the_unseen_leaves_the_likelihood_of_the_seen() -> None:
    """sum over u of (n + u - 1)! / u! P(0)^u is (n - 1)! / (1 - P(0))^n."""
    patterns = np.array([[0.4, 0.3, 0.2, 0.1]])
    counts = np.array([3.0, 2.0, 1.0])
    unseen = np.arange(400)
    ways = np.cumprod(np.concatenate([[1.0], (5 + unseen[1:]) / unseen[1:]]))
    direct = np.log((ways * 0.4**unseen).sum() * np.prod(patterns[0, 1:] ** counts))
    assert log_likelihood(patterns, counts)[0] == pytest.approx(direct)
    assert log_likelihood(patterns * 7, counts, 7.0)[0] == pytest.approx(direct)


@pytest.mark.parametrize("sweeps", [20, 21])
def test_after_a_move_patterns_are_probabilities_up_to_one_factor(sweeps: int) -> None:
    state = chains()
    state._sweeps = sweeps
    before = state._joint()
    after = before.copy()
    unseen = state._moved(after)
    patterns = after.sum(axis=-1)
    np.testing.assert_allclose(patterns[:, 0] / patterns.sum(axis=1), unseen)
    changed = (after != before).any(axis=(1, 2))
    assert 5 < changed.sum() < 50


def test_classes_always_hold_everybody() -> None:
    state = chains()
    for _ in range(12):
        state.sweep()
        assert (state.sizes.sum(axis=1) == TABLE.total + state.unseen).all()
        np.testing.assert_allclose(np.exp(state._log_nu).sum(axis=1), 1)
        np.testing.assert_allclose(np.exp(state._log_lambda).reshape(50, 2, 2, 5).sum(axis=2), 1)
