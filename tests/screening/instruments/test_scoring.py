"""The rule of the ILO and the European Commission, held against itself without unknowns."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.screening.instruments.scoring import (
    Need,
    Pattern,
    Weight,
    dimension_is_positive,
    fits,
)
from waymark.screening.three_valued import Truth, truth_of

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
NEEDS = (
    Need(strong=2),
    Need(strong=1, medium_or_weak=1),
    Need(medium=3),
    Need(medium=2, weak=1),
)
indicators = st.lists(st.tuples(st.sampled_from(Weight), st.sampled_from(Truth)), max_size=7)


def by_hand(strong: int, medium: int, weak: int) -> bool:
    """The rule as it is printed."""
    return (
        strong >= 2
        or (strong >= 1 and medium + weak >= 1)
        or medium >= 3
        or (medium >= 2 and weak >= 1)
    )


@pytest.mark.parametrize(
    ("present", "positive"),
    [
        ("SS", True),
        ("S", False),
        ("SW", True),
        ("MM", False),
        ("MMW", True),
        ("MMM", True),
        ("MWWWWW", False),
        ("", False),
    ],
)
def test_the_eight_cases(present: str, positive: bool) -> None:
    # Two further indicators of each weight are absent; they must not count.
    weighted = [(Weight(letter), TRUE) for letter in present]
    weighted += [(weight, FALSE) for weight in (*Weight, *Weight)]
    assert dimension_is_positive(NEEDS, weighted) is truth_of(positive)


@given(indicators)
def test_a_dimension_is_settled_exactly_when_every_outcome_agrees(
    weighted: list[tuple[Weight, Truth]],
) -> None:
    choices = [[True, False] if truth is UNKNOWN else [truth is TRUE] for _, truth in weighted]
    outcomes = set()
    for outcome in product(*choices):
        counted = [weight for (weight, _), here in zip(weighted, outcome, strict=True) if here]
        outcomes.add(by_hand(*(counted.count(weight) for weight in Weight)))
    expected = truth_of(outcomes.pop()) if len(outcomes) == 1 else UNKNOWN
    assert dimension_is_positive(NEEDS, weighted or [(Weight.WEAK, FALSE)]) is expected


def test_without_weights_one_is_enough() -> None:
    assert dimension_is_positive(NEEDS, [(None, FALSE), (None, TRUE)]) is TRUE
    assert dimension_is_positive(NEEDS, [(None, FALSE), (None, UNKNOWN)]) is UNKNOWN
    assert dimension_is_positive(NEEDS, [(None, FALSE)]) is FALSE


def test_a_pattern_asks_for_one_of_each_group_and_none_of_others() -> None:
    pattern = Pattern("example", (("A", "B"), ("C",)), ("D",))
    dimensions = {"A": FALSE, "B": TRUE, "C": TRUE, "D": FALSE}
    assert fits(pattern, dimensions) is TRUE
    assert fits(pattern, dimensions | {"D": TRUE}) is FALSE
    assert fits(pattern, dimensions | {"D": UNKNOWN}) is UNKNOWN
    assert fits(pattern, dimensions | {"B": UNKNOWN}) is UNKNOWN
    assert fits(pattern, dimensions | {"B": UNKNOWN, "C": FALSE}) is FALSE
