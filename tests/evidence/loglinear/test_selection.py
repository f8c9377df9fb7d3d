"""The batched stepwise choice is the plain one, table by table."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import poisson

from tests.evidence.loglinear import slow
from tests.evidence.loglinear.tables import counts
from waymark.evidence.loglinear.selection import Selection, poisson_p, select
from waymark.evidence.loglinear.terms import pairs_of

Cells = NDArray[np.float64]


@given(st.lists(counts(4, 4), min_size=1, max_size=3), st.sampled_from([0.02, 0.2]))
@settings(max_examples=25)
def test_as_the_plain_one_does(tables: list[Cells], threshold: float) -> None:
    found = select(np.array(tables).T, threshold)
    for column, cells in enumerate(tables):
        unseen, pairs = slow.stepwise(cells, threshold)
        if unseen is None:
            assert np.isinf(found.hidden[column]) or found.hidden[column] == 0
            continue
        assert chosen(found, 4, column) == pairs
        assert np.isclose(found.hidden[column], unseen, rtol=1e-6, atol=1e-9)


@given(counts(3, 3))
@settings(max_examples=30)
def test_neighbours_in_a_batch_do_not_matter(cells: Cells) -> None:
    alone = select(cells[:, None], 0.1)
    others = np.random.default_rng(1).poisson(5, (8, 3)).astype(float)
    others[0] = 0
    together = select(np.hstack([others, cells[:, None]]), 0.1)
    assert together.step[:, -1].tolist() == alone.step[:, 0].tolist()
    assert np.isclose(together.hidden[-1], alone.hidden[0], rtol=1e-9)


def test_each_step_is_recorded() -> None:
    cells = np.array([0, 200, 200, 90, 200, 30, 30, 20], dtype=float)
    found = select(cells[:, None], 0.05)
    entered = found.step[:, 0] > 0
    assert entered.any()
    assert sorted(found.step[entered, 0]) == list(range(1, entered.sum() + 1))
    last = found.step[:, 0].argmax()
    assert found.trail[last, 0] == found.hidden[0]
    assert (found.p_value[entered, 0] < 0.05).all()
    assert np.isnan(found.p_value[~entered, 0]).all()


def test_a_list_of_everybody_leaves_nobody_unseen() -> None:
    cells = np.array([0, 5, 0, 3, 0, 2, 0, 1], dtype=float)
    assert select(cells[:, None], 0.02).hidden[0] == 0


def test_without_overlap_there_is_no_estimate() -> None:
    cells = np.array([0, 5, 7, 0, 9, 0, 0, 0], dtype=float)
    found = select(cells[:, None], 0.5)
    assert np.isinf(found.hidden[0])
    assert not found.step.any()


def test_an_empty_list_is_left_out() -> None:
    cells = np.array([0, 20, 30, 10, 0, 0, 0, 0], dtype=float)
    assert np.isclose(select(cells[:, None], 0.02).hidden[0], 20 * 30 / 10)


def test_p_values_that_vanish_are_still_in_order() -> None:
    # Under independence at least two pairs are far below the smallest double.
    cells = np.array([0, 1e6, 1e6, 5e6, 1e6, 1e5, 3e6, 1e5], dtype=float)
    matrix, seen = slow.reduce(cells, [0, 1, 2, 4])
    mean = slow.glm(matrix, seen)[0]
    shared = [(np.arange(1, 8) & pair) == pair for pair in pairs_of(3)]
    observed, expected = (np.array([part[s].sum() for s in shared]) for part in (seen, mean))
    vanish = poisson_p(observed, expected) == 0
    assert vanish.sum() >= 2
    surprise = observed * np.log(observed / expected) - observed + expected
    assert np.ptp(surprise[vanish]) > 1
    first = pairs_of(3)[int(surprise.argmax())]
    assert chosen(select(cells[:, None], 0.02), 3, 0)[0] == first


@given(st.integers(0, 300), st.floats(1e-6, 300))
def test_p_values(observed: int, expected: float) -> None:
    found = poisson_p(np.array([float(observed)]), np.array([expected]))[0]
    low, high = poisson.cdf(observed, expected), poisson.sf(observed - 1, expected)
    assert np.isclose(found, min(low, high), rtol=1e-9, atol=1e-300)


def chosen(found: Selection, size: int, column: int) -> list[int]:
    step = found.step[:, column]
    return [pairs_of(size)[i] for i in np.argsort(step, kind="stable") if step[i]]
