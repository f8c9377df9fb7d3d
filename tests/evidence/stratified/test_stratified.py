"""Strata share a model, one stratum is the plain estimator, and totals have their own interval."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.loglinear import Stepwise
from waymark.evidence.simulate import Population, summary
from waymark.evidence.stratified import Stratified
from waymark.evidence.stratified.joint import joint_log_p

EMPTY = ListTable.from_counts("ABC", [])


def drawn(seed: int, theta: float = 0.8, size: int = 3_000) -> ListTable:
    return Population(size, (0.2, 0.15, 0.25), {(0, 1): theta}).draw(seed)


@pytest.mark.parametrize("theta", [0.0, 1.2])
def test_one_stratum_is_stepwise_to_the_digit(theta: float) -> None:
    table = drawn(3, theta)
    plain = Stepwise(replicates=60).fit(table)
    both = Stratified(replicates=60).fit({"all": table, "nobody": EMPTY})
    assert list(both.strata) == ["all"]
    for one in (both.total, both.strata["all"]):
        assert one.point == pytest.approx(plain.point, rel=1e-9)
        assert np.allclose(one.replicates, plain.replicates)
        assert [step.pair for step in one.path] == [step.pair for step in plain.path]
        for got, wanted in zip(one.intervals, plain.intervals, strict=True):
            assert (got.low, got.high) == pytest.approx((wanted.low, wanted.high), rel=1e-7)


def test_order_of_strata_lists_and_empty_strata_change_nothing() -> None:
    strata = {"x": drawn(1), "y": drawn(2, -0.5)}
    turned = {"z": EMPTY, "y": drawn(2, -0.5).permuted([2, 0, 1]), "x": drawn(1)}
    turned["x"] = turned["x"].permuted([2, 0, 1])
    one, other = (Stratified(replicates=30).fit(each) for each in (strata, turned))
    assert one.total.point == other.total.point
    assert one.total.intervals == other.total.intervals
    assert one.strata["x"].intervals == other.strata["x"].intervals


def test_the_total_is_the_sum_and_its_interval_is_not_the_sum_of_ends() -> None:
    strata = {str(i): drawn(i, 0.0) for i in range(4)}
    found = Stratified(replicates=150).fit(strata)
    assert found.total.point == pytest.approx(sum(p.point for p in found.strata.values()))
    assert found.total.seen == sum(p.seen for p in found.strata.values())
    ends = found.total.intervals[1]
    added = sum(p.intervals[1].high - p.intervals[1].low for p in found.strata.values())
    assert 0.3 * added < ends.high - ends.low < 0.8 * added


def test_dependence_in_opposite_directions_does_not_cancel() -> None:
    strata = {"more": drawn(5, 1.5), "fewer": drawn(6, -1.5)}
    found = Stratified(replicates=0).fit(strata)
    assert ("A", "B") in [step.pair for step in found.total.path]
    assert found.total.point == pytest.approx(6_000, rel=0.25)


def test_strata_mend_what_differences_between_people_break() -> None:
    visible = Population(2_000, (0.5, 0.4, 0.45)).draw(1)
    hidden = Population(8_000, (0.05, 0.04, 0.06)).draw(2)
    found = Stratified(replicates=0).fit({"visible": visible, "hidden": hidden})
    rows = [
        (pattern, n)
        for table in (visible, hidden)
        for pattern, n in zip(
            table.patterns.astype(int).tolist(), table.counts.tolist(), strict=True
        )
    ]
    pooled = Stepwise(threshold=0, replicates=0).fit(ListTable.from_counts("ABC", rows))
    assert pooled.point < 6_000
    assert found.total.point == pytest.approx(10_000, rel=0.2)


def test_the_interval_of_the_total_holds_the_truth() -> None:
    shares = {"a": (0.2, 0.15, 0.25), "b": (0.1, 0.2, 0.15), "c": (0.3, 0.1, 0.2)}
    fits = []
    for seed in range(30):
        strata = {n: Population(1_500, p).draw(97 * seed + ord(n)) for n, p in shares.items()}
        fits.append(Stratified(threshold=0, replicates=100).fit(strata).total)
    told = summary(fits, 4_500, 0.95)
    assert told.covered >= 0.83  # 0.95 less three standard errors of 30 draws
    assert abs(told.bias) < 0.05


def test_what_cannot_be_estimated_is_said() -> None:
    lonely = ListTable.from_counts("ABC", [([1, 0, 0], 4), ([0, 1, 0], 3)])
    with pytest.raises(ListError, match="stratum 'small'"):
        Stratified(replicates=0).fit({"big": drawn(1), "small": lonely})
    with pytest.raises(ListError, match="same lists"):
        Stratified(replicates=0).fit(
            {"a": drawn(1), "b": ListTable.from_counts("AB", [([1, 1], 2)])}
        )
    for nobody in ({}, {"a": EMPTY}):
        with pytest.raises(ListError, match="nobody"):
            Stratified().fit(nobody)
    with pytest.raises(ListError, match="One list"):
        Stratified().fit({"a": ListTable.from_counts("A", [([1], 2)])})


@settings(max_examples=60)
@given(st.integers(0, 40), st.floats(0.1, 40))
def test_a_list_that_is_empty_in_a_stratum_does_not_weigh(count: int, mean: float) -> None:
    one = joint_log_p(np.array([[[float(count)]]]), np.array([[[mean]]]), np.array([[[True]]]))
    two = joint_log_p(
        np.array([[[float(count)], [0.0]]]),
        np.array([[[mean], [0.0]]]),
        np.array([[[True], [False]]]),
    )
    assert one == pytest.approx(two)


def test_progress_is_told() -> None:
    told: list[float] = []
    Stratified(replicates=20).fit({"a": drawn(1)}, progress=told.append)
    assert told[-1] == 1.0
