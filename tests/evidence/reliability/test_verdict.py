"""The verdict: what may be said of evidence that is good, weak or hopeless."""

from dataclasses import replace
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.evidence.estimate import Estimate, Interval
from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.reliability import May, Outcome, assess, with_more
from waymark.evidence.reliability.criteria import Criterion, limits
from waymark.evidence.reliability.verdict import down, judge, up
from waymark.evidence.simulate import Population

UK = ListTable.from_counts(
    ["LA", "NG", "PFNCA", "GO", "GP"],
    # Silverman 2014, Modern slavery: an application of multiple systems estimation, Home Office
    [
        ([1, 0, 0, 0, 0], 54),
        ([0, 1, 0, 0, 0], 463),
        ([0, 0, 1, 0, 0], 995),
        ([0, 0, 0, 1, 0], 695),
        ([0, 0, 0, 0, 1], 316),
        ([1, 1, 0, 0, 0], 15),
        ([1, 0, 1, 0, 0], 19),
        ([1, 0, 0, 1, 0], 3),
        ([0, 1, 1, 0, 0], 62),
        ([0, 1, 0, 1, 0], 19),
        ([0, 1, 0, 0, 1], 1),
        ([0, 0, 1, 1, 0], 76),
        ([0, 0, 1, 0, 1], 11),
        ([0, 0, 0, 1, 1], 8),
        ([1, 1, 1, 0, 0], 1),
        ([1, 1, 0, 1, 0], 1),
        ([0, 1, 1, 1, 0], 4),
        ([1, 1, 1, 1, 0], 1),
    ],
)


def fit(point: float, low: float, high: float, seen: int = 100) -> Estimate:
    return Estimate(point, (Interval(low, high, 0.95, ""),), "m", "", seen)


def test_good_lists_may_say_a_number_and_it_is_right() -> None:
    table = Population(5_000, (0.5, 0.4, 0.6, 0.45), {(0, 1): 0.7}).draw(1)
    verdict = assess(table, replicates=100).verdict
    assert verdict.may is May.NUMBER
    assert verdict.reasons == ()
    assert verdict.low < 5_000 < verdict.high
    assert "about 5,000 people" in verdict.sentence
    assert assess(table, replicates=100).verdict == verdict


def test_the_uk_lists_may_say_a_range_and_no_number() -> None:
    found = assess(UK, replicates=40, seed=3)
    verdict = found.verdict
    assert verdict.may is May.RANGE
    assert "cannot be said with one number" in verdict.sentence
    # The models that published work found to fit about equally well
    for published in (11_313, 12_262, 22_991, 25_978):
        assert verdict.low < published < verdict.high
    models = [round(each.total) for each in found.findings.models]
    assert {12_262, 22_991, 25_978, 25_311} <= set(models)
    doubts = {each.name for each in verdict.criteria if each.outcome is Outcome.DOUBT}
    assert {"models", "methods", "coverage", "intervals", "leave one list out", "bound"} <= doubts


def test_lists_that_share_almost_nobody_may_say_a_bound() -> None:
    table = ListTable.from_counts(
        "ABC", [([1, 0, 0], 40), ([0, 1, 0], 30), ([0, 0, 1], 20), ([1, 1, 0], 6)]
    )
    verdict = assess(table, replicates=60).verdict
    assert verdict.may is May.BOUND
    assert verdict.high == inf
    assert "cannot carry an estimate" in verdict.sentence
    assert "6 people are on two or more lists" in verdict.reasons[0]


def test_lists_that_share_nobody_may_say_only_who_is_on_them() -> None:
    table = ListTable.from_counts("ABC", [([1, 0, 0], 40), ([0, 1, 0], 30), ([0, 0, 1], 20)])
    found = assess(table, replicates=20)
    assert found.verdict.may is May.BOUND
    assert found.verdict.low == 90
    assert found.verdict.sentence == (
        "The lists hold 90 different people. They cannot carry an estimate of how many there are "
        "in all."
    )


def test_two_lists_are_never_a_number() -> None:
    table = Population(5_000, (0.6, 0.6)).draw(1)
    verdict = assess(table, replicates=60).verdict
    assert verdict.may is May.BOUND
    assert "Two lists" in verdict.reasons[0]
    with pytest.raises(ListError, match="contains"):
        assess(ListTable.from_counts("ab", [([1, 0], 4), ([1, 1], 3)]))


@pytest.mark.parametrize("apart", [0.7, 1.0, 1.5])
def test_people_who_differ_are_no_number_or_the_right_one(apart: float) -> None:
    """Good lists, but half of the people are easier to find: models then tell different stories."""
    classes = ((0.5, -apart), (0.5, apart))
    table = Population(10_000, (0.4, 0.5, 0.35, 0.45), classes=classes).draw(1)
    verdict = assess(table, replicates=60).verdict
    assert verdict.low <= 10_000 <= verdict.high
    if apart >= 1:
        assert verdict.may is May.RANGE
        assert any("methods" in reason for reason in verdict.reasons)


def test_another_method_may_take_a_number_away() -> None:
    table = Population(5_000, (0.5, 0.4, 0.6, 0.45), {(0, 1): 0.7}).draw(1)
    found = assess(table, replicates=60)
    wild = replace(fit(9_000, 4_000, 12_000), method="another")
    assert with_more(found, [wild]).verdict.may is May.RANGE
    assert with_more(found, [wild]).verdict.high == 12_000
    assert with_more(found, [replace(wild, bound=True)]) == found
    assert with_more(found, []) == found


def test_seven_lists_and_progress() -> None:
    told: list[float] = []
    table = Population(3_000, (0.2,) * 7).draw(1)
    found = assess(table, replicates=20, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(found.findings.estimates) == 1


@given(st.sampled_from(list(Outcome)), st.floats(100, 1e6), st.floats(1, 10), st.floats(50, 1e6))
def test_the_worst_criterion_rules_and_the_range_holds_every_interval(
    worst: Outcome, low: float, ratio: float, bound: float
) -> None:
    fits = [fit(low * ratio, low, low * ratio**2), fit(low, low / 2, low)]
    rules = [Criterion("a", Outcome.FINE, 1, "", "", ""), Criterion("b", worst, 1, "", "why", "")]
    verdict = judge(rules, fits, fit(bound, bound, bound))
    assert verdict.may == [May.NUMBER, May.RANGE, May.BOUND][worst]
    assert 100 <= verdict.low <= max(100, low / 2, bound if bound < low / 2 else 0)
    assert verdict.high >= low * ratio**2
    assert verdict.reasons == (("why",) if worst else ())


def test_an_interval_without_an_end_leaves_a_bound() -> None:
    rules = [Criterion("a", Outcome.FINE, 1, "", "", "")]
    assert judge(rules, [fit(200, 120, inf)], fit(110, 105, 115)).may is May.BOUND
    nothing = judge(rules, [fit(inf, 100, inf)], fit(100, 100, 100))
    assert nothing.sentence.endswith("in all.")
    assert nothing.low == 100


def test_limits_and_rounding() -> None:
    assert [limits(v, 1, 2) for v in (1, 1.1, 2.1, inf)] == [0, 1, 2, 2]
    assert (down(9_274), up(51_268), up(120), down(7), up(inf)) == (9_200, 52_000, 120, 7, inf)


@given(st.floats(1, 1e9))
def test_rounding_goes_outwards(number: float) -> None:
    assert down(number) <= number * (1 + 1e-9)
    assert up(number) >= number * (1 - 1e-9)
    assert up(number) - down(number) <= max(1, number / 5)
