"""The stepwise estimator gives the published numbers, and its digits depend on nothing else.

Published values: SparseMSE, estimatepopulation(data, nboot=1000, pthresh=0.02), with the
authors' own bootstrap draws. Ours are others, so that ends of intervals agree within their
Monte Carlo error: the standard deviation of ours over 30 seeds stands beside each.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.evidence.loglinear.tables import counts, table
from waymark.evidence import ListError, ListTable
from waymark.evidence.loglinear import Stepwise, search, stepwise

Read = Callable[[str], ListTable]

POINTS = [
    # data, point, main effects only, pairs in the order in which they entered
    (
        "uk_2013_6lists",
        11_417.99,
        12_214.0,
        "PF:NCA, LA:NG, NG:GP, LA:PF, PF:GP, GO:GP, NG:GO",
    ),
    (
        "uk_2013_5lists",
        11_312.99,
        13_444.1,
        "LA:NG, NG:GP, PFNCA:GP, LA:PFNCA, GO:GP, NG:GO",
    ),
    ("kosovo_1999_4lists", 14_341.66, 7_394.6, "ABA:OSCE, OSCE:HRW, EXH:OSCE, EXH:ABA, EXH:HRW"),
    ("new_orleans_8lists", 1_183.69, 996.7, "D:E"),
    ("artificial_3lists", 539.1, 539.1, ""),
]
NETHERLANDS = ("O:Z", "P:Z", "I:Z", "P:R", "O:P", "K:O"), ("K:R", "I:K")
ENDS = [
    # data, published 2.5%, 10%, 90%, 97.5%, their standard deviations over seeds
    ("uk_2013_6lists", (9_267, 9_682, 12_577, 14_307), (433, 76, 122, 329)),
    ("uk_2013_5lists", (8_785, 9_624, 12_531, 14_701), (153, 89, 143, 496)),
    ("kosovo_1999_4lists", (12_484, 13_087, 15_756, 16_623), (80, 55, 73, 143)),
    ("netherlands_6lists", (45_759, 100_931, 162_071, 171_108), (1_737, 3_653, 5_946, 8_201)),
    ("new_orleans_8lists", (717, 717, 1_248, 1_658), (62, 62, 26, 57)),
]


@pytest.mark.parametrize(("name", "point", "main", "pairs"), POINTS)
def test_published_points(
    published: Read, name: str, point: float, main: float, pairs: str
) -> None:
    found = Stepwise(replicates=0).fit(published(name))
    assert found.point == pytest.approx(point, abs=0.005 if point != main else 0.05)
    assert found.diagnostics["main effects only"] == pytest.approx(main, abs=0.05)
    order = ", ".join(":".join(step.pair) for step in found.path)
    assert order == pairs
    assert not any(step.empty for step in found.path)
    assert found.intervals == ()
    assert all(step.p_value < 0.02 for step in found.path)


def test_published_netherlands_with_two_empty_overlaps(published: Read) -> None:
    found = Stepwise(replicates=0).fit(published("netherlands_6lists"))
    assert found.point == pytest.approx(111_139.4, abs=0.05)
    assert found.diagnostics["main effects only"] == pytest.approx(52_823.5, abs=0.05)
    full, empty = NETHERLANDS
    assert tuple(":".join(s.pair) for s in found.path if not s.empty) == full
    assert tuple(":".join(s.pair) for s in found.path if s.empty) == empty
    assert sum("share nobody" in warning for warning in found.warnings) == 2


@pytest.mark.parametrize(("name", "ends", "spread"), ENDS)
def test_published_intervals(
    published: Read, name: str, ends: tuple[float, ...], spread: tuple[float, ...]
) -> None:
    inner, outer = Stepwise().fit(published(name)).intervals
    found = (outer.low, inner.low, inner.high, outer.high)
    # Both bootstraps err: the difference has sqrt(2) times the deviation of one. The lower ends
    # for the UK lie in a tail of few samples with a long left tail of their own.
    for ours, theirs, deviation in zip(found, ends, spread, strict=True):
        assert abs(ours - theirs) < 4 * 2**0.5 * deviation
    assert outer.level == 0.95


def test_main_effects_of_two_lists_are_lincoln_and_petersen() -> None:
    lists = ListTable.from_counts("ab", [([1, 0], 150), ([0, 1], 250), ([1, 1], 50)])
    found = Stepwise(threshold=0, replicates=0).fit(lists)
    assert found.point == pytest.approx(200 * 300 / 50)
    assert found.model == "a + b"


@given(counts(4, 4), st.permutations(range(4)))
@settings(max_examples=12)
def test_neither_the_order_of_lists_nor_of_rows_changes_a_digit(
    cells: NDArray[np.float64], order: list[int]
) -> None:
    one = table(cells)
    if not one.total:
        return
    other = one.permuted(order)
    estimator = Stepwise(threshold=0.1, replicates=20, seed=5)
    first, second = estimator.fit(one), estimator.fit(other)
    assert first.point == second.point
    assert first.intervals == second.intervals
    assert first.replicates.tolist() == second.replicates.tolist()
    assert [set(s.pair) for s in first.path] == [set(s.pair) for s in second.path]


def test_rows_of_nobody_change_nothing() -> None:
    rows = [([1, 0, 0], 40), ([0, 1, 0], 30), ([0, 0, 1], 20), ([1, 1, 0], 6), ([0, 1, 1], 3)]
    with_zero = [([1, 1, 1], 0), *rows, ([1, 0, 1], 0)]
    estimator = Stepwise(replicates=50)
    one, other = (estimator.fit(ListTable.from_counts("abc", each)) for each in (rows, with_zero))
    assert one.intervals == other.intervals


def test_the_size_of_batches_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = np.array([0, 50, 60, 9, 70, 2, 8, 1, 40, 3, 0, 1, 12, 0, 1, 0], dtype=float)
    at_once = Stepwise(replicates=60).fit(table(cells))
    monkeypatch.setattr(search, "BATCH", 16 * 7)
    assert Stepwise(replicates=60).fit(table(cells)).intervals == at_once.intervals


def test_progress_is_told_and_may_stop_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "BATCH", 8 * 10)
    cells = np.array([0, 50, 60, 9, 70, 2, 8, 1], dtype=float)
    shares: list[float] = []
    Stepwise(replicates=60).fit(table(cells), progress=shares.append)
    assert len(shares) == 7
    assert shares[-1] == 1
    assert all(one < other for one, other in pairwise(shares))

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    worked: list[int] = []
    monkeypatch.setattr(stepwise, "select", _counting(worked))
    with pytest.raises(KeyboardInterrupt):
        Stepwise(replicates=60).fit(table(cells), progress=stop)
    assert len(worked) == 1


def _counting(worked: list[int]) -> Callable[..., object]:
    from waymark.evidence.loglinear.selection import select

    def counted(cells: NDArray[np.float64], threshold: float) -> object:
        worked.append(1)
        return select(cells, threshold)

    return counted


@pytest.mark.parametrize(
    ("lists", "sentence"),
    [
        (ListTable.from_counts("a", [([1], 5)]), "One list"),
        (ListTable.from_counts("ab", []), "nobody"),
        (ListTable.from_counts("aa", [([1, 1], 5)]), "same name"),
        (ListTable.from_counts("abcdefghijklmnopq", [([1] * 17, 5)]), "Merge"),
    ],
)
def test_tables_that_cannot_be_used(lists: ListTable, sentence: str) -> None:
    with pytest.raises(ListError, match=sentence):
        Stepwise(replicates=0).fit(lists)


def test_lists_that_share_nobody_have_no_number() -> None:
    found = Stepwise(replicates=20).fit(ListTable.from_counts("ab", [([1, 0], 9), ([0, 1], 8)]))
    assert found.point == float("inf")
    assert found.intervals == ()
    assert "No two lists share anybody" in found.warnings[0]


def test_a_single_shared_person_is_warned_about() -> None:
    rows = [([1, 0, 0], 40), ([0, 1, 0], 30), ([0, 0, 1], 20), ([1, 1, 0], 1)]
    found = Stepwise(replicates=300).fit(ListTable.from_counts("abc", rows))
    said = " ".join(found.warnings)
    assert "count as infinitely large" in said
    assert "depending on single people" in said
    assert found.intervals[1].high == float("inf")


def test_truth_is_recovered() -> None:
    # Five lists of a population of 20,000 of whom a and b know the same people more often.
    rng = np.random.default_rng(11)
    total, errors = 20_000, []
    for _ in range(20):
        caught = rng.random((total, 5)) < np.array([0.1, 0.08, 0.12, 0.07, 0.1])
        caught[:, 1] |= caught[:, 0] & (rng.random(total) < 0.25)
        codes = np.bincount(caught @ (1 << np.arange(5)), minlength=32).astype(float)
        codes[0] = 0
        found = Stepwise(threshold=0.001, replicates=0).fit(table(codes))
        assert ("a", "b") in [step.pair for step in found.path]
        errors.append(found.point / total - 1)
    # The standard error of one estimate is about 1.5%: of the mean of 20, about 0.35%.
    assert abs(np.mean(errors)) < 0.015
