"""Precision and recall against a known truth, and what must not matter."""

import numpy as np
import pytest

from tests.evidence.linkage.cast import CLEAN, linked, three_registers
from waymark.evidence.linkage import Person, clusters, link_people, list_table, model_quality
from waymark.evidence.linkage.engines import duckdb_engine
from waymark.evidence.linkage.pairs import Pairs, recalibrated
from waymark.evidence.linkage.review import agreement
from waymark.evidence.linkage.synthetic import registers
from waymark.evidence.lists import ListError


def run(people: list[Person]) -> Pairs:
    with duckdb_engine(threads=1) as engine:
        return link_people(people, engine, seed=1)


def test_people_in_three_scripts_are_recognised() -> None:
    """The figures that docs/linkage.md states."""
    _, truth = three_registers()
    precision, recall = agreement(linked(), truth, 0.5)
    assert precision >= 0.98
    assert recall >= 0.94
    precision, recall = agreement(linked(), truth, 0.9)
    assert precision >= 0.995
    assert recall >= 0.88


def test_the_model_knows_how_good_it_is() -> None:
    _, truth = three_registers()
    for threshold in (0.5, 0.9):
        precision, recall = agreement(linked(), truth, threshold)
        told = model_quality(linked(), threshold=threshold)
        assert told.precision == pytest.approx(precision, abs=0.02)
        assert told.recall == pytest.approx(recall, abs=0.05)


def test_each_fault_alone_is_forgiven() -> None:
    """Rows are compared among many others, from which the model learns what is rare."""
    faults = [
        ("Vladimir", "Shevchenko", "1988-03-05", "Kharkiv"),
        ("Владимир", "Шевченко", "1988-03-05", "Kharkiv"),  # script
        ("Shevchenko", "Vladimir", "1988-03-05", "Kharkiv"),  # names swapped
        ("Vladimir", "Shevchenko", "1988-05-03", "Kharkiv"),  # day and month swapped
        ("Vladimir", "Shevchenko", "1988", "Kharkiv"),  # year only
        ("Vladimir", "Shevchenko", "1989-03-05", "Kharkiv"),  # a year off
        ("Vladimir", "Shevchenko", "1988-03-06", "Kharkiv"),  # a day off
        ("Vladimir", "Shevchemko", "1988-03-05", "Kharkiv"),  # a letter
        ("Vladimir", "Shevchenko", "1988-03-05", "Lviv"),  # place
    ]
    people, _ = three_registers()
    rows = [Person("A", f"fault {at}", *fault) for at, fault in enumerate(faults)]
    pairs = run([*rows, *people[:800]])
    cluster = clusters(pairs, 0.5)[: len(faults)]
    assert (cluster == cluster[0]).all()


def test_people_who_are_alike_without_fault_all_match() -> None:
    people, truth = registers(CLEAN, seed=3)
    precision, recall = agreement(run(people), truth, 0.5)
    assert recall == 1.0
    assert precision >= 0.99


def test_the_order_of_rows_changes_nothing() -> None:
    people, _ = registers(CLEAN, seed=4)
    shuffled = np.random.default_rng(5).permutation(len(people))
    before, after = run(people), run([people[place] for place in shuffled])

    def named(pairs: Pairs, order: list[int]) -> dict[tuple[int, ...], float]:
        ends = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
        keys = [tuple(sorted((order[one], order[other]))) for one, other in ends]
        return dict(zip(keys, pairs.probability.round(6).tolist(), strict=True))

    assert named(before, list(range(len(people)))) == named(after, shuffled.tolist())


def test_overlaps_are_near_the_truth() -> None:
    people, truth = three_registers()
    pairs = linked()
    found = list_table(pairs.names, pairs.register, clusters(pairs, 0.5))
    register = np.array(["ABC".index(person.register) for person in people])
    true = list_table("ABC", register, truth)
    assert found.total == pytest.approx(true.total, rel=0.03)
    assert np.abs(found.dense - true.dense)[1:].max() <= 0.1 * true.dense[1:].max()


def test_the_share_of_matches_is_the_fixed_point() -> None:
    odds = np.array([8.0, 8.0, -6.0])
    probability = recalibrated(odds, 0.001, 1000.0)
    assert probability.sum() / 1000 == pytest.approx(0.002, rel=0.1)
    share = probability.sum() / 1000
    again = recalibrated(odds, 0.001, 1000.0)
    evidence = odds - np.log2(0.001 / 0.999)
    assert again == pytest.approx(1 / (1 + np.exp2(-evidence) * (1 - share) / share), rel=1e-6)


def test_one_row_cannot_be_linked() -> None:
    with pytest.raises(ListError, match="two rows"):
        run([Person("A", "1", "Ali", "Hassan")])
