"""Fast sums over cells are the slow ones, and models are enumerated once each."""

from itertools import pairwise

import numpy as np
import pytest

from tests.evidence.loglinear import slow
from waymark.evidence import ListError
from waymark.evidence.loglinear import cells, terms


@pytest.mark.parametrize("size", [1, 2, 5])
def test_sums_over_supersets_and_subsets(size: int) -> None:
    values = np.random.default_rng(3).normal(size=(2**size, 4))
    inside = np.array([[t & s == t for t in range(2**size)] for s in range(2**size)], dtype=float)
    before = values.copy()
    assert np.allclose(cells.over_supersets(values), inside.T @ values)
    assert np.allclose(cells.over_subsets(values), inside @ values)
    assert np.allclose(cells.coefficients(cells.over_subsets(values)), values)
    assert (values == before).all(), "arguments are left as they were"


def test_cells_above_an_empty_pair() -> None:
    empty = np.zeros((8, 1), dtype=np.bool_)
    empty[0b011] = True
    assert cells.below(empty)[:, 0].nonzero()[0].tolist() == [0b011, 0b111]


@pytest.mark.parametrize(
    ("size", "order", "models"),
    [(3, 1, 1), (3, 2, 8), (4, 2, 64), (4, 3, 113), (5, 2, 1024), (5, 4, 6893), (5, 9, 6893)],
)
def test_how_many_hierarchical_models_there_are(size: int, order: int, models: int) -> None:
    # 113 for Kosovo and 1,024 for the UK as published; five lists have 6,894 simplicial complexes
    # that hold every vertex (OEIS A006126), one of them saturated.
    found = list(terms.hierarchical(size, order))
    assert len(found) == len(set(found)) == models
    for model in found[:: max(1, models // 50)]:
        held = set(model)
        assert all(t & ~(1 << i) in held for t in model for i in range(size))
        assert max(t.bit_count() for t in model) <= max(order, 1)


def test_names_of_models() -> None:
    model = terms.closure(5, [(0, 1, 2), (1, 4), (2, 3)])
    assert terms.bracket(model) == "[123,25,34]"
    assert terms.describe(model, ["LA", "NG", "PF", "GO", "GP"]) == "LA:NG:PF + NG:GP + PF:GO"
    assert terms.bracket(terms.main_effects(3)) == "[1,2,3]"


def test_a_model_in_another_order_of_lists() -> None:
    model = terms.closure(3, [(0, 1)])
    assert terms.bracket(terms.reordered(model, [2, 1, 0])) == "[23,1]"


@pytest.mark.parametrize("pair", [(1, 1), (0, 3), (-1, 0)])
def test_pairs_that_do_not_exist(pair: tuple[int, int]) -> None:
    with pytest.raises(ListError, match="no pair"):
        terms.with_pairs(3, [pair])


def test_pairs_come_in_order() -> None:
    pairs = terms.pairs_of(5)
    assert len(pairs) == 10
    lists = [[i for i in range(5) if pair >> i & 1] for pair in pairs]
    assert all(one < other for one, other in pairwise(lists))


def test_the_slow_design_is_right() -> None:
    assert slow.design(2, [0, 1, 2, 3]).tolist() == [[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1]]
