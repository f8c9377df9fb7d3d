"""All decomposable graphs on a few lists, with the cliques and separators of each."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

MOST_LISTS = 6  # 18,154 graphs; seven lists have 617,675


@dataclass(frozen=True)
class GraphSet:
    """Every decomposable graph on k lists.

    Attributes:
        edges: for each graph the pairs of lists (i < j) that depend on each other directly.
        factors: shape (graphs, 2**k), how often the marginal table over a set of lists (bit i of
            the column number is list i) multiplies the likelihood: +1 for a clique, minus its
            multiplicity for a separator.
    """

    edges: tuple[tuple[tuple[int, int], ...], ...]
    factors: NDArray[np.int64]


@cache
def decomposable_graphs(size: int) -> GraphSet:
    """The graphs on `size` lists: 2, 8, 61, 822 and 18,154 for two to six.

    A graph is decomposable (chordal) when its vertices can be taken away one by one so that the
    neighbours left of each are all joined (Dirac 1961). The likelihood is then the product over
    that order of p(vertex and neighbours) / p(neighbours); what does not cancel are cliques and
    separators (Lauritzen 1996, Graphical Models).
    """
    pairs = list(combinations(range(size), 2))
    edges, factors = [], []
    for mask in range(1 << len(pairs)):
        joined = tuple(pair for bit, pair in enumerate(pairs) if mask >> bit & 1)
        found = _factors(size, joined)
        if found is not None:
            edges.append(joined)
            factors.append(found)
    return GraphSet(tuple(edges), np.array(factors, dtype=np.int64))


def _factors(size: int, edges: tuple[tuple[int, int], ...]) -> list[int] | None:
    """The factors of one graph, or None where it is not decomposable."""
    neighbours = [0] * size
    for first, second in edges:
        neighbours[first] |= 1 << second
        neighbours[second] |= 1 << first
    found = [0] * (1 << size)
    left = (1 << size) - 1
    while left:
        vertex = _simplicial(neighbours, left)
        if vertex is None:
            return None
        around = neighbours[vertex] & left
        found[around | 1 << vertex] += 1
        if around:
            found[around] -= 1
        left &= ~(1 << vertex)
    return found


def _simplicial(neighbours: list[int], left: int) -> int | None:
    """The first vertex left whose neighbours left are all joined."""
    for vertex in _members(left):
        around = neighbours[vertex] & left
        if all(not around & ~neighbours[other] & ~(1 << other) for other in _members(around)):
            return vertex
    return None


def _members(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
