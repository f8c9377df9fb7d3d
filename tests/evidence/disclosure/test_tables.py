"""Tables of counts: margins add up, wrong input is named, only protect makes protected ones."""

import dataclasses
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given

from tests.evidence.disclosure.tables import AGE, QUARTER, SEX, WORK, counts
from waymark.evidence.disclosure import (
    Dimension,
    Protected,
    Release,
    Table,
    TableError,
    answer_cell,
    cell,
    protect,
)


@given(counts(AGE, WORK))
def test_margins_are_sums_of_the_innermost_cells(inner: dict[tuple[str, ...], int]) -> None:
    table = Table.from_counts("t", [AGE, WORK], inner)
    assert len(table.cells) == (2 + 1) * (3 + 1)
    assert table.cells[cell()] == sum(inner.values())
    for age in AGE.categories:
        expected = sum(count for labels, count in inner.items() if labels[0] == age)
        assert table.cells[cell({"age": age})] == expected
    for (age, work), count in inner.items():
        assert table.cells[cell({"work": work, "age": age})] == count


def test_groups_are_margins_too() -> None:
    table = Table.from_counts("t", [QUARTER], {("1",): 3, ("2",): 4, ("4",): 9})
    assert table.cells[cell({"quarter": "first half"})] == 7
    assert table.cells[cell({"quarter": "3"})] == 0


def test_only_the_margins_asked_for() -> None:
    table = Table.from_counts(
        "t", [AGE, SEX], {("child", "male"): 3}, margins=[("sex",), ()], within={QUARTER: "2"}
    )
    assert table.cells == {
        cell({"sex": "female", "quarter": "2"}): 0,
        cell({"sex": "male", "quarter": "2"}): 3,
        cell({"quarter": "2"}): 3,
    }


def test_answers_of_which_one_person_may_give_several() -> None:
    table = Table.from_counts("t", [SEX], {("female",): 20, ("male",): 10}).with_answers(
        "services",
        {"shelter": {cell(): 18}, "legal advice": {cell(): 25, cell({"sex": "male"}): 9}},
    )
    assert table.cells[answer_cell(cell(), "services", "shelter")] == 18
    assert table.cells[(("services: legal advice", "yes"), ("sex", "male"))] == 9


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Dimension("age", ()), "at least one category"),
        (lambda: Dimension("age", ("child", "child")), "only once"),
        (lambda: Dimension("age", ("child",), (("child", ("child",)),)), "only once"),
        (lambda: Dimension("age", ("child",), (("all", ("adult",)),)), "may only hold"),
        (lambda: Dimension("age", ("child",), (("none", ()),)), "may only hold"),
        (lambda: Table("t", "p", (AGE, AGE), {}), "two dimensions"),
        (lambda: Release("t", "p", (AGE, AGE), {}), "two dimensions"),
        (lambda: Table("t", "p", (AGE,), {(): -1}), "-1 at the total is no count"),
        (lambda: Table("t", "p", (AGE,), {(): True}), "is no count"),
        (lambda: Table("t", "p", (AGE,), {cell({"age": "old"}): 1}), "age has no old"),
        (lambda: Table("t", "p", (AGE,), {cell({"sex": "male"}): 1}), "no dimension sex"),
        (lambda: Release("t", "p", (AGE,), {cell({"sex": "male"}): 1}), "no dimension sex"),
        (lambda: Table("t", "p", (AGE, SEX), {(("sex", "male"), ("age", "child")): 1}), "sorted"),
        (lambda: Table("t", "p", (AGE,), {(("age", "child"), ("age", "child")): 1}), "once"),
        (lambda: Table.from_counts("t", [AGE], {("old",): 1}), "age has no category old"),
        (lambda: Table.from_counts("t", [AGE], {("child", "male"): 1}), "of 1 dimensions"),
        (lambda: Table.from_counts("t", [AGE], {}, margins=[("sex",)]), "no dimension sex"),
    ],
)
def test_wrong_input_is_named(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(TableError, match=sentence):
        make()


def test_a_table_does_not_change_after_it_was_made() -> None:
    cells = {cell(): 8}
    table = Table("t", "p", (AGE,), cells)
    cells[cell()] = 1
    assert table.cells[cell()] == 8
    with pytest.raises(TypeError):
        table.cells[cell()] = 1  # type: ignore[index]  # it is the assignment that is tried


def test_nobody_but_protect_makes_a_protected_table() -> None:
    table = Table.from_counts("t", [AGE], {("child",): 3, ("adult",): 30})
    with pytest.raises(TypeError, match="Only protect"):
        Protected("t", "people", (AGE,), dict(table.cells))
    [made] = protect([table])
    with pytest.raises(TypeError, match="Only protect"):
        dataclasses.replace(made, shown=dict(table.cells))
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.shown = table.cells  # type: ignore[misc]  # it is the assignment that is tried
    with pytest.raises(TypeError):
        made.shown[cell()] = 3  # type: ignore[index]  # it is the assignment that is tried


def test_a_protected_table_holds_no_suppressed_number() -> None:
    [made] = protect([Table.from_counts("t", [AGE], {("child",): 4321 - 4318, ("adult",): 4318})])
    assert made.suppressed
    assert "4321" in repr(made)
    assert "4318" not in repr(made)


def test_disclosure_control_loads_no_django() -> None:
    code = "import sys, waymark.evidence.disclosure; assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
