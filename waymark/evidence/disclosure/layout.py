"""How the numbers of linked tables add up from joint cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from scipy.sparse import csr_array, vstack

from waymark.evidence.disclosure.joint import Clique, cliques, junction_tree
from waymark.evidence.disclosure.system import Ints, System
from waymark.evidence.disclosure.tables import Dimension, Region, TableError

LARGEST = 20_000
"""How many joint cells linked tables may have; above, programs take minutes."""

NONE: Ints = np.zeros(0, dtype=np.int64)


def build(regions: Iterable[Region], dimensions: Iterable[Dimension]) -> System:
    """The system of linked cells of one population.

    Raises TableError where too many dimensions are linked to be looked at together.
    """
    cells = sorted(set(regions), key=_order)
    blocks = _blocks(cells, dimensions)
    sizes = {name: len(set(block.values())) for name, block in blocks.items()}
    parts = cliques([_dims(each) for each in cells], sizes)
    width = sum(prod(sizes[dim] for dim in part) for part in parts)
    if width > LARGEST:
        raise TableError(
            f"These tables are linked through {width:,} combinations of categories, more than "
            f"{LARGEST:,}: leave out a breakdown, or use fewer or wider categories."
        )
    layout = _Layout(parts, sizes, blocks, width)
    rows = layout.matrix([(layout.columns(each), NONE) for each in cells])
    pairs = _between(cells, blocks)
    between = np.array([pair[:2] for pair in pairs], dtype=np.int64).reshape(-1, 2)
    return System(
        cells=len(cells),
        regions=(*cells, *(rest for _, _, rest in pairs)),
        between=between,
        rows=csr_array(vstack([rows, rows[between[:, 0]] - rows[between[:, 1]]])),
        ties=layout.ties(),
    )


@dataclass(frozen=True)
class _Layout:
    """Where the joint cells of each clique stand."""

    parts: list[Clique]
    sizes: Mapping[str, int]
    blocks: Mapping[str, Mapping[str, int]]
    width: int

    def columns(self, of: Region) -> Ints:
        """The joint cells that a region adds up, in the smallest clique that knows it."""
        fits = [i for i, each in enumerate(self.parts) if _dims(of) <= set(each)]
        place = min(fits, key=lambda i: prod(self._shape(i)))
        inside = {
            name: sorted({self.blocks[name][each] for each in categories})
            for name, categories in of
        }
        return self._picked(inside, place)

    def ties(self) -> csr_array:
        """Neighbouring cliques agree on every combination of what both have."""
        rows = []
        for one, other, shared in junction_tree(self.parts):
            for index in np.ndindex(*(self.sizes[dim] for dim in shared)):
                at = {dim: [number] for dim, number in zip(shared, index, strict=True)}
                rows.append((self._picked(at, one), self._picked(at, other)))
        return self.matrix(rows)

    def matrix(self, rows: list[tuple[Ints, Ints]]) -> csr_array:
        """Rows from the columns that they add and those that they take away."""
        signs = [np.repeat([1.0, -1.0], [len(plus), len(minus)]) for plus, minus in rows]
        columns = [np.concatenate(pair) for pair in rows]
        ends = np.cumsum([0, *(len(each) for each in columns)])
        parts = np.concatenate([np.zeros(0), *signs]), np.concatenate([NONE, *columns])
        return csr_array((*parts, ends), shape=(len(rows), self.width))

    def _picked(self, inside: Mapping[str, list[int]], place: int) -> Ints:
        """Columns of one clique that have the given categories."""
        part, shape = self.parts[place], self._shape(place)
        start = sum(prod(self._shape(i)) for i in range(place))
        grid = np.arange(start, start + prod(shape), dtype=np.int64).reshape(shape)
        for axis, dim in enumerate(part):
            if dim in inside:
                grid = np.take(grid, inside[dim], axis=axis)
        return grid.ravel()

    def _shape(self, place: int) -> tuple[int, ...]:
        return tuple(self.sizes[dim] for dim in self.parts[place])


def _dims(of: Region) -> frozenset[str]:
    return frozenset(name for name, _ in of)


def _order(of: Region) -> list[tuple[str, list[str]]]:
    return sorted((name, sorted(categories)) for name, categories in of)


def _blocks(cells: list[Region], dimensions: Iterable[Dimension]) -> dict[str, dict[str, int]]:
    """Categories that no cell tells apart share a number, which keeps joint tables small."""
    labels: dict[str, list[frozenset[str]]] = {}
    for each in cells:
        for name, categories in each:
            labels.setdefault(name, []).append(categories)
    result: dict[str, dict[str, int]] = {}
    for dim in dimensions:
        seen = dict.fromkeys(labels.get(dim.name, []))
        marks = {c: tuple(c in inside for inside in seen) for c in dim.categories}
        numbers = {mark: number for number, mark in enumerate(dict.fromkeys(marks.values()))}
        if seen:
            result[dim.name] = {c: numbers[mark] for c, mark in marks.items()}
    return result


def _between(
    cells: list[Region], blocks: Mapping[str, Mapping[str, int]]
) -> list[tuple[int, int, Region]]:
    """Each wider cell with one narrower in one dimension, and who is in only the wider one.

    Where those are a cell themselves, they need no second look.
    """
    places = {each: i for i, each in enumerate(cells)}
    along: dict[tuple[Region, str], list[tuple[frozenset[str], int]]] = {}
    for each, place in places.items():
        for name, categories in each:
            rest = each - {(name, categories)}
            along.setdefault((rest, name), []).append((categories, place))
    found: dict[Region, tuple[int, int, Region]] = {}
    for (rest, name), same in along.items():
        whole = [(frozenset(blocks[name]), places[rest])] if rest in places else []
        for (narrow, small), (wide, large) in product(same, [*same, *whole]):
            gap = rest | {(name, wide - narrow)}
            if narrow < wide and gap not in places:
                found.setdefault(gap, (large, small, gap))
    return list(found.values())
