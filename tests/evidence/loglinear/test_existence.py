"""Existence and identifiability agree with the plain linear program and the rank of the design."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.evidence.loglinear import slow
from tests.evidence.loglinear.tables import counts, table
from waymark.evidence import ListError, ListTable
from waymark.evidence.loglinear import columns, existence, newton, terms
from waymark.evidence.loglinear.existence import kept

ARTIFICIAL = ListTable.from_counts(
    "ABC", [([1, 0, 0], 40), ([0, 1, 0], 30), ([0, 0, 1], 20), ([1, 1, 0], 6)]
)


@given(counts(), st.integers(0, 10_000))
@settings(max_examples=60)
def test_both_tests_and_the_fit_agree_with_the_plain_ones(
    cells: NDArray[np.float64], number: int
) -> None:
    size = len(cells).bit_length() - 1
    models = list(terms.hierarchical(size, size - 1))
    model = models[number % len(models)]
    matrix, seen = slow.reduce(cells, list(model))
    found = existence(table(cells), model) if seen.sum() else None
    if found is None:
        return
    assert found.identified == slow.has_full_rank(matrix)
    assert found.finite == slow.exists(matrix, seen)
    status = _fit(cells, model).status[0]
    expected = newton.Status.SETTLED if found.finite else newton.Status.ABSENT
    assert status == (expected if found.identified else newton.Status.UNIDENTIFIED)
    if status == newton.Status.SETTLED:
        unseen = slow.fit(cells, list(model))
        assert columns.hidden(_fit(cells, model))[0] == pytest.approx(unseen, rel=1e-7)


def _fit(cells: NDArray[np.float64], model: terms.Model) -> newton.Fits:
    column, placed = cells[:, None], np.array(model)
    return columns.fit_columns(newton.Problem(column, kept(column, placed)[0], placed))


def test_the_constructed_example_of_the_paper() -> None:
    # Chan, Silverman and Vincent 2021 and SparseMSE's help page of checkident: with all pairs the
    # estimate is not identifiable; with A:B alone it does not exist; with A:C and B:C it is fine.
    everything = existence(ARTIFICIAL, terms.with_pairs(3, [(0, 1), (0, 2), (1, 2)]))
    assert (everything.finite, everything.identified) == (True, False)
    assert everything.empty == (0b101, 0b110)
    assert not existence(ARTIFICIAL, terms.with_pairs(3, [(0, 1)])).finite
    fine = existence(ARTIFICIAL, terms.with_pairs(3, [(0, 2), (1, 2)]))
    assert (fine.finite, fine.identified) == (True, True)


def test_a_model_of_other_lists() -> None:
    with pytest.raises(ListError, match="does not have"):
        existence(ARTIFICIAL, terms.main_effects(4))


@given(counts())
@settings(max_examples=60)
def test_independence_fails_without_overlap_or_with_a_list_of_everybody(
    cells: NDArray[np.float64],
) -> None:
    size = len(cells).bit_length() - 1
    held = [cells[[c >> i & 1 == 1 for c in range(2**size)]].sum() for i in range(size)]
    shared = sum(count for c, count in enumerate(cells) if c.bit_count() > 1)
    if not cells.sum() or min(held) == 0:
        return
    settled = _fit(cells, terms.main_effects(size)).status[0] == newton.Status.SETTLED
    assert settled == bool(shared > 0 and max(held) < cells.sum())


def test_what_newton_leaves_open_goes_to_the_linear_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(newton, "_recedes", lambda problem, d: np.zeros(d.shape[1], np.bool_))
    cells = ARTIFICIAL.dense.astype(np.float64)
    assert _fit(cells, terms.with_pairs(3, [(0, 1)])).status[0] == newton.Status.ABSENT
    fitted = _fit(cells, terms.main_effects(3))
    assert ARTIFICIAL.total + columns.hidden(fitted)[0] == pytest.approx(539.1, abs=0.05)


def test_columns_that_need_patience_still_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = ARTIFICIAL.dense.astype(np.float64)
    at_once = _fit(cells, terms.main_effects(3))
    monkeypatch.setattr(columns, "newton", _impatient)
    later = _fit(cells, terms.main_effects(3))
    assert later.status[0] == newton.Status.SETTLED
    assert np.allclose(later.margins, at_once.margins)


def _impatient(
    problem: newton.Problem, predictor: NDArray[np.float64], *, patience: int = 1
) -> newton.Fits:
    return newton.newton(problem, predictor, patience=patience)


def test_a_singular_system_loses_its_own_column_only() -> None:
    systems = np.stack([np.eye(2), np.zeros((2, 2)), 2 * np.eye(2)])
    solved = newton._solve(systems, np.ones((3, 2)))
    assert solved[[0, 2]].tolist() == [[1, 1], [0.5, 0.5]]
    assert np.isnan(solved[1]).all()
