"""Whatever the counts, no reader gets a small one back, and what is shown is true."""

import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.disclosure.tables import (
    AGE,
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
    CannotProtect,
    Dimension,
    Protected,
    Reason,
    Release,
    Table,
    TableError,
    answer_cell,
    audit,
    cell,
    moves,
    protect,
    secondary,
    system,
)

KS = st.integers(2, 6)
EXAMPLES = 15  # an example takes a tenth of a second


def true_and_no_small_one(tables: list[Table], made: list[Protected], k: int) -> None:
    assert [each.name for each in made] == [each.name for each in tables]
    for before, after in zip(tables, made, strict=True):
        assert set(before.cells) == set(after.shown)
        assert set(after.why) == after.suppressed
        for address, count in after.shown.items():
            small = 0 < before.cells[address] < k
            assert count == (None if address in after.suppressed else before.cells[address])
            assert not small or after.why[address] is Reason.SMALL
            assert small or after.why.get(address) is not Reason.SMALL


@settings(max_examples=EXAMPLES, deadline=None)
@given(counts(WORK, QUARTER, most=40), KS)
def test_tables_with_groups(inner: dict[tuple[str, ...], int], k: int) -> None:
    given = [table("t", [WORK, QUARTER], inner)]
    made = protect(given, k=k)
    true_and_no_small_one(given, made, k)
    assert not audit(made, k=k)


@settings(max_examples=EXAMPLES, deadline=None)
@given(counts(AGE, SEX, WORK), KS)
def test_tables_of_three_dimensions(inner: dict[tuple[str, ...], int], k: int) -> None:
    given = [table("t", [AGE, SEX, WORK], inner)]
    made = protect(given, k=k)
    true_and_no_small_one(given, made, k)
    assert not audit(made, k=k)


@settings(max_examples=EXAMPLES, deadline=None)
@given(counts(AGE, SEX, WORK), KS)
def test_linked_tables_that_share_margins(inner: dict[tuple[str, ...], int], k: int) -> None:
    dims = (AGE, SEX, WORK)
    given = [
        table(str(axes), [dims[axis] for axis in axes], summed(inner, *axes))
        for axes in [(0,), (1,), (0, 1), (0, 2), (1, 2)]
    ]
    made = protect(given, k=k)
    true_and_no_small_one(given, made, k)
    assert not audit(made, k=k)
    for address in made[0].shown:
        assert made[0].shown[address] == made[2].shown[address] == made[3].shown[address]


@settings(max_examples=EXAMPLES, deadline=None)
@given(counts(AGE, SEX, most=5), st.integers(2, 3))
def test_nobody_who_tries_every_table_gets_a_small_number_back(
    inner: dict[tuple[str, ...], int], k: int
) -> None:
    whole = table("t", [AGE, SEX], inner)
    [made] = protect([whole], k=k)
    every = Everything([made], (AGE, SEX), 14)
    for address, count in whole.cells.items():
        low, high = every.of(made, address)
        assert low <= count <= high
        if 0 < count < k:
            assert high >= k
            assert high - low >= k
        elif address in made.suppressed:
            assert high > low
    for wide, narrow in product(whole.cells, whole.cells):
        rest = whole.cells[wide] - whole.cells[narrow]
        if len(narrow) == len(wide) + 1 and set(wide) < set(narrow) and 0 < rest < k:
            assert every.between(made, wide, narrow)[1] >= k


@settings(max_examples=EXAMPLES, deadline=None)
@given(counts(AGE, WORK, most=30))
def test_nothing_is_suppressed_without_need(inner: dict[tuple[str, ...], int]) -> None:
    """To show any one of the other cells too would give something away."""
    whole = table("t", [AGE, WORK], inner)
    [made] = protect([whole])
    for address, why in made.why.items():
        if why is Reason.SECONDARY:
            shown = dict(made.shown) | {address: whole.cells[address]}
            small = {each: why for each, why in made.why.items() if each != address}
            more = Release("t", "people", whole.dimensions, shown, small)
            assert audit([more])


@settings(max_examples=EXAMPLES, deadline=None)
@given(counts(AGE, SEX), st.integers(1, 12))
def test_a_wider_protection(inner: dict[tuple[str, ...], int], protection: int) -> None:
    given = [table("t", [AGE, SEX], inner)]
    assert not audit(protect(given, protection=protection), protection=protection)


@settings(max_examples=EXAMPLES, deadline=None)
@given(counts(AGE, SEX))
def test_nobody_is_small_too_where_asked(inner: dict[tuple[str, ...], int]) -> None:
    given = [table("t", [AGE, SEX], inner)]
    made = protect(given, zeros=True)
    assert not audit(made, zeros=True)
    assert 0 not in made[0].shown.values()


@settings(max_examples=EXAMPLES, deadline=None)
@given(counts(AGE, QUARTER, most=30))
def test_a_year_after_its_quarters_were_published(inner: dict[tuple[str, ...], int]) -> None:
    """What was published stays published; the year must not give away what the quarters kept."""
    before: list[Protected] = []
    for quarter in QUARTER.categories[:3]:
        here = {labels[:1]: count for labels, count in inner.items() if labels[1] == quarter}
        part = Table.from_counts(quarter, [AGE], here, within={QUARTER: quarter})
        before += protect([part], earlier=before)
    whole = [table("year", [AGE, QUARTER], inner)]
    made = protect(whole, earlier=before)
    assert not audit([*before, *made])
    for release in before:
        for address, count in release.shown.items():
            assert count is None or made[0].shown[address] == count


def test_a_year_whose_last_quarter_is_small() -> None:
    def year(fourth: int) -> dict[tuple[str, ...], int]:
        return {("1",): 20, ("2",): 31, ("3",): 16, ("4",): fourth}

    first = [
        protect([Table.from_counts(q, [], {(): n}, within={QUARTER: q})])[0]
        for (q,), n in list(year(0).items())[:3]
    ]
    [made] = protect([table("year", [QUARTER], year(3))], earlier=first)
    assert made.shown[cell({"quarter": "4"})] is None
    assert made.shown[cell()] is None
    [safe] = protect([table("year", [QUARTER], year(8))], earlier=first)
    assert safe.shown[cell()] == 75


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, 60), st.data())
def test_answers_that_do_not_add_up(total: int, data: st.DataObject) -> None:
    answers = {
        name: {cell(): data.draw(st.integers(0, total))} for name in ("shelter", "health", "legal")
    }
    given = Table("t", "people", (), {cell(): total}).with_answers("services", answers)
    [made] = protect([given])
    assert not audit([made])
    for name, counted in answers.items():
        shown = made.shown[answer_cell(cell(), "services", name)]
        rest = total - counted[cell()]
        if 0 < counted[cell()] < 5:
            assert shown is None
        if 0 < rest < 5 and made.shown[cell()] is not None:
            assert shown is None


def test_the_same_counts_give_the_same_table_in_any_order() -> None:
    """Else two exports of one table would give away what each of them suppresses."""
    inner: Counts = {
        (age, work): n for n, (age, work) in enumerate(product(AGE.categories, WORK.categories))
    }
    one = table("t", [AGE, WORK], inner)
    other = Table("t", "people", (WORK, AGE), dict(reversed(list(one.cells.items()))))
    first, second = protect([one])[0], protect([other])[0]
    assert first.suppressed == second.suppressed
    assert first.suppressed < set(one.cells)


def test_tables_that_are_given_twice_are_one() -> None:
    one = table("t", [AGE], {("child",): 3, ("adult",): 30})
    made = protect([one, one])
    assert made[0].shown == made[1].shown


def test_no_time_to_show_cells_again_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    inner: Counts = {
        (f, w): 3 + 4 * n for n, (f, w) in enumerate(product(AGE.categories, WORK.categories))
    }
    whole = [table("t", [AGE, WORK], inner)]
    best = protect(whole)
    monkeypatch.setattr(secondary, "PATIENCE", -1.0)
    made = protect(whole)
    assert made[0].suppressed >= best[0].suppressed
    assert not audit(made)


def test_where_no_change_is_found_everything_is_suppressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moves.Move, "of", lambda _move, _system: None)
    monkeypatch.setattr(secondary, "PATIENCE", -1.0)
    [made] = protect([table("t", [AGE], {("child",): 3, ("adult",): 30})])
    assert set(made.shown.values()) == {None}


def test_no_time_to_prove_anything_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.Program, "solution", lambda _program, _whole: None)
    with pytest.raises(TableError, match="too many breakdowns"):
        protect([table("t", [AGE], {("child",): 3, ("adult",): 30})])


def test_populations_have_nobody_in_common() -> None:
    one = Table("one", "reports", (AGE,), {cell(): 33})
    other = Table("other", "cases", (AGE,), {cell(): 30})
    assert [made.shown[cell()] for made in protect([one, other])] == [33, 30]


def test_counts_that_are_not_people_are_refused() -> None:
    wrong = Table("t", "people", (AGE,), {cell({"age": "child"}): 10, cell(): 9})
    with pytest.raises(TableError, match="don't add up"):
        protect([wrong])


def test_a_number_that_changed_since_it_was_published_is_refused() -> None:
    old = plain(table("old", [AGE], {("child",): 20, ("adult",): 30}))
    with pytest.raises(TableError, match="50 was published, and it is 51 now"):
        protect([table("new", [AGE], {("child",): 20, ("adult",): 31})], earlier=[old])


def test_what_was_given_away_before_stops_the_next_table() -> None:
    careless = plain(table("old", [AGE], {("child",): 3, ("adult",): 30}))
    with pytest.raises(CannotProtect, match="says too much"):
        protect(
            [table("new", [AGE, SEX], {("child", "male"): 3, ("adult", "male"): 30})],
            earlier=[careless],
        )


@pytest.mark.parametrize("wrong", [{"k": 1}, {"k": 5, "protection": 0}])
def test_rules_that_protect_nothing_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(TableError):
        protect([Table("t", "people", (), {cell(): 3})], **wrong)  # type: ignore[arg-type]  # whole numbers only


def test_it_is_quick_enough_for_a_pack() -> None:
    """12 by 8 cells take a fifth of a second of processor time; there is room for a busy one."""
    rng = np.random.default_rng(7)
    age = Dimension("age", tuple(f"a{i}" for i in range(12)))
    kind = Dimension("kind", tuple(f"k{i}" for i in range(8)))
    drawn = rng.poisson(rng.gamma(1.0, 20.0, size=(2, 12, 8)))
    tables = [
        Table.from_counts(
            str(number),
            [age, kind],
            {(f"a{i}", f"k{j}"): int(each[i, j]) for i in range(12) for j in range(8)},
            population=str(number),
        )
        for number, each in enumerate(drawn)
    ]
    start = time.process_time()
    made = protect(tables)
    assert time.process_time() - start < len(tables)
    assert all(Reason.SECONDARY in each.why.values() for each in made)
