"""Which dimensions must be looked at together so that bounds from linked tables are exact.

Tables that agree on what they share need not be tables of the same people: three two-way tables
can contradict each other although every margin fits. They cannot where the dimensions of all
cells form an acyclic hypergraph (Vorob'ev 1962, *Teoriya veroyatnostei i ee primeneniya* 7,
153-169). So the graph of dimensions that stand together in a cell is made chordal, its maximal
cliques get a joint table each, and neighbours in a junction tree agree on what they share: the
tables that this allows are exactly the margins of tables of people.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import prod

Clique = tuple[str, ...]


def cliques(together: Iterable[frozenset[str]], sizes: Mapping[str, int]) -> list[Clique]:
    """Maximal cliques of a chordal graph over the dimensions; at least one, perhaps empty.

    Args:
        together: dimensions that stand together in a cell.
        sizes: the number of categories of each; the dimension whose joint table is smallest is
            eliminated first, which keeps the others small.
    """
    near = _neighbours(together, sizes)
    found: list[frozenset[str]] = []
    while near:
        first = min(near, key=lambda dim: (prod(sizes[d] for d in (dim, *near[dim])), dim))
        found.append(frozenset((first, *near[first])))
        for one, other in combinations(sorted(near[first]), 2):
            near[one].add(other)
            near[other].add(one)
        for dim in near.pop(first):
            near[dim].discard(first)
    largest = [one for one in found if not any(one < other for other in found)]
    return sorted({tuple(sorted(one)) for one in largest}) or [()]


def junction_tree(parts: list[Clique]) -> list[tuple[int, int, Clique]]:
    """Pairs of cliques that must agree, each with the dimensions that both have."""
    joined, edges = {0}, []
    while len(joined) < len(parts):
        _, one, other = max(
            (len(set(parts[i]) & set(parts[j])), i, j)
            for i in joined
            for j in range(len(parts))
            if j not in joined
        )
        joined.add(other)
        edges.append((one, other, tuple(sorted(set(parts[one]) & set(parts[other])))))
    return edges


def _neighbours(
    together: Iterable[frozenset[str]], sizes: Mapping[str, int]
) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {dim: set() for dim in sizes}
    for dims in together:
        for one in dims:
            near[one] |= dims - {one}
    return near
