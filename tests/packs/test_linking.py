"""Nobody can be worked out from tables of overlapping periods, whatever the caseload."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.evidence.disclosure import CannotProtect, Release, TableError, audit
from waymark.packs.definitions import ALL, packs
from waymark.packs.linking import SMALL, Edition, Linking, Made
from waymark.packs.tally import Cells, Slices

PACK = packs()["coalition"]
TABLES = ("began", "referral")
MONTHS = ("2025-01", "2025-04", "2025-07")
QUARTER, YEAR = frozenset(MONTHS[:1]), frozenset(MONTHS)


def cells(this_year: int, before: int, requested: int = 0) -> Cells:
    """A month's counts."""
    return {
        ALL: {"": this_year + before},
        "began": {"this_year": this_year, "before": before},
        "referral": {"requested": min(requested, this_year + before)},
    }


def make(slices: Slices, months: frozenset[str], *before: Edition) -> tuple[Made, Edition]:
    """The tables of a period, and the edition that is kept."""
    new = Edition(months, {m: c for m, c in slices.items() if m in months}, TABLES)
    made = Linking(PACK.population, [*before, new]).protect()
    return made, Edition(months, new.slices, TABLES, made.shown, made.why)


def seen(editions: list[Edition]) -> list[Release]:
    """All that readers have, in the same dimensions: what the editions show and nothing else."""
    empty = Edition(frozenset(), {}, TABLES)
    return list(Linking(PACK.population, [*editions, empty])._earlier())


def small(shown: Mapping[str, Mapping[str, int | None]]) -> list[int]:
    """The small numbers that are shown."""
    return [n for each in shown.values() for n in each.values() if n and n < SMALL]


counts = st.builds(cells, st.integers(0, 14), st.integers(0, 14), st.integers(0, 14))


@settings(max_examples=25)
@given(st.fixed_dictionaries(dict.fromkeys(MONTHS, counts)), st.booleans())
def test_no_number_and_no_difference_is_small(slices: Slices, year_first: bool) -> None:
    periods = [YEAR, QUARTER] if year_first else [QUARTER, YEAR]
    editions: list[Edition] = []
    for months in periods:
        seen_before = {m for each in editions for m in each.months}
        new = {m: c for m, c in slices.items() if m not in seen_before}
        try:
            made, edition = make(new, months, *editions)
        except (CannotProtect, TableError):
            break
        assert not small(made.shown)
        editions.append(edition)
    assert audit(seen(editions), k=SMALL) == [] if editions else True


def test_the_year_is_shown_where_the_difference_is_large() -> None:
    slices = {MONTHS[0]: cells(20, 10), MONTHS[1]: cells(30, 20), MONTHS[2]: cells(9, 9)}
    made, quarter = make(slices, QUARTER)
    assert made.shown[ALL][""] == 30
    rest = {month: slices[month] for month in MONTHS[1:]}
    made, _ = make(rest, YEAR, quarter)
    assert made.shown[ALL][""] == 98
    assert made.shown["began"] == {"this_year": 59, "before": 39}


def test_the_year_less_the_quarter_does_not_name_the_two_who_came_later() -> None:
    made, quarter = make({MONTHS[0]: cells(20, 0)}, QUARTER)
    assert made.shown[ALL][""] == 20
    made, _ = make({MONTHS[1]: cells(2, 0)}, YEAR, quarter)
    assert made.shown[ALL][""] is None


def test_a_quarter_after_the_year_does_not_name_the_rest() -> None:
    _, year = make({MONTHS[0]: cells(20, 0), MONTHS[1]: cells(2, 0)}, YEAR)
    made, _ = make({}, QUARTER, year)
    assert made.shown[ALL][""] is None


def test_a_few_late_entries_do_not_show_in_the_same_period_made_again() -> None:
    _, first = make({MONTHS[0]: cells(20, 10)}, QUARTER)
    made, _ = make({MONTHS[0]: cells(1, 0)}, QUARTER, first)
    assert made.shown[ALL][""] is None
    made, _ = make({MONTHS[0]: cells(9, 6)}, QUARTER, first)
    assert made.shown[ALL][""] == 45


def test_those_who_got_no_service_are_not_a_difference() -> None:
    made, _ = make({MONTHS[0]: cells(40, 0, requested=37)}, QUARTER)
    assert made.shown["referral"]["requested"] is None or made.shown[ALL][""] is None
    made, _ = make({MONTHS[0]: cells(40, 0, requested=30)}, QUARTER)
    assert made.shown["referral"]["requested"] == 30
    assert made.shown[ALL][""] == 40


@pytest.mark.parametrize("number", [1, 4])
def test_a_small_number_is_kept_back_and_an_answer_that_nobody_gave_is_nought(number: int) -> None:
    made, _ = make({MONTHS[0]: cells(30, number, requested=number)}, QUARTER)
    assert made.shown["referral"]["requested"] is None
    assert made.shown["referral"]["failed"] == 0
    assert made.shown["began"]["before"] is None
