"""The logic of three values, held against every way in which the unknown could turn out."""

from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.screening.three_valued import Truth, all_of, any_of, at_least, not_, truth_of

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
several = st.lists(st.sampled_from(Truth), max_size=6)


def every_outcome(values: Iterable[Truth]) -> list[tuple[bool, ...]]:
    """Each way in which the unknown ones could turn out."""
    return list(product(*({TRUE: [True], FALSE: [False]}.get(v, [True, False]) for v in values)))


def agreed(outcomes: Iterable[bool]) -> Truth:
    """What is the same in every outcome, else unknown."""
    found = set(outcomes)
    return truth_of(found.pop()) if len(found) == 1 else UNKNOWN


@given(several)
def test_all_and_any_say_what_every_outcome_agrees_on(values: list[Truth]) -> None:
    outcomes = every_outcome(values)
    assert all_of(values) is agreed(all(each) for each in outcomes)
    assert any_of(values) is agreed(any(each) for each in outcomes)


@given(several, st.integers(-1, 8))
def test_at_least_says_what_every_outcome_agrees_on(values: list[Truth], least: int) -> None:
    assert at_least(least, values) is agreed(sum(each) >= least for each in every_outcome(values))


@pytest.mark.parametrize(("value", "opposite"), [(TRUE, FALSE), (FALSE, TRUE), (UNKNOWN, UNKNOWN)])
def test_not_turns_what_is_known(value: Truth, opposite: Truth) -> None:
    assert not_(value) is opposite


def test_of_nothing() -> None:
    assert all_of([]) is TRUE
    assert any_of([]) is FALSE
    assert at_least(0, []) is TRUE


@given(several, st.integers(0, 5), st.booleans())
def test_learning_never_takes_a_settled_answer_back(
    values: list[Truth], place: int, learnt: bool
) -> None:
    later = list(values)
    if place < len(later) and later[place] is UNKNOWN:
        later[place] = truth_of(learnt)
    for rule in (all_of, any_of, lambda found: at_least(2, found)):
        before = rule(values)
        assert not before.settled or rule(later) is before


@pytest.mark.parametrize("value", Truth)
def test_it_is_no_boolean(value: Truth) -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(value)


def test_truth_of_an_answer() -> None:
    assert [truth_of(each) for each in (True, False, None)] == [TRUE, FALSE, UNKNOWN]
    assert [each for each in Truth if each.settled] == [TRUE, FALSE]
