"""Resamples are what they say, and BCa is the textbook's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from waymark.evidence import ListTable
from waymark.evidence.loglinear.resampling import (
    acceleration,
    bca,
    by_name,
    intervals,
    quantiles,
    resample,
)

TABLE = ListTable.from_counts("ba", [([1, 0], 50), ([0, 1], 30), ([1, 1], 1)])


def test_columns_are_the_data_the_jackknife_and_the_bootstrap() -> None:
    found = resample(TABLE, 200, 1)
    assert found.counts.shape == (3, 1 + 3 + 200)
    dense = found.dense()
    assert dense[:, 0].tolist() == TABLE.dense.tolist()
    assert found.people.tolist() == [81, 80, 80, 80, *[81] * 200]
    assert (dense[:, 1:4] - dense[:, :1]).sum(axis=0).tolist() == [-1, -1, -1]
    assert (found.counts >= 0).all()
    mean = found.counts[:, 4:].mean(axis=1)
    assert np.allclose(mean, found.counts[:, 0], atol=4 * np.sqrt(81 / 4 / 200))
    assert (found.dense(slice(2, 5)) == dense[:, 2:5]).all()


def test_more_replicates_leave_the_first_as_they_are() -> None:
    few, many = resample(TABLE, 5, 9), resample(TABLE, 50, 9)
    assert (many.counts[:, : few.counts.shape[1]] == few.counts).all()
    assert (resample(TABLE, 50, 8).counts != many.counts).any()


def test_lists_sorted_by_name() -> None:
    ordered, order = by_name(TABLE)
    assert ordered.names == ("a", "b")
    assert order == [1, 0]
    assert ordered.dense.tolist() == [0, 30, 50, 1]


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40),
    st.lists(st.floats(0, 1), min_size=1, max_size=5),
)
def test_quantiles_of_type_eight(values: list[float], at: list[float]) -> None:
    found = quantiles(np.array(values), np.array(at))
    expected = np.quantile(values, at, method="median_unbiased")
    assert np.allclose(found, expected, rtol=1e-9, atol=1e-6)


def test_quantiles_with_infinite_estimates() -> None:
    found = quantiles(np.array([3.0, np.inf, 1.0, 2.0]), np.array([0.0, 0.5, 0.95, 1.0]))
    assert found.tolist() == [1.0, 2.5, np.inf, np.inf]


def test_bca_is_the_formula() -> None:
    drawn = np.random.default_rng(4).gamma(9, 100, 4001)
    point, accel, at = 850.0, 0.06, [0.025, 0.5, 0.9]
    bias = norm.ppf((drawn < point).mean())
    z = bias + norm.ppf(at)
    expected = np.quantile(drawn, norm.cdf(bias + z / (1 - accel * z)), method="median_unbiased")
    assert bca(drawn, point, accel, at) == pytest.approx(expected)


def test_bca_without_bias_or_acceleration_is_the_percentile_interval() -> None:
    drawn = np.arange(1.0, 1000.0)
    assert bca(drawn, 500.5, 0.0, [0.025, 0.975]) == pytest.approx(
        np.quantile(drawn, [0.0255, 0.9755], method="median_unbiased"), abs=1
    )


@pytest.mark.parametrize(("point", "end"), [(0.5, 1.0), (2000.0, 999.0)])
def test_a_point_beyond_all_replicates_gives_an_extreme_one(point: float, end: float) -> None:
    found = bca(np.arange(1.0, 1000.0), point, 0.0, [0.025 if end == 1.0 else 0.975])
    assert found[0] == end


@pytest.mark.parametrize(("accel", "end"), [(5.0, 999.0), (-5.0, 1.0)])
def test_beyond_the_pole_the_extreme_replicate_is_taken(accel: float, end: float) -> None:
    at = 0.999 if accel > 0 else 0.001
    assert bca(np.arange(1.0, 1000.0), 500.5, accel, [at])[0] == end


def test_acceleration_of_a_mean_is_a_sixth_of_its_skewness() -> None:
    # Efron 1987: for a mean of n values, a = skewness / (6 sqrt n).
    values = np.random.default_rng(2).exponential(size=500)
    without = (values.sum() - values) / (len(values) - 1)
    skewness = ((values - values.mean()) ** 3).mean() / values.std() ** 3
    expected = skewness / (6 * np.sqrt(len(values)))
    assert acceleration(without, np.ones(500, dtype=np.int64)) == pytest.approx(expected)


def test_acceleration_counts_each_value_as_often_as_it_occurs() -> None:
    some, weights = np.array([100.0, 120.0, 90.0]), np.array([5, 1, 3])
    each = np.repeat(some, weights)
    assert acceleration(some, weights) == pytest.approx(acceleration(each, np.ones(9, np.int64)))
    assert acceleration(np.array([1.0, np.inf]), np.array([1, 1])) == 0
    assert acceleration(np.array([7.0, 7.0]), np.array([1, 1])) == 0


def test_intervals_in_order_of_levels() -> None:
    found = intervals(np.arange(1.0, 1000.0), 500.5, 0.0, (0.8, 0.95), "BCa")
    assert [each.level for each in found] == [0.8, 0.95]
    assert found[1].low < found[0].low < found[0].high < found[1].high
