"""From pairs to people: rows parted into clusters, each of them one person."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from waymark.evidence.linkage.pairs import Pairs
from waymark.evidence.lists import ListTable

Whole = NDArray[np.int64]


def clusters(pairs: Pairs, threshold: float) -> Whole:
    """For each row the smallest row of its person, shape (rows,).

    Rows are one person where a chain of pairs at or above the threshold joins them.
    """
    chosen = pairs.at(threshold)
    return joined(len(pairs.register), chosen.left, chosen.right)


def joined(rows: int, left: Whole, right: Whole) -> Whole:
    """Connected components, each named after its smallest row."""
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(rows, rows))
    number, label = connected_components(graph, directed=False)
    smallest = np.full(number, rows, dtype=np.int64)
    np.minimum.at(smallest, label, np.arange(rows))
    found: Whole = smallest[label]
    return found


def list_table(names: Sequence[str], register: Whole, cluster: Whole) -> ListTable:
    """How many people are on each combination of registers; a person twice on one counts once.

    Arguments: names of the registers; for each row its register and its person.
    """
    _, person = np.unique(cluster, return_inverse=True)
    on = np.zeros((int(person.max(initial=-1)) + 1, len(names)), dtype=np.int64)
    on[person, register] = 1
    patterns, counts = np.unique(on, axis=0, return_counts=True)
    rows = zip(patterns.tolist(), counts.tolist(), strict=True)
    return ListTable.from_counts(names, rows)
