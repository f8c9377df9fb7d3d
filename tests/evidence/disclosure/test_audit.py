"""The audit finds every way back to a small number, and agrees with trying every table."""

from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.evidence.disclosure.tables import (
    AGE,
    PLACE,
    QUARTER,
    SEX,
    WORK,
    Counts,
    Everything,
    counts,
    plain,
    summed,
    table,
)
from waymark.evidence.disclosure import (
    Dimension,
    Reason,
    Release,
    Table,
    TableError,
    answer_cell,
    audit,
    cell,
    possible,
)

CHILD, ADULT = cell({"age": "child"}), cell({"age": "adult"})


def release(shown: dict[str, int | None], total: int | None, name: str = "t") -> Release:
    cells = {cell({"age": label}): count for label, count in shown.items()}
    return Release(name, "people", (AGE,), {**cells, cell(): total})


def test_a_small_number_that_is_shown() -> None:
    [leak] = audit([release({"child": 3, "adult": 30}, 33)])
    assert (leak.low, leak.high) == (3, 3)
    assert leak.sentence == "Of people, age: child: readers can work out that it is 3."


def test_a_small_number_from_the_total() -> None:
    leaks = audit([release({"child": None, "adult": 30}, 33)])
    assert [(leak.whom, leak.low, leak.high) for leak in leaks] == [("age: child", 3, 3)]


def test_a_small_number_from_another_table() -> None:
    """Each table alone is safe; the difference of the two is not."""
    one, other = release({"child": None, "adult": 30}, None), release({}, 33, "other")
    assert not audit([one])
    assert not audit([other])
    assert [leak.low for leak in audit([one, other])] == [3]


def test_those_whom_no_table_counts() -> None:
    """All but three answered yes: the three are in no table, but readers can count them."""
    shown = {cell(): 40, answer_cell(cell(), "help", "shelter"): 37}
    answers = Dimension("help: shelter", ("yes", "no"))
    [leak] = audit([Release("t", "people", (answers,), shown)])
    assert (leak.low, leak.high) == (3, 3)


def test_a_year_less_three_quarters() -> None:
    quarters: Counts = {("1",): 9, ("2",): 9, ("3",): 9, ("4",): 2}
    year = Table.from_counts("year", [QUARTER], quarters)
    last = cell({"quarter": "4"})
    [leak] = [leak for leak in audit([plain(year, [last])]) if leak.whom == "quarter: 4"]
    assert (leak.low, leak.high) == (2, 2)
    assert not audit([plain(year, [last, cell({"quarter": "3"})])])


def test_two_small_numbers_that_are_small_together() -> None:
    """They hide each other, but not that there are few of both."""
    three = table("t", [WORK], {("farm",): 1, ("home",): 2, ("sea",): 30})
    farm, home = cell({"work": "farm"}), cell({"work": "home"})
    shown = plain(three, [farm, home])
    assert possible([], shown, farm) == possible([], shown, home) == (0, 3)
    small = Release("t", "people", (WORK,), shown.shown, dict.fromkeys((farm, home), Reason.SMALL))
    assert {leak.whom for leak in audit([small])} == {
        "work: farm",
        "work: home",
        "work: farm, home",
    }


def test_the_protection_asked_for() -> None:
    shown = {CHILD: None, ADULT: None, cell(): 8}
    given = Release("t", "people", (AGE,), shown, {CHILD: Reason.SMALL})
    assert not audit([given], protection=8)
    assert [leak.whom for leak in audit([given], protection=9)] == ["age: child"]
    assert [leak.whom for leak in audit([given], k=9)]


def test_nobody_is_told_only_where_nobody_is_small() -> None:
    given = release({"child": 0, "adult": 30}, 30)
    assert not audit([given])
    assert [leak.whom for leak in audit([given], zeros=True)] == ["age: child"]


def test_tables_that_only_together_give_a_number_away() -> None:
    """On farms all are girls and elsewhere none is: so ten of the children are female."""
    inner: Counts = {("child", "female", "farm"): 10, ("adult", "male", "home"): 10}
    dims = (AGE, SEX, PLACE)
    places = [table(str(axis), [dims[axis], PLACE], summed(inner, axis, 2)) for axis in (0, 1)]
    shown = [plain(each) for each in places]
    girls = cell({"age": "child", "sex": "female"})
    hidden = Release("t", "people", (AGE, SEX), {girls: None})
    assert possible(shown, hidden, girls) == (10, 10)
    assert [leak.low for leak in audit([*shown, hidden], k=12) if "age: child; sex" in leak.whom]
    sexes = Release(
        "sexes",
        "people",
        (AGE, SEX),
        {
            address: n
            for each in shown
            for address, n in each.shown.items()
            if len(address) < 2 and "place" not in dict(address)
        },
    )
    assert possible([sexes], hidden, girls) == (0, 10)


@pytest.mark.parametrize(
    "wrong",
    [
        [release({"child": 10, "adult": 30}, 41)],
        [release({"child": 10, "adult": None}, 9)],
        [release({}, 10), release({}, 11, "other")],
        [release({}, 10), Release("o", "people", (Dimension("age", ("child",)),), {})],
    ],
)
def test_numbers_that_contradict_each_other_are_refused(wrong: list[Release]) -> None:
    with pytest.raises(TableError):
        audit(wrong)


def test_too_many_linked_breakdowns_are_refused_in_words() -> None:
    dims = [Dimension(name, tuple("0123456789")) for name in "abcde"]
    huge = Release("t", "p", tuple(dims), {tuple((dim.name, "1") for dim in dims): 9})
    assert not audit([huge])  # what no cell tells apart is one category
    wide = {tuple((dim.name, digit) for dim in dims): 9 for digit in "0123456789"}
    with pytest.raises(TableError, match="leave out a breakdown"):
        audit([Release("t", "p", tuple(dims), wide)])


@settings(max_examples=25, deadline=None)
@given(counts(AGE, WORK, most=2), st.data())
def test_bounds_are_those_of_all_tables(
    inner: dict[tuple[str, ...], int], data: st.DataObject
) -> None:
    whole = table("t", [AGE, WORK], inner)
    assume(whole.cells[cell()] <= 6)
    hidden = data.draw(st.sets(st.sampled_from([each for each in whole.cells if each])))
    shown = plain(whole, hidden)
    every = Everything([shown], (AGE, WORK), 6)
    for address in hidden:
        assert possible([], shown, address) == every.of(shown, address)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(*(st.sampled_from(each.categories) for each in (AGE, SEX, PLACE))),
        min_size=1,
        max_size=3,
    ),
    st.data(),
)
def test_bounds_from_linked_tables_are_those_of_all_people(
    people: list[tuple[str, ...]], data: st.DataObject
) -> None:
    """Three two-way tables in a ring, which no look at each alone would bound exactly."""
    inner = Counter(people)
    dims, pairs = (AGE, SEX, PLACE), [(0, 1), (0, 2), (1, 2)]
    whole = [
        table(str(pair), [dims[axis] for axis in pair], summed(inner, *pair)) for pair in pairs
    ]
    deep = [address for each in whole for address in each.cells if len(address) == 2]
    hidden = data.draw(st.sets(st.sampled_from(deep), min_size=1))
    shown = [plain(each, hidden) for each in whole]
    every = Everything(shown, dims, 3)
    for each in shown:
        for address in each.suppressed:
            assert possible(shown, each, address) == every.of(each, address)
