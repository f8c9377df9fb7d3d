"""The sampler draws from the posterior it claims, the same each time, and says when it fails."""

from itertools import pairwise

import numpy as np
import pytest

from tests.evidence.bayes.exact import unseen_posterior
from tests.evidence.bayes.published import published
from waymark.evidence import ListError, ListTable
from waymark.evidence.bayes import LatentClasses

PATTERNS = [(0, 1), (1, 0), (1, 1)]
SHORT = LatentClasses(chains=3, sweeps=400, burn_in=100, seed=4)
TABLE = ListTable.from_counts(
    "abc", [([1, 0, 0], 40), ([0, 1, 0], 30), ([0, 0, 1], 20), ([1, 1, 0], 9), ([1, 1, 1], 5)]
)


@pytest.mark.parametrize(("classes", "counts"), [(2, (3, 2, 3)), (3, (2, 1, 2))])
def test_draws_follow_the_exact_posterior(classes: int, counts: tuple[int, ...]) -> None:
    """Each share lies within four standard errors, from chains that don't know of each other."""
    most = 12
    exact = unseen_posterior(PATTERNS, counts, classes, most).cumsum()
    table = ListTable.from_counts("ab", zip(PATTERNS, counts, strict=True))
    sampler = LatentClasses(
        chains=60, sweeps=3500, burn_in=300, classes=classes, seed=1, stop_early=False
    )
    unseen = sampler.draw(table).population - table.total
    for number in (0, 1, 2, 4, 8):
        shares = (unseen <= number).sum(axis=0) / (unseen <= most).sum(axis=0)
        error = shares.std(ddof=1) / np.sqrt(len(shares))
        assert error < 0.004
        assert abs(shares.mean() - exact[number]) < 4 * error


def test_kosovo_is_near_the_published_figures() -> None:
    """LCMCR, two seeds: 10,598 [9,245-14,786] and 10,422 [9,108-13,620]; benchmarks run longer."""
    sampler = LatentClasses(chains=10, sweeps=6000, burn_in=3000, seed=2)
    estimate = sampler.fit(published("kosovo_1999_4lists"))
    assert 9800 < estimate.point < 11200
    assert 12500 < estimate.intervals[0].high < 17000


def test_chains_that_do_not_agree_are_told() -> None:
    """LCMCR gave 20,972 with one seed and 12,918 with another, and no word about it."""
    sampler = LatentClasses(chains=6, sweeps=2000, burn_in=500, seed=3)
    first, second = sampler.fit(published("uk_2013_5lists")).warnings
    assert "do not agree" in first
    assert "few independent draws" in second


def test_chains_that_agree_stop_early_without_a_warning() -> None:
    rng = np.random.default_rng(7)
    on = rng.random((60, 3)) < [0.6, 0.55, 0.5]
    rows = [(person.astype(int).tolist(), 1) for person in on if person.any()]
    table = ListTable.from_counts("abc", rows)
    estimate = LatentClasses(chains=4, sweeps=17_000, burn_in=1000, seed=5).fit(table)
    assert not estimate.warnings
    assert estimate.diagnostics["rhat"] <= 1.01
    assert estimate.diagnostics["sweeps"] < 17_000
    assert estimate.intervals[0].low < 60 < estimate.intervals[0].high


def test_same_seed_same_digits_and_another_seed_others() -> None:
    assert SHORT.fit(TABLE) == SHORT.fit(TABLE)
    other = LatentClasses(chains=3, sweeps=400, burn_in=100, seed=5)
    assert other.fit(TABLE).diagnostics != SHORT.fit(TABLE).diagnostics


def test_the_order_of_lists_changes_no_digit() -> None:
    assert SHORT.fit(TABLE.permuted([2, 0, 1])) == SHORT.fit(TABLE)


@pytest.mark.parametrize("counts", [(1, 1, 0), (0, 0, 1), (50, 40, 0), (1, 1, 100_000)])
def test_extreme_tables_give_numbers(counts: tuple[int, ...]) -> None:
    table = ListTable.from_counts("ab", zip(PATTERNS, counts, strict=True))
    estimate = SHORT.fit(table)
    (interval,) = estimate.intervals
    assert table.total <= interval.low <= estimate.point <= interval.high < np.inf


def test_progress_goes_up_to_one_and_may_stop_the_work() -> None:
    told: list[float] = []
    SHORT.fit(TABLE, progress=told.append)
    assert all(before < after for before, after in pairwise(told))
    assert told[-1] == 1

    def stop(share: float) -> None:
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        SHORT.fit(TABLE, progress=stop)


def test_tables_and_options_that_do_not_fit() -> None:
    with pytest.raises(ListError, match="two lists"):
        SHORT.fit(ListTable.from_counts("a", [([1], 3)]))
    with pytest.raises(ListError, match="nobody"):
        SHORT.fit(ListTable.from_counts("ab", []))
    with pytest.raises(ValueError, match="two classes"):
        LatentClasses(classes=1)
    with pytest.raises(ValueError, match="burn-in"):
        LatentClasses(sweeps=50, burn_in=10)
