"""Chapman and Chao: known values, properties, and bounds that are below the truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.simple import Chao, Chapman
from waymark.evidence.simulate import Population


def pair(first: int, second: int, both: int) -> ListTable:
    rows = [([1, 0], first - both), ([0, 1], second - both), ([1, 1], both)]
    return ListTable.from_counts(["a", "b"], rows)


TABLES = st.lists(st.integers(0, 60), min_size=7, max_size=7).map(
    lambda counts: ListTable.from_counts(
        "abc", [([i >> j & 1 for j in range(3)], n) for i, n in enumerate(counts, start=1)]
    )
)


def test_chapman_by_hand() -> None:
    # N = 101 * 101 / 21 - 1; R: recapr::NChapman(100, 100, 20), 484.7619
    estimate = Chapman().fit(pair(100, 100, 20))
    assert estimate.point == pytest.approx(484.7619, abs=1e-4)
    # Seber's variance 101 * 101 * 80 * 80 / (21**2 * 22)
    assert estimate.diagnostics["standard_error"] == pytest.approx(82.031, abs=1e-3)
    low, high = estimate.intervals[1].low, estimate.intervals[1].high
    assert 180 < low < estimate.point < high
    # log-normal in the unseen: the ends are as many times below as above
    assert (estimate.point - 180) ** 2 == pytest.approx((low - 180) * (high - 180))
    assert not estimate.bound
    assert "cannot tell" in estimate.warnings[0]


@given(st.integers(10, 80), st.integers(10, 80), st.integers(1, 10), st.integers(1, 500))
def test_scaling_the_counts_scales_chapman(first: int, second: int, both: int, by: int) -> None:
    scaled = Chapman().fit(pair(first * by, second * by, both * by)).point
    # Without the ones that remove the bias, N = n1 n2 / m scales exactly; they weigh less and less.
    plain = first * second / both * by
    assert abs(scaled - plain) <= plain / (both * by) + 1
    assert scaled <= plain + first + second


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_two_lists_make_chao_chapman(first: int, second: int, both: int) -> None:
    table = pair(first + both, second + both, both)
    assert Chao().fit(table).point == pytest.approx(Chapman().fit(table).point)


@given(TABLES, st.permutations(range(3)))
def test_permuting_lists_changes_nothing(table: ListTable, order: list[int]) -> None:
    one, other = Chao().fit(table), Chao().fit(table.permuted(order))
    assert one.point == other.point
    assert one.intervals == other.intervals
    assert one.bound
    assert all(one.seen <= i.low <= one.point <= i.high for i in one.intervals)
    for names in (("a", "b"), ("b", "a")):
        assert Chapman(lists=names).fit(table).point >= 0


def test_chapman_wants_two_lists() -> None:
    table = ListTable.from_counts("abc", [([1, 0, 0], 3), ([0, 1, 1], 2)])
    for wrong in (None, ("a", "x"), ("a", "a")):
        with pytest.raises(ListError, match=r"two"):
            Chapman(lists=wrong).fit(table)
    assert Chapman(lists=("b", "c")).fit(table).seen == 2
    with pytest.raises(ListError, match="only one list"):
        Chao().fit(ListTable.from_counts("a", [([1], 3)]))


def test_few_people_on_two_lists_are_a_warning() -> None:
    assert any("too few" in each for each in Chao().fit(pair(50, 50, 3)).warnings)
    assert any("too few" in each for each in Chapman().fit(pair(50, 50, 6)).warnings)
    assert not any("too few" in each for each in Chapman().fit(pair(50, 50, 7)).warnings)


@pytest.mark.parametrize("lists", [2, 4])
def test_the_interval_covers_the_truth_where_the_bound_is_tight(lists: int) -> None:
    population = Population(size=2_000, inclusion=(0.12, 0.2, 0.15, 0.1)[:lists])
    estimator = Chao() if lists > 2 else Chapman()
    fits = [estimator.fit(population.draw(seed)) for seed in range(300)]
    covered = np.mean([f.intervals[1].low <= 2_000 <= f.intervals[1].high for f in fits])
    assert 0.915 <= covered <= 0.985  # 0.95 give or take 2.8 standard errors of 300 draws
    assert np.mean([f.point for f in fits]) == pytest.approx(2_000, rel=0.02)


def test_chao_stays_below_where_people_differ() -> None:
    classes = ((0.7, -1.0), (0.3, 1.0))
    population = Population(size=20_000, inclusion=(0.12, 0.2, 0.15, 0.1), classes=classes)
    bounds = [Chao().fit(population.draw(seed)).point for seed in range(40)]
    assert np.mean(bounds) < 20_000
