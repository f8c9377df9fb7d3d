"""What happened to people, with its month: services, hours, referrals, outcomes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.cases.answers import DECLINED, UNKNOWN, Answer, Answers
from waymark.cases.models import Milestone, Outcome, ServiceDelivered
from waymark.packs.counting.told import GIVEN, Told, happened_in, referred
from waymark.packs.definitions import population
from waymark.packs.tally import Happened, month_of
from waymark.referrals.models import Referral, TaskState

YEAR = 2025
WRITTEN = datetime(2026, 1, 5, tzinfo=UTC)
STEPS = population("people").questions["hours"].fixed
DAYS = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))
HOURS = st.decimals(0, 60, places=2)


def service(day: date, **said: Any) -> Told:
    """A service that is counted in hours, unless said otherwise."""
    row = ServiceDelivered(given_on=day, written_at=WRITTEN)
    answers = {"category": "case-management", "result": "given", **said}
    return row, {name: _answer(each) for name, each in answers.items()}


def _answer(each: Any) -> Answer:
    return each if isinstance(each, Answer) else Answer(each)


def told(rows: list[Told], question: str) -> list[Happened]:
    """What is counted of a question."""
    return [each for each in happened_in(rows, YEAR) if each.question == question]


@given(st.lists(st.tuples(DAYS, HOURS), max_size=8))
def test_bands_of_hours_are_those_that_the_sum_reaches(given_: list[tuple[date, Decimal]]) -> None:
    rows = [service(day, quantity=str(hours)) for day, hours in given_]
    total = sum((hours for _, hours in given_), Decimal(0))
    reached = [each.answer for each in told(rows, "hours")]
    assert sorted(reached, key=int) == [step for step in STEPS if total >= int(step)]


@given(st.lists(st.tuples(DAYS, HOURS), min_size=1, max_size=8), st.randoms())
def test_hours_do_not_hang_on_the_order_of_rows(
    given_: list[tuple[date, Decimal]], draw: Any
) -> None:
    rows = [service(day, quantity=str(hours)) for day, hours in given_]
    other = list(rows)
    draw.shuffle(other)
    assert sorted(map(repr, told(rows, "hours"))) == sorted(map(repr, told(other, "hours")))


@given(st.lists(st.tuples(DAYS, HOURS), min_size=1, max_size=8))
def test_a_band_is_reached_in_the_month_of_the_hour_that_reaches_it(
    given_: list[tuple[date, Decimal]],
) -> None:
    rows = [service(day, quantity=str(hours)) for day, hours in given_]
    for each in told(rows, "hours"):
        until = sum((h for day, h in given_ if month_of(day) <= each.month), Decimal(0))
        before = sum((h for day, h in given_ if month_of(day) < each.month), Decimal(0))
        assert until >= int(each.answer) > before


@pytest.mark.parametrize("quantity", ["", "-5", "NaN", "sNaN", "Infinity", "-Infinity", "many"])
def test_hours_that_are_none_count_nothing_and_break_nothing(quantity: str) -> None:
    rows = [service(date(YEAR, 3, 1), quantity=quantity), service(date(YEAR, 4, 1), quantity="1")]
    assert [(each.month, each.answer) for each in told(rows, "hours")] == [("2025-04", "1")]


@pytest.mark.parametrize("silence", [UNKNOWN, DECLINED], ids=["unknown", "declined"])
def test_hours_that_nobody_knows_are_no_hours(silence: Answer) -> None:
    assert not told([service(date(YEAR, 3, 1), quantity=silence)], "hours")


def test_what_is_counted_in_nights_or_money_adds_no_hours() -> None:
    rows = [service(date(YEAR, 3, 1), category="food", quantity="500")]
    assert not told(rows, "hours")


@pytest.mark.parametrize("result", ["given", "partly", "not_given", "declined"])
def test_only_what_was_given_counts_as_a_service(result: str) -> None:
    rows = [service(date(YEAR, 3, 1), result=result, barriers=["transport"])]
    assert bool(told(rows, "service")) is (result in GIVEN)
    assert [each.answer for each in told(rows, "barrier")] == ["transport"], "a barrier is one"


@pytest.mark.parametrize("silence", [UNKNOWN, DECLINED], ids=["unknown", "declined"])
def test_a_service_without_a_category_is_counted_as_none(silence: Answer) -> None:
    rows = [service(date(YEAR, 3, 1), category=silence, quantity="5")]
    assert not told(rows, "service")
    assert not told(rows, "hours")


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_another_year_counts_nothing(day: date) -> None:
    assert bool(told([service(day)], "service")) is (day.year == YEAR)


def test_a_milestone_counts_when_it_is_reached_and_an_outcome_when_it_is_recorded() -> None:
    answers: Answers = {"kind": Answer("court-date")}
    waits = (Milestone(due_on=date(YEAR, 5, 1), written_at=WRITTEN), answers)
    reached = (Milestone(reached_on=date(YEAR, 6, 1), written_at=WRITTEN), answers)
    assert not told([waits], "milestone")
    assert [each.month for each in told([reached], "milestone")] == ["2025-06"]
    outcome = (
        Outcome(recorded_on=date(YEAR, 7, 1), written_at=WRITTEN),
        {"living": Answer("own-home"), "work": UNKNOWN, "safety": DECLINED},
    )
    found = list(happened_in([outcome], YEAR))
    assert [(each.question, each.answer) for each in found] == [("living", "own-home")]


def referral(state: TaskState, asked: datetime, answered: datetime | None) -> Referral:
    """A referral as far as it went."""
    return Referral(
        requested_at=asked,
        answered_at=answered,
        state=state,
        state_at=asked + timedelta(days=3),
    )


@given(
    st.sampled_from(TaskState),
    st.integers(0, 900).map(lambda days: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=days)),
)
@pytest.mark.django_db
def test_a_referral_counts_where_it_came_to_and_that_it_was_sent(
    state: TaskState, asked: datetime
) -> None:
    found = list(referred([referral(state, asked, asked + timedelta(days=1))], YEAR))
    answers = [each.answer for each in found]
    assert len(set(answers)) == len(answers)
    assert all(each.month.startswith(str(YEAR)) for each in found)
    assert set(answers) <= set(population("people").questions["referral"].fixed)
    if date(YEAR, 1, 10) < asked.date() < date(YEAR, 12, 20):
        assert "requested" in answers
        assert state.value in answers
        taken = {TaskState.IN_PROGRESS, TaskState.COMPLETED, TaskState.ACCEPTED}
        assert ("accepted" in answers) is (state in taken)
