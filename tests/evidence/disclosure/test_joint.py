"""Which dimensions are looked at together."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from waymark.evidence.disclosure.joint import cliques, junction_tree

NAMES = "abcdef"
TOGETHER = st.lists(st.frozensets(st.sampled_from(NAMES), max_size=3), max_size=7)
SIZES = st.fixed_dictionaries({name: st.integers(1, 9) for name in NAMES})


def sets(*edges: str) -> list[frozenset[str]]:
    return [frozenset(edge) for edge in edges]


def test_a_total_alone_needs_one_empty_clique() -> None:
    assert cliques([], {}) == [()]
    assert junction_tree([()]) == []


def test_breakdowns_that_share_one_dimension_stay_apart() -> None:
    assert cliques(sets("ab", "ac", "a", ""), dict.fromkeys("abc", 4)) == [("a", "b"), ("a", "c")]


def test_three_breakdowns_in_a_ring_are_one() -> None:
    assert cliques(sets("ab", "bc", "ac"), dict.fromkeys("abc", 4)) == [("a", "b", "c")]


@given(TOGETHER, SIZES)
def test_every_cell_is_in_a_clique_and_none_is_in_another(
    together: list[frozenset[str]], sizes: dict[str, int]
) -> None:
    found = [frozenset(part) for part in cliques(together, sizes)]
    assert frozenset().union(*found) == frozenset(NAMES)
    for dims in together:
        assert any(dims <= part for part in found)
    for one, other in combinations(found, 2):
        assert not one <= other
        assert not other <= one


@given(TOGETHER, SIZES)
def test_what_two_cliques_share_is_on_the_whole_way_between_them(
    together: list[frozenset[str]], sizes: dict[str, int]
) -> None:
    """Running intersection: the cliques that hold a dimension hang together in the tree."""
    parts = cliques(together, sizes)
    edges = junction_tree(parts)
    assert len(edges) == len(parts) - 1
    for name in NAMES:
        holding = [i for i, part in enumerate(parts) if name in part]
        inside = [edge for edge in edges if name in edge[2]]
        assert len(inside) == len(holding) - 1
