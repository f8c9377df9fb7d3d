"""Small counts cannot be had back from what is given out and what every member knows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.linkage.cast import KEY, on, three_registers
from waymark.evidence import ListTable
from waymark.evidence.linkage import (
    Parameters,
    Protection,
    encode,
    link,
    overlaps,
    protect,
    read_encoded,
)
from waymark.evidence.linkage.protection import Protected, exposed, reach
from waymark.evidence.lists import ListError

tables = st.lists(st.integers(0, 40), min_size=7, max_size=7)


def table(counts: list[int]) -> ListTable:
    rows = [([cell >> i & 1 for i in range(3)], n) for cell, n in enumerate(counts, start=1)]
    return ListTable.from_counts("ABC", rows)


@settings(max_examples=40, deadline=None)
@given(tables, st.integers(0, 5))
def test_every_small_count_could_be_any_small_count(counts: list[int], seed: int) -> None:
    try:
        given_out = protect(table(counts), Protection(), seed=seed)
    except ListError:
        return
    true = np.array(counts)
    assert ((given_out.low <= true) & (true <= given_out.high)).all()
    assert ((given_out.rounded < 0) == (true < 5)).all()
    for place in np.flatnonzero(given_out.rounded < 0).tolist():
        assert reach(given_out, place) == (0, 4)


def test_plain_suppression_gives_the_count_back_and_is_found_out() -> None:
    """The check can fail: one hidden count among exact ones follows from a register's size."""
    counts = np.array([20, 30, 3, 25, 12, 9, 8])
    naive = Protected(
        names=("A", "B", "C"),
        patterns=protect(table(counts.tolist()), Protection(), seed=1).patterns,
        low=np.where(counts < 5, 0, counts),
        high=np.where(counts < 5, 4, counts),
        rounded=np.where(counts < 5, -1, counts),
        sizes=table(counts.tolist()).counts @ table(counts.tolist()).patterns,
    )
    assert reach(naive, 2) == (3, 3)
    assert exposed(naive) == [2]


def test_rounding_is_right_on_average_and_repeats_for_the_same_files() -> None:
    counts = [20, 31, 9, 25, 12, 50, 8]
    drawn = [protect(table(counts), Protection(), seed=seed).rounded for seed in range(300)]
    assert np.mean(drawn, axis=0) == pytest.approx(counts, abs=0.35)
    assert drawn[0].tolist() == protect(table(counts), Protection(), seed=0).rounded.tolist()
    assert len({tuple(each.tolist()) for each in drawn}) > 10


def test_too_little_to_hide_behind_is_refused() -> None:
    """Nobody on both lists and two people on each: any band says something."""
    tiny = ListTable.from_counts("AB", [([1, 0], 2), ([0, 1], 2)])
    with pytest.raises(ListError, match="could be computed"):
        protect(tiny, Protection(), seed=1)


def test_draws_lie_within_the_bands_and_around_the_counts() -> None:
    counts = [20, 31, 3, 25, 12, 50, 8]
    given_out = protect(table(counts), Protection(), seed=4)
    drawn = np.array([each.dense[1:] for each in given_out.draws(number=200, seed=1)])
    assert (drawn >= given_out.low).all()
    assert (drawn <= given_out.high).all()
    again = given_out.draws(number=200, seed=1)
    assert [each.total for each in again] == drawn.sum(axis=1).tolist()


def test_combinations_that_nobody_is_on_are_not_taken_for_half_full() -> None:
    """Five lists that hardly overlap: an even draw from 0 to 4 would invent 40 people."""
    rows = [([int(i == j) for j in range(5)], 60 + 7 * i) for i in range(5)]
    sparse = ListTable.from_counts("ABCDE", [*rows, ([1, 1, 0, 0, 0], 12), ([0, 0, 1, 1, 0], 3)])
    given_out = protect(sparse, Protection(), seed=2)
    drawn = given_out.draws(number=100, seed=1)
    assert np.mean([each.total for each in drawn]) == pytest.approx(sparse.total, rel=0.06)
    for place in range(5):
        size = np.mean([each.counts @ each.patterns[:, place] for each in drawn])
        assert size == pytest.approx(given_out.sizes[place], rel=0.05)


def test_the_linking_party_gives_out_bands_and_no_totals() -> None:
    people, _ = three_registers()
    files = [encode(on(people, name), KEY, Parameters("given out"))[0] for name in "ABC"]
    given_out = link(files)
    true = overlaps([read_encoded(data) for data in files]).dense[1:]
    assert ((given_out.low <= true) & (true <= given_out.high)).all()
    assert link(files[::-1]).rounded.tolist() == given_out.rounded.tolist()
    assert (given_out.high > given_out.low).all()


def test_thresholds_that_hide_nothing_are_refused() -> None:
    with pytest.raises(ListError):
        Protection(small=2)
    with pytest.raises(ListError):
        Protection(base=1)
    nine = ListTable.from_counts("ABCDEFGHI", [([1] * 9, 20)])
    with pytest.raises(ListError, match="at most 8"):
        protect(nine, Protection(), seed=1)
