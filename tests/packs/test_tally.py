"""Counts by month: nobody twice, nobody missing, whatever is counted when."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.packs.units import MOMENTS, MONTHS, PEOPLE, START, tally, units
from waymark.packs.definitions import ALL
from waymark.packs.tally import (
    MOST_MEMBERS,
    Happened,
    Slices,
    Unit,
    cell_key,
    first_of_each,
    month_of,
    months_between,
)


def added(one: Slices, other: Slices) -> Slices:
    """Both together."""
    found: Slices = {}
    for slices in (one, other):
        for month, cells in slices.items():
            for table, numbers in cells.items():
                into = found.setdefault(month, {}).setdefault(table, {})
                for labels, number in numbers.items():
                    into[labels] = into.get(labels, 0) + number
    return found


@given(units(), st.randoms())
def test_the_order_in_which_people_are_looked_at_changes_nothing(
    found: list[Unit], draw: Random
) -> None:
    other = list(found)
    draw.shuffle(other)
    assert tally(found).slices == tally(other).slices


@given(units(), st.integers(0, 12))
def test_counting_with_a_rest_in_between_is_counting_at_once(found: list[Unit], at: int) -> None:
    begun = tally(found[:at])
    for each in found[at:]:
        begun.add(each)
    assert begun.slices == tally(found).slices


@given(units(), MOMENTS)
def test_what_was_counted_before_and_what_is_new_are_all_there_is(
    found: list[Unit], cutoff: datetime
) -> None:
    """Nobody falls between two runs, and nobody is in both."""
    before = tally(found, until=cutoff)
    after = tally(found, since=dict.fromkeys(MONTHS, cutoff))
    assert added(before.slices, after.slices) == tally(found).slices


@given(units())
def test_every_breakdown_adds_up_to_the_total_of_its_month(found: list[Unit]) -> None:
    for month, cells in tally(found).slices.items():
        for names in PEOPLE.single:
            table = "+".join(names) or ALL
            total = cells.get(ALL, {}).get("", 0)
            assert sum(cells.get(table, {}).values()) == total, (month, table)


@given(units())
def test_a_pair_adds_up_to_both_of_its_questions(found: list[Unit]) -> None:
    for cells in tally(found).slices.values():
        for pair in PEOPLE.pairs:
            for place, name in enumerate(pair):
                sums: Counter[str] = Counter()
                for labels, number in cells.get("+".join(pair), {}).items():
                    sums[labels.split("|")[place]] += number
                assert dict(sums) == cells.get(name, {})


@given(units())
def test_nobody_has_one_answer_twice_in_a_year(found: list[Unit]) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for cells in tally(found).slices.values():
        for table in ("service", "referral"):
            for labels, number in cells.get(table, {}).items():
                counted[table, labels] += number
    for (table, labels), number in counted.items():
        told = [each for each in found if any(_is(at, table, labels) for at in each.many)]
        assert number <= len(told)


def _is(at: Happened, question: str, answer: str) -> bool:
    return (at.question, at.answer) == (question, answer)


@given(units())
def test_an_answer_counts_in_its_first_month_and_never_before_its_person(
    found: list[Unit],
) -> None:
    for unit in found:
        firsts = first_of_each(unit)
        pairs = [(each.question, each.answer) for each in firsts]
        assert len(set(pairs)) == len(pairs)
        for each in firsts:
            assert each.month >= unit.month
            same = [at for at in unit.many if _is(at, each.question, each.answer)]
            assert each.month == max(unit.month, min(at.month for at in same))
            assert any(at.recorded == each.recorded for at in same)


@given(units(), MOMENTS)
def test_what_is_recorded_later_is_in_no_count_and_behind_none(
    found: list[Unit], until: datetime
) -> None:
    made = tally(found, until=until)
    late = {unit.who for unit in found if unit.recorded > until}
    assert not late & set(made.members.get(cell_key(ALL, ""), []))
    in_time = [unit for unit in found if unit.recorded <= until and unit.month in MONTHS]
    assert sum(cells[ALL][""] for cells in made.slices.values() if ALL in cells) == len(in_time)


@given(units())
def test_behind_a_cell_stand_as_many_as_it_counts(found: list[Unit]) -> None:
    made = tally(found)
    for cells in made.slices.values():
        assert all(number > 0 for numbers in cells.values() for number in numbers.values())
    totals: Counter[str] = Counter()
    for cells in made.slices.values():
        for table, numbers in cells.items():
            for labels, number in numbers.items():
                totals[cell_key(table, labels)] += number
    assert {key: len(who) for key, who in made.members.items()} == dict(totals)


def test_of_many_behind_a_cell_only_some_are_kept() -> None:
    one = dict.fromkeys((each.id for each in PEOPLE.questions.values() if not each.many), "other")
    crowd = [Unit(str(n), "2025-01", START, one) for n in range(MOST_MEMBERS + 50)]
    made = tally(crowd)
    assert len(made.members[cell_key(ALL, "")]) == MOST_MEMBERS + 1
    assert made.slices["2025-01"][ALL][""] == MOST_MEMBERS + 50


@given(st.dates(), st.integers(0, 300))
def test_months_of_a_period_are_those_of_its_days(first: datetime, days: int) -> None:
    last = first
    for _ in range(days):
        if (last + timedelta(days=1)).year != first.year:
            break
        last += timedelta(days=1)
    found = months_between(first, last)
    assert found[0] == month_of(first)
    assert found[-1] == month_of(last)
    assert list(found) == sorted(set(found))
