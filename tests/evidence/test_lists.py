"""Tables of lists: the order of rows does not matter, and wrong rows are named."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.evidence.lists import ListError, ListTable

ROWS = st.lists(
    st.tuples(st.lists(st.integers(0, 1), min_size=3, max_size=3), st.integers(0, 50)), max_size=12
).map(lambda rows: [(pattern, count) for pattern, count in rows if any(pattern)])


@given(ROWS)
def test_the_order_of_rows_changes_nothing(rows: list[tuple[list[int], int]]) -> None:
    shuffled = rows[::-1]
    one, other = (ListTable.from_counts("abc", each) for each in (rows, shuffled))
    assert one.patterns.tolist() == other.patterns.tolist()
    assert one.counts.tolist() == other.counts.tolist()
    assert one.dense.sum() == one.total == sum(count for _, count in rows)


@given(ROWS, st.permutations(range(3)))
def test_lists_in_another_order_and_back(
    rows: list[tuple[list[int], int]], order: list[int]
) -> None:
    table = ListTable.from_counts("abc", rows)
    back = table.permuted(order).permuted([order.index(i) for i in range(3)])
    assert back.names == table.names
    assert back.dense.tolist() == table.dense.tolist()


def test_merging_and_leaving_out() -> None:
    table = ListTable.from_counts(
        "abc", [([1, 0, 0], 5), ([0, 1, 0], 3), ([1, 1, 0], 2), ([0, 0, 1], 4)]
    )
    merged = table.merged(0, 1)
    assert merged.names == ("a+b", "c")
    assert merged.total == table.total
    left = table.without(2)
    assert left.total == 10
    assert left.names == ("a", "b")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([([1, 0], -1)], "negative"),
        ([([1, 0, 0], 1)], "columns"),
        ([([1, 2], 1)], "Row 1: write 1"),
        ([([0, 0], 3)], "no list"),
    ],
)
def test_wrong_rows_are_named(rows: list[tuple[list[int], int]], sentence: str) -> None:
    with pytest.raises(ListError, match=sentence):
        ListTable.from_counts("ab", rows)


def test_the_room_loads_no_django() -> None:
    code = "import sys, waymark.evidence; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
