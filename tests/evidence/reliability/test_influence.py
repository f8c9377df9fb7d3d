"""What the estimate depends on: changes are those that refitting gives."""

from math import inf, isfinite, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.loglinear import Fixed, Stepwise
from waymark.evidence.reliability import influence, overlaps, sensitivity
from waymark.evidence.simulate import Population

TABLE = Population(4_000, (0.3, 0.25, 0.2, 0.35), {(0, 1): 1.0}).draw(2)


def test_overlaps() -> None:
    table = ListTable.from_counts(
        "abc", [([1, 0, 0], 6), ([0, 1, 0], 3), ([0, 0, 1], 2), ([1, 1, 0], 4), ([1, 1, 1], 1)]
    )
    found = overlaps(table)
    assert found.sizes == (11, 8, 3)
    assert found.alone == (6, 3, 2)
    assert [pair.shared for pair in found.pairs] == [5, 1, 1]
    assert found.on_two_or_more == 5
    assert found.coverage == pytest.approx(1 - (6 / 11 + 3 / 8 + 2 / 3) / 3)


def test_expected_overlaps_of_independent_lists_are_those_of_chance() -> None:
    shares, size = (0.3, 0.4, 0.5), 100_000
    found = overlaps(Population(size, shares).draw(1))
    for pair, share in zip(found.pairs, (0.12, 0.15, 0.2), strict=True):
        assert pair.expected == pytest.approx(size * share, rel=0.02)
        assert pair.shared == pytest.approx(pair.expected, rel=0.02)


def test_variants_are_refits() -> None:
    pairs = influence.chosen_pairs(TABLE)
    assert ("A", "B") in pairs
    by_pair = {each.change: each.total for each in influence.by_pair(TABLE, pairs)}
    rest = tuple(pair for pair in pairs if pair != ("A", "B"))
    assert by_pair["without A:B"] == Fixed(rest, replicates=0).fit(TABLE).point
    lists = {each.change: each.total for each in influence.without_each_list(TABLE)}
    assert lists["without C"] == Stepwise(replicates=0).fit(TABLE.without(2)).point
    merged = {each.change: each.total for each in sensitivity.merged(TABLE)}
    assert merged["A and B"] == Stepwise(replicates=0).fit(TABLE.merged(0, 1)).point
    assert len(merged) == 6
    thresholds = {each.change: each.total for each in influence.by_threshold(TABLE)}
    assert thresholds["0.02"] == Stepwise(replicates=0).fit(TABLE).point


def test_models_nearby_hold_the_chosen_one_and_are_ordered() -> None:
    models = influence.by_model(TABLE)
    assert models[0].behind == 0
    assert [each.behind for each in models] == sorted(each.behind for each in models)
    assert models[-1].behind <= 6
    chosen = Stepwise(replicates=0).fit(TABLE)
    assert {each.model: each.total for each in models}[chosen.model] == pytest.approx(chosen.point)


def test_one_person() -> None:
    table = ListTable.from_counts("ab", [([1, 0], 50), ([0, 1], 40), ([1, 1], 2)])
    # N = n1 n2 / m: 52 * 42 / 2 = 1092 with one shared person fewer 51 * 41 / 1 = 2091
    assert influence.of_one_person(table) == pytest.approx(2091 / 1092, rel=1e-6)
    assert influence.of_one_person(TABLE) < 1.02


def test_factors() -> None:
    assert influence.factor(2, 4) == influence.factor(4, 2) == 2
    assert influence.factor(2, inf) == inf
    assert influence.spread([3, 6, 4]) == 2
    assert influence.spread([]) == 1


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 0.5), st.integers(20, 400), st.integers(20, 400), st.integers(20, 200))
def test_links_that_were_missed_are_put_back(rate: float, a: int, b: int, both: int) -> None:
    """Two lists: m people shared, of whom a share was not recognised."""
    missed = round(both * rate)
    seen = ListTable.from_counts(
        "ab", [([1, 0], a + missed), ([0, 1], b + missed), ([1, 1], both - missed)]
    )
    true_rate = missed / both
    mended = sensitivity.relinked(seen, missed=true_rate)
    assert np.abs(mended.dense - np.array([0, a, b, both])).max() <= 1
    again = sensitivity.relinked(seen, missed=0.0, wrong=0.0)
    assert again.dense.tolist() == seen.dense.tolist()


def test_missed_links_make_an_estimate_too_high_and_wrong_ones_too_low() -> None:
    now = influence.point(TABLE)
    changed = {each.change: each.total for each in sensitivity.linkage(TABLE)}
    assert changed["10% of links missed"] < changed["2% of links missed"] < now
    assert changed["10% of links wrong"] > changed["2% of links wrong"] > now


@settings(max_examples=20, deadline=None)
@given(st.floats(-1.5, 1.5))
def test_an_assumed_dependence_scales_the_unseen_of_two_lists(strength: float) -> None:
    """For two lists N - n = a b exp(theta) / m, by hand."""
    table = ListTable.from_counts("ab", [([1, 0], 60), ([0, 1], 90), ([1, 1], 20)])
    total = sensitivity.with_term(table, [], {3: strength})
    assert log((total - 170) / (60 * 90 / 20)) == pytest.approx(strength, abs=1e-6)


def test_the_true_dependence_gives_the_true_number() -> None:
    population = Population(50_000, (0.3, 0.25, 0.2), {(0, 2): 0.8})
    table = population.draw(4)
    blind = sensitivity.with_term(table, [], {})
    known = sensitivity.with_term(table, [], {5: 0.8})
    assert abs(known - 50_000) < 1_000 < abs(blind - 50_000)
    with pytest.raises(ListError, match="no set of lists"):
        sensitivity.with_term(table, [], {8: 1.0})


def test_stronger_dependence_is_farther_away() -> None:
    found = sensitivity.dependence(TABLE, influence.chosen_pairs(TABLE))
    highs = [each.high for each in found]
    assert [each.strength for each in found] == [-1.0, -0.5, 0.5, 1.0]
    assert highs[2] < highs[3]
    assert found[0].low < found[1].low
    assert all(isfinite(each.low) and each.low_term for each in found)
