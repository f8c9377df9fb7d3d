"""The search over all hierarchical models, its average, and a model that is named.

Published values: Silverman, Chan and Vincent 2024, Statistics and Computing 34, 44, with the
package's assemble_bic, bootstrapcal (1,000 replicates), jackknifecal and ntopBCa.
"""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import poisson

from tests.evidence.loglinear import slow
from tests.evidence.loglinear.tables import counts, table
from waymark.evidence import Estimator, ListError, ListTable
from waymark.evidence.loglinear import AllModels, BicAverage, Fixed, Stepwise, candidates
from waymark.evidence.loglinear.allmodels import best_of_first
from waymark.evidence.loglinear.terms import hierarchical

Read = Callable[[str], ListTable]

POINTS = [
    (
        "uk_2013_5lists",
        2,
        (1024, 1024),
        "LA:NG + LA:PFNCA + NG:PFNCA + NG:GP + PFNCA:GO",
        (22_991.33, 12_262.41, 25_978.17, 11_312.99, 12_141.83),
    ),
    (
        "uk_2013_5lists",
        4,
        (6893, 6519),
        "LA:NG:PFNCA + NG:GP + PFNCA:GO",
        (25_311.29, 28_822.13, 22_991.33, 12_262.41),
    ),
    (
        "kosovo_1999_4lists",
        3,
        (113, 113),
        "EXH:ABA:OSCE + EXH:HRW + OSCE:HRW",
        (10_356.52, 12_740.97, 18_393.31, 9_824.17),
    ),
    ("korea_3lists", 2, (8, 6), "b:c + c:d", (157.17, 268.78, 123.46)),
]
ENDS = [
    # data, order, top, published 2.5% and 97.5%, their standard deviations over 20 to 30 seeds
    ("uk_2013_5lists", 2, 60, (11_720, 43_894), (146, 3_371)),
    ("kosovo_1999_4lists", 3, None, (6_947, 18_010), (220, 371)),
    ("korea_3lists", 2, None, (128.3, 349.7), (1, 13)),
]


@pytest.mark.parametrize("expected", POINTS, ids=lambda e: f"{e[0]}-{e[1]}")
def test_published_points(
    published: Read, expected: tuple[str, int, tuple[int, int], str, tuple[float, ...]]
) -> None:
    name, order, models, best, points = expected
    found = AllModels(order=order, top=1, replicates=0).fit(published(name))
    assert (found.diagnostics["models tried"], found.diagnostics["models that exist"]) == models
    assert found.model == best
    assert found.point == pytest.approx(points[0], abs=0.005)
    totals = [candidate.total for candidate in found.candidates[: len(points)]]
    assert totals == pytest.approx(points, abs=0.005)
    assert sum(candidate.weight for candidate in found.candidates) == pytest.approx(1)


@pytest.mark.parametrize("expected", ENDS, ids=lambda e: e[0])
def test_published_intervals(
    published: Read,
    expected: tuple[str, int, int | None, tuple[float, float], tuple[float, float]],
) -> None:
    name, order, top, ends, spread = expected
    found = AllModels(order=order, top=top).fit(published(name))
    interval = found.intervals[1]
    assert abs(interval.low - ends[0]) < 4 * 2**0.5 * spread[0]
    assert abs(interval.high - ends[1]) < 4 * 2**0.5 * spread[1]
    assert found.curve[-1].tolist() == [
        found.intervals[0].low,
        interval.low,
        found.intervals[0].high,
        interval.high,
    ]


@given(counts(3, 3))
@settings(max_examples=15)
def test_models_totals_and_bic_are_the_plain_ones(cells: NDArray[np.float64]) -> None:
    totals, criteria = [], []
    for model in hierarchical(3, 2):
        unseen = slow.fit(cells, list(model))
        if unseen is not None:
            matrix, seen = slow.reduce(cells, list(model))
            likelihood = float(np.sum(poisson.logpmf(seen, slow.glm(matrix, seen)[0])))
            totals.append(cells.sum() + unseen)
            criteria.append(len(model) * np.log(cells.sum()) - 2 * likelihood)
    if not totals:
        return
    found = AllModels(replicates=0).fit(table(cells)).candidates
    assert sorted(c.total for c in found) == pytest.approx(sorted(totals), rel=1e-6)
    assert [c.criterion for c in found] == pytest.approx(sorted(criteria), rel=1e-7, abs=1e-6)


@given(counts(3, 3), st.permutations(range(3)))
@settings(max_examples=10)
def test_the_order_of_lists_changes_no_digit(cells: NDArray[np.float64], order: list[int]) -> None:
    for estimator in (AllModels(replicates=15), BicAverage(replicates=15)):
        try:
            first = estimator.fit(table(cells))
        except ListError:
            continue
        second = estimator.fit(table(cells).permuted(order))
        assert first.point == second.point
        assert first.intervals == second.intervals
        assert _sets(first.model) == _sets(second.model)


def _sets(model: str) -> set[frozenset[str]]:
    return {frozenset(term.split(":")) for term in model.split(" + ")}


def test_the_best_of_the_first_models() -> None:
    totals = np.array([[10.0, 11, np.inf], [20, 21, 22], [30, 31, 32]])
    criterion = np.array([[5.0, 7, np.inf], [6, 6, 9], [6, 5, 9]])
    assert best_of_first(totals, criterion).tolist() == [
        [10, 11, np.inf],
        [10, 21, 22],
        [10, 31, 22],
    ]


def test_the_average_lies_between_its_models(published: Read) -> None:
    found = BicAverage(order=3, top=None, replicates=200).fit(published("kosovo_1999_4lists"))
    weighted = sum(c.weight * c.total for c in found.candidates)
    assert found.point == pytest.approx(weighted)
    assert found.intervals[1].low < found.point < found.intervals[1].high
    assert found.model == "average of 113 models"


def test_aic_costs_two_a_term(published: Read) -> None:
    lists = published("korea_3lists")
    bic = AllModels(criterion="bic", replicates=0).fit(lists)
    aic = AllModels(criterion="aic", replicates=0).fit(lists)
    terms = 6  # the intercept, three lists and two pairs
    cost = terms * (np.log(lists.total) - 2)
    same = next(c for c in aic.candidates if c.model == bic.model)
    assert bic.candidates[0].criterion - same.criterion == pytest.approx(cost)


def test_progress_is_told_and_may_stop_the_work(published: Read) -> None:
    shares: list[float] = []
    lists = published("korea_3lists")
    AllModels(replicates=10).fit(lists, progress=shares.append)
    assert shares == pytest.approx(np.arange(1, 7) / 6)

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        BicAverage(replicates=10).fit(lists, progress=stop)


def test_too_many_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST_MODELS", 63)
    lists = ListTable.from_counts("abcd", [([1, 1, 0, 0], 5), ([0, 1, 1, 1], 4)])
    with pytest.raises(ListError, match="lower the order"):
        AllModels().fit(lists)


def test_lists_that_share_nobody_carry_no_model() -> None:
    with pytest.raises(ListError, match="No model"):
        AllModels().fit(ListTable.from_counts("ab", [([1, 0], 9), ([0, 1], 8)]))


def test_a_named_model_is_the_one_chosen(published: Read) -> None:
    lists = published("kosovo_1999_4lists")
    pairs = tuple(step.pair for step in Stepwise(replicates=0).fit(lists).path)
    found = Fixed(pairs, replicates=100).fit(lists)
    assert found.point == pytest.approx(14_341.66, abs=0.005)
    assert found.intervals[0].method == "BCa bootstrap, the model taken as known"
    larger = Fixed((("EXH", "ABA", "OSCE"), ("EXH", "HRW"), ("HRW", "OSCE")), replicates=0)
    assert larger.fit(lists).point == pytest.approx(10_356.52, abs=0.005)


@pytest.mark.parametrize(
    ("interactions", "sentence"),
    [
        ((("A", "B"), ("A", "C"), ("B", "C")), "single best"),
        ((("A", "B"),), "no finite"),
        ((("A", "X"),), "no list named X"),
    ],
)
def test_named_models_that_cannot_be_fitted(
    published: Read, interactions: tuple[tuple[str, ...], ...], sentence: str
) -> None:
    with pytest.raises(ListError, match=sentence):
        Fixed(interactions).fit(published("artificial_3lists"))


@pytest.mark.parametrize(
    ("estimator", "options", "sentence"),
    [
        (Stepwise, {"threshold": 2}, "p-value"),
        (Stepwise, {"replicates": -1}, "negative"),
        (Fixed, {"levels": (95,)}, "between 0 and 1"),
        (AllModels, {"order": 0}, "at least 1"),
        (AllModels, {"top": 0}, "at least 1"),
        (BicAverage, {"criterion": "cic"}, "bic or aic"),
    ],
)
def test_options_that_cannot_be(
    estimator: Callable[..., Estimator], options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        estimator(**options)


def test_all_of_them_are_estimators() -> None:
    lists = ListTable.from_counts("ab", [([1, 0], 150), ([0, 1], 250), ([1, 1], 50)])
    every: list[Estimator] = [
        Stepwise(replicates=5),
        AllModels(replicates=5),
        BicAverage(replicates=5),
        Fixed(replicates=5),
    ]
    for estimator in every:
        found = estimator.fit(lists)
        assert found.point == pytest.approx(1200)
        assert [each.level for each in found.intervals] == [0.8, 0.95]
        assert found.seen == 450
