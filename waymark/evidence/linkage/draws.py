"""Linkages drawn from what is uncertain about them: multiple imputation of the links.

tables = drawn_tables(pairs, draws=20, seed=1)
with_linkage_uncertainty(Stepwise(), tables)
"""

from collections.abc import Iterator

import numpy as np

from waymark.evidence.estimate import Progress
from waymark.evidence.linkage.pairs import FLOOR, Pairs, Whole
from waymark.evidence.linkage.partition import clusters, joined, list_table
from waymark.evidence.lists import ListError, ListTable

SETTLED = 0.999
BURN_IN = 10
BETWEEN = 5
# Log odds of a pair that no rule proposed or that fell below the floor.
UNSEEN = float(np.log(FLOOR / 2))

# For each block of rows its neighbours, with the log odds of the best pair between the two.
Edges = dict[int, dict[int, float]]


def drawn_tables(
    pairs: Pairs, *, draws: int, seed: int, progress: Progress | None = None
) -> list[ListTable]:
    """Tables of the lists under `draws` linkages drawn by `drawn_clusters`."""
    tables = []
    for number, cluster in enumerate(drawn_clusters(pairs, draws=draws, seed=seed)):
        tables.append(list_table(pairs.names, pairs.register, cluster))
        if progress:
            progress((number + 1) / draws)
    return tables


def drawn_clusters(pairs: Pairs, *, draws: int, seed: int) -> Iterator[Whole]:
    """Partitions of the rows into people, by Gibbs sampling; each like `partition.clusters`.

    The probability of a partition is proportional to the product over its clusters of the odds
    p/(1 - p) along the cluster's maximum spanning tree. For two rows alone that is p; no draw says
    that A is B and B is C but A is not C; and a cluster of s rows counts s - 1 pairs as evidence,
    not all s(s - 1)/2, which are far from independent. A step takes a row out and puts it into a
    cluster or one of its own by these odds. Rows joined at or above 0.999 move as one. Partitions
    as the thing that is uncertain: Sadinle 2014, *Annals of Applied Statistics* 8, 2404-2434,
    whose likelihood multiplies over all pairs instead.

    What the model cannot see stays out: pairs that no rule proposed. Raises ListError for no draws.
    """
    if draws < 1:
        raise ListError("Ask for at least one draw.")
    block = clusters(pairs, SETTLED)
    edges = _between(pairs, block)
    states = [_State(group, edges) for group in _groups(edges)]
    seeds = np.random.SeedSequence(seed).spawn(len(states))
    generators = [np.random.default_rng(each) for each in seeds]
    for number in range(draws):
        for state, rng in zip(states, generators, strict=True):
            for _ in range(BETWEEN if number else BURN_IN):
                state.sweep(rng)
        yield _rows(block, states)


class _State:
    """Blocks that candidate pairs connect, parted into clusters by number; some are empty."""

    def __init__(self, group: list[int], edges: Edges) -> None:
        self.edges = edges
        self.cluster = {block: number for number, block in enumerate(group)}
        self.members = {number: {block} for block, number in self.cluster.items()}

    def sweep(self, rng: np.random.Generator) -> None:
        """Each block once, in a fixed order."""
        for block, chance in zip(self.cluster, rng.random(len(self.cluster)).tolist(), strict=True):
            self.move(block, chance)

    def move(self, block: int, chance: float) -> None:
        """Take a block out and put it where the odds say; `chance` is uniform from 0 to 1."""
        self.members[self.cluster[block]].discard(block)
        alone = next(number for number, inside in self.members.items() if not inside)
        near = sorted({self.cluster[other] for other in self.edges[block]})
        near = [number for number in near if self.members[number]]
        weights = np.array([0.0, *(self.gain(block, number) for number in near)])
        share = np.cumsum(np.exp(weights - weights.max()))
        place = int(np.searchsorted(share, chance * share[-1], side="right"))
        chosen = [alone, *near][min(place, len(near))]
        self.cluster[block] = chosen
        self.members[chosen].add(block)

    def gain(self, block: int, number: int) -> float:
        """Log odds of the cluster with the block against the cluster without it."""
        inside = sorted(self.members[number])
        return self.tree([block, *inside]) - self.tree(inside)

    def tree(self, blocks: list[int]) -> float:
        """Log odds along the maximum spanning tree, grown from the first block (Prim)."""
        best = {block: self.odds(blocks[0], block) for block in blocks[1:]}
        total = 0.0
        while best:
            nearest = max(best, key=best.__getitem__)
            total += best.pop(nearest)
            best = {block: max(odds, self.odds(nearest, block)) for block, odds in best.items()}
        return total

    def odds(self, one: int, other: int) -> float:
        """Log odds that two blocks are one person."""
        return self.edges[one].get(other, UNSEEN)


def _between(pairs: Pairs, block: Whole) -> Edges:
    """The best pair between every two blocks that have one."""
    # No pair between two blocks is at or above SETTLED, so no odds are infinite.
    ends = zip(block[pairs.left].tolist(), block[pairs.right].tolist(), strict=True)
    edges: Edges = {}
    for (one, other), p in zip(ends, pairs.probability.tolist(), strict=True):
        if one == other:
            continue
        odds = float(np.log(p / (1 - p)))
        for this, that in ((one, other), (other, one)):
            near = edges.setdefault(this, {})
            near[that] = max(near.get(that, odds), odds)
    return edges


def _groups(edges: Edges) -> list[list[int]]:
    """Blocks that candidate pairs connect, each group sorted."""
    blocks = np.array(sorted(edges), dtype=np.int64)
    ends = [(one, other) for one, near in edges.items() for other in near]
    if not ends:
        return []
    left, right = np.searchsorted(blocks, np.array(ends, dtype=np.int64).T)
    label = joined(len(blocks), left, right)
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.diff(label[order])) + 1
    return [group.tolist() for group in np.split(blocks[order], starts)]


def _rows(block: Whole, states: list[_State]) -> Whole:
    """For each row the smallest block of its person."""
    leader = np.arange(len(block), dtype=np.int64)
    for state in states:
        for inside in state.members.values():
            if inside:
                leader[list(inside)] = min(inside)
    found: Whole = leader[block]
    return found
