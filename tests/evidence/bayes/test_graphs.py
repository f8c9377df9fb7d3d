"""Decomposable graphs: all of them, each with the likelihood that belongs to it."""

from collections.abc import Iterator

import numpy as np
import pytest
from scipy.special import gammaln

from waymark.evidence import ListTable
from waymark.evidence.bayes.decomposable import _marginals
from waymark.evidence.bayes.graphs import decomposable_graphs


@pytest.mark.parametrize(("size", "number"), [(2, 2), (3, 8), (4, 61), (5, 822), (6, 18154)])
def test_none_is_missing(size: int, number: int) -> None:
    """Numbers of labelled chordal graphs: sequence A058862 of the OEIS."""
    graphs = decomposable_graphs(size)
    assert len(graphs.edges) == len(set(graphs.edges)) == len(graphs.factors) == number


def test_the_square_is_not_decomposable_and_the_path_is() -> None:
    edges = decomposable_graphs(4).edges
    assert ((0, 1), (0, 3), (1, 2), (2, 3)) not in edges
    assert ((0, 1), (1, 2), (2, 3)) in edges


def test_cliques_and_separators_of_a_path() -> None:
    graphs = decomposable_graphs(4)
    factors = graphs.factors[graphs.edges.index(((0, 1), (1, 2), (2, 3)))]
    found = {int(lists): int(factors[lists]) for lists in np.flatnonzero(factors)}
    assert found == {0b0011: 1, 0b0110: 1, 0b1100: 1, 0b0010: -1, 0b0100: -1}


def test_every_list_is_a_factor_once_more_than_it_separates() -> None:
    graphs = decomposable_graphs(5)
    for position in range(5):
        holds = (np.arange(32) >> position & 1).astype(bool)
        assert (graphs.factors[:, holds].sum(axis=1) == 1).all()


def tables(people: int, cells: int) -> Iterator[list[int]]:
    """Every way to put people into cells."""
    if cells == 1:
        yield [people]
        return
    for first in range(people + 1):
        for rest in tables(people - first, cells - 1):
            yield [first, *rest]


@pytest.mark.parametrize("delta", [0.125, 1.0])
def test_under_each_graph_the_tables_of_four_people_have_probability_one(delta: float) -> None:
    factors = decomposable_graphs(3).factors
    patterns = [[cell >> i & 1 for i in range(3)] for cell in range(1, 8)]
    total = np.zeros(len(factors))
    for unseen, *seen in tables(4, 8):
        table = ListTable.from_counts("abc", zip(patterns, seen, strict=True))
        marginals = _marginals(table, np.array([float(unseen)]), delta)
        ways = gammaln(5) - gammaln(np.array([unseen, *seen]) + 1).sum()
        total += np.exp(factors @ marginals[:, 0] + ways)
    np.testing.assert_allclose(total, 1)
