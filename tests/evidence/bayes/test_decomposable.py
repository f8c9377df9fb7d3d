"""Averaging over graphs gives the figures of the R package dga, and says when they mean little."""

import numpy as np
import pytest

from tests.evidence.bayes.published import published
from waymark.evidence import ListError, ListTable
from waymark.evidence.bayes import DecomposableGraphs

ROWS = [([1, 0, 0], 40), ([0, 1, 0], 30), ([0, 0, 1], 20), ([1, 1, 0], 6), ([0, 1, 1], 4)]
SMALL = ListTable.from_counts("abc", [*ROWS, ([1, 0, 1], 5), ([1, 1, 1], 2)])


# bma.cr(Y, round(seq(1, 30 * sum(Y), length.out = 1000)), 2^-p, graphs_p), quantiles of N
@pytest.mark.parametrize(
    ("name", "median", "low", "high"),
    [("kosovo_1999_4lists", 12593, 9818, 16557), ("uk_2013_5lists", 23016, 10408, 33481)],
)
def test_published_figures_to_the_digit(name: str, median: int, low: int, high: int) -> None:
    estimate = DecomposableGraphs().fit(published(name))
    (interval,) = estimate.intervals
    assert (estimate.point, interval.low, interval.high) == (median, low, high)
    assert not estimate.warnings


def test_six_lists_are_possible() -> None:
    estimate = DecomposableGraphs().fit(published("uk_2013_6lists"))
    assert estimate.diagnostics["graphs"] == 18154
    assert 11000 < estimate.point < 14000
    assert estimate.diagnostics["edge NCA:PF"] > 0.99


def test_a_finer_grid_changes_little() -> None:
    coarse, fine = (DecomposableGraphs(points=points).fit(SMALL).point for points in (1000, 4000))
    assert coarse == pytest.approx(fine, rel=0.005)


def test_the_order_of_lists_and_rows_changes_no_digit() -> None:
    estimate = DecomposableGraphs().fit(SMALL)
    for order in ([2, 0, 1], [1, 0, 2]):
        assert DecomposableGraphs().fit(SMALL.permuted(order)) == estimate


def test_independent_lists_give_back_their_population() -> None:
    rng = np.random.default_rng(5)
    on = rng.random((5000, 4)) < [0.3, 0.25, 0.2, 0.15]
    rows = [(person.astype(int).tolist(), 1) for person in on if person.any()]
    estimate = DecomposableGraphs().fit(ListTable.from_counts("abcd", rows))
    assert estimate.intervals[0].low < 5000 < estimate.intervals[0].high
    assert estimate.point == pytest.approx(5000, rel=0.06)


def test_few_unseen_people_are_told_one_by_one() -> None:
    """Each of three lists misses one person in fifty, so that nearly nobody is on none."""
    pairs = [([1, 1, 0], 180), ([1, 0, 1], 190), ([0, 1, 1], 185)]
    singles = [([1, 0, 0], 4), ([0, 1, 0], 3), ([0, 0, 1], 4)]
    table = ListTable.from_counts("abc", [([1, 1, 1], 9000), *pairs, *singles])
    found = DecomposableGraphs().posterior(table)
    assert found.population[:20].tolist() == list(range(table.total + 1, table.total + 21))
    assert found.weights[:3].sum() > 0.8


def test_both_grids_tell_the_same() -> None:
    """Of one person in five on no list; a reach of 600 leaves few points for the even grid."""
    table = ListTable.from_counts("ab", [([1, 1], 300), ([1, 0], 300), ([0, 1], 300)])
    one, other = (DecomposableGraphs(reach=reach).fit(table).point for reach in (30, 600))
    assert one == pytest.approx(other, rel=0.01)


def test_the_graph_that_says_nothing_is_told() -> None:
    table = ListTable.from_counts("ab", [([1, 1], 3), ([1, 0], 40), ([0, 1], 4)])
    assert any("every pair of lists" in each for each in DecomposableGraphs().fit(table).warnings)


def test_an_end_that_the_grid_decides_is_told() -> None:
    told = DecomposableGraphs(reach=2).fit(SMALL).warnings
    assert any("end of the grid" in each for each in told)


def test_intervals_at_each_level() -> None:
    narrow, wide = DecomposableGraphs(levels=(0.8, 0.95)).fit(SMALL).intervals
    assert (narrow.level, wide.level) == (0.8, 0.95)
    assert wide.low < narrow.low < narrow.high < wide.high


def test_progress_goes_up_to_one_and_may_stop_the_work() -> None:
    told: list[float] = []
    DecomposableGraphs().fit(SMALL, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        DecomposableGraphs().fit(SMALL, progress=stop)


@pytest.mark.parametrize(
    ("names", "rows", "sentence"),
    [
        ("a", [([1], 3)], "2 to 6 lists"),
        ("abcdefg", [([1] * 7, 3)], "there are 7"),
        ("ab", [], "hold nobody"),
    ],
)
def test_tables_that_do_not_fit(
    names: str, rows: list[tuple[list[int], int]], sentence: str
) -> None:
    with pytest.raises(ListError, match=sentence):
        DecomposableGraphs().fit(ListTable.from_counts(names, rows))
