from itertools import combinations

import numpy as np
import pytest

from tests.evidence.linkage.cast import linked, true_table
from waymark.evidence.linkage import Pairs, clusters, drawn_clusters, drawn_tables, list_table
from waymark.evidence.lists import ListError


def pairs_of(rows: int, edges: dict[tuple[int, int], float]) -> Pairs:
    ends = np.array(list(edges), dtype=np.int64).reshape(len(edges), 2)
    names = tuple("ABCDEFGH"[:rows])
    return Pairs(names, np.arange(rows), ends[:, 0], ends[:, 1], np.array(list(edges.values())))


def together(pairs: Pairs, one: int, other: int, draws: int = 1500) -> float:
    drawn = drawn_clusters(pairs, draws=draws, seed=2)
    return float(np.mean([cluster[one] == cluster[other] for cluster in drawn]))


def test_a_lone_pair_is_drawn_as_often_as_it_is_probable() -> None:
    for probability in (0.05, 0.5, 0.9):
        assert together(pairs_of(2, {(0, 1): probability}), 0, 1) == pytest.approx(
            probability, abs=0.04
        )


def test_three_rows_are_drawn_by_their_best_chain() -> None:
    """All partitions enumerated: apart 1, each pair its odds, all three the two best odds."""
    odds = {(0, 1): 4.0, (1, 2): 1.5, (0, 2): 0.5}
    pairs = pairs_of(3, {pair: value / (1 + value) for pair, value in odds.items()})
    weights = {"apart": 1.0, "01": 4.0, "12": 1.5, "02": 0.5, "all": 4.0 * 1.5}
    total = sum(weights.values())
    for pair in combinations(range(3), 2):
        name = "".join(map(str, pair))
        expected = (weights[name] + weights["all"]) / total
        assert together(pairs, *pair) == pytest.approx(expected, abs=0.04)


def test_certain_rows_stay_together_and_others_apart() -> None:
    pairs = pairs_of(5, {(0, 1): 1.0, (1, 2): 0.9995, (3, 4): 0.4})
    for cluster in drawn_clusters(pairs, draws=20, seed=3):
        assert cluster[:3].tolist() == [0, 0, 0]
        assert cluster[3] == 3


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    first, again, other = (
        [table.counts.tolist() for table in drawn_tables(linked(), draws=3, seed=seed)]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_draws_lie_around_the_linkage_and_near_the_truth() -> None:
    totals = [table.total for table in drawn_tables(linked(), draws=10, seed=1)]
    pairs = linked()
    low, high = (
        list_table(pairs.names, pairs.register, clusters(pairs, threshold)).total
        for threshold in (0.05, 0.95)
    )
    assert low < min(totals) <= max(totals) < high
    assert len(set(totals)) > 1
    assert np.mean(totals) == pytest.approx(true_table().total, rel=0.03)


def test_clusters_follow_chains_and_registers_count_a_person_once() -> None:
    pairs = pairs_of(4, {(0, 1): 0.9, (1, 2): 0.7, (2, 3): 0.2})
    assert clusters(pairs, 0.6).tolist() == [0, 0, 0, 3]
    assert clusters(pairs, 0.8).tolist() == [0, 0, 2, 3]
    table = list_table("AB", np.array([0, 0, 1, 1]), clusters(pairs, 0.6))
    assert table.dense.tolist() == [0, 0, 1, 1]


def test_no_draw_is_no_answer() -> None:
    with pytest.raises(ListError):
        next(iter(drawn_clusters(linked(), draws=0, seed=1)))
