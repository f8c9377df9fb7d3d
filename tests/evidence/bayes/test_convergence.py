"""R-hat and effective sizes tell chains that agree from chains that don't."""

import math

import numpy as np
import pytest
from scipy.signal import lfilter

from waymark.evidence.bayes.convergence import bulk_ess, split_rhat, tail_ess

RNG = np.random.default_rng(8)
INDEPENDENT = RNG.standard_normal((2000, 4))


def test_independent_draws_agree_and_count_fully() -> None:
    assert split_rhat(INDEPENDENT) < 1.003
    assert bulk_ess(INDEPENDENT) == pytest.approx(8000, rel=0.1)
    assert tail_ess(INDEPENDENT) == pytest.approx(8000, rel=0.15)


def test_order_of_chains_and_monotone_scale_change_nothing() -> None:
    skewed = np.exp(INDEPENDENT[:, ::-1])
    assert bulk_ess(skewed) == pytest.approx(bulk_ess(INDEPENDENT))
    assert tail_ess(skewed) == pytest.approx(tail_ess(INDEPENDENT))


@pytest.mark.parametrize("memory", [0.5, 0.9])
def test_a_chain_with_memory_counts_as_its_theory_says(memory: float) -> None:
    """First-order autoregression: (1 - r) / (1 + r) of the draws."""
    noise = np.random.default_rng(2).standard_normal((20000, 4))
    draws = lfilter([1], [1, -memory], noise, axis=0)
    assert bulk_ess(draws) == pytest.approx(draws.size * (1 - memory) / (1 + memory), rel=0.1)


def test_a_chain_elsewhere_is_seen() -> None:
    assert split_rhat(INDEPENDENT + np.array([0, 0, 0, 1])) > 1.05


def test_a_chain_that_is_only_wider_is_seen() -> None:
    assert split_rhat(INDEPENDENT * np.array([1, 1, 1, 3])) > 1.05


def test_chains_that_drift_together_are_seen() -> None:
    assert split_rhat(INDEPENDENT + np.linspace(0, 2, 2000)[:, None]) > 1.05


def test_chains_that_stand_still() -> None:
    assert math.isnan(split_rhat(np.ones((100, 4))))
    assert split_rhat(np.tile(np.arange(4.0), (100, 1))) == math.inf
    assert math.isnan(bulk_ess(np.ones((100, 4))))


def test_opposite_draws_count_more_but_not_without_end() -> None:
    alternating = np.tile([1.0, -1.0], 500)[:, None] + RNG.standard_normal((1000, 4)) / 100
    assert bulk_ess(alternating) <= 4000 * np.log10(4000)
