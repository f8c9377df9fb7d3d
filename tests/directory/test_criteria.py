"""The bits of the search index are stored: they are distinct, and stay where they are."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.directory.criteria import AgeGroup, Answer, Criterion, age_bits, bits

# As they stand in indexes out there. Append; never change, insert or remove.
FROZEN = (
    "any_immigration_status",
    "unaccompanied_minors",
    "accompanied_minors",
    "women",
    "men",
    "trans_people",
    "lgbtq_people",
    "children_along",
    "disability",
    "substance_use",
    "sex_trafficking",
    "labour_trafficking",
    "no_identity_papers",
    "no_police_report",
    "free_of_charge",
    "interpreters",
    (0, 11),
    (12, 17),
    (18, 24),
    (25, 120),
)
EVERY: tuple[Criterion | AgeGroup, ...] = (*Criterion, *AgeGroup)
AGES = range(120)
OLDEST_SAID = 99
LIMIT = st.one_of(
    st.none(),
    st.integers(0, 119).map(float),
    st.sampled_from([0.5, 11.5, 17.5, 17.99, 18.0, 24.5, 99.0, 150.0]),
)


def surely(age: int, youngest: float | None, oldest: float | None) -> bool:
    """Whether everybody who gives this age in whole years is taken."""
    return (youngest is None or age >= youngest) and (oldest is None or age <= oldest)


def perhaps(age: int, youngest: float | None, oldest: float | None) -> bool:
    """Whether anybody who gives this age is taken: one of 11 may be eleven and a half."""
    return (youngest is None or age + 1 > youngest) and (oldest is None or age <= oldest)


def test_each_has_its_bit_for_ever() -> None:
    assert [each.value for each in EVERY] == list(FROZEN)
    assert [bits([each]) for each in EVERY] == [1 << place for place in range(len(FROZEN))]


@given(st.sets(st.sampled_from(EVERY)))
def test_bits_hold_what_was_chosen_and_nothing_else(chosen: set[Criterion | AgeGroup]) -> None:
    found = bits(chosen)
    assert {each for each in EVERY if found & bits([each])} == chosen
    assert bits([*chosen, *chosen]) == found


def test_they_fit_into_a_column() -> None:
    assert bits(EVERY) < 1 << 63


def test_answers_are_three_and_said_in_words() -> None:
    assert [answer.value for answer in Answer] == ["accepts", "does_not_accept", "unknown"]
    assert all(str(each.label) for each in (*Answer, *Criterion))


def test_age_groups_cover_every_age_once() -> None:
    spans = [group.value for group in AgeGroup]
    assert spans[0][0] == 0
    assert all(before[1] + 1 == after[0] for before, after in itertools.pairwise(spans))
    assert spans[-1][1] >= max(AGES)


@given(LIMIT, LIMIT)
def test_groups_are_taken_or_refused_as_their_ages_are(
    youngest: float | None, oldest: float | None
) -> None:
    taken, refused = age_bits(youngest, oldest)
    if (youngest is None and oldest is None) or (youngest or 0) > (
        1000 if oldest is None else oldest
    ):
        assert (taken, refused) == (0, 0)
        return
    for group in AgeGroup:
        first, last = group.value
        ages = [age for age in AGES if first <= age <= last]
        # Nobody means to send away a person of a hundred: 99 is how people write no limit.
        all_of_them = all(surely(age, youngest, oldest) for age in ages if age <= OLDEST_SAID)
        none_of_them = not any(perhaps(age, youngest, oldest) for age in ages)
        assert bool(taken & bits([group])) == all_of_them, group
        assert bool(refused & bits([group])) == none_of_them, group


@pytest.mark.parametrize(
    ("youngest", "oldest", "taken", "refused"),
    [
        (18, None, {(18, 24), (25, 120)}, {(0, 11), (12, 17)}),
        (None, 17, {(0, 11), (12, 17)}, {(18, 24), (25, 120)}),
        (12, 17, {(12, 17)}, {(0, 11), (18, 24), (25, 120)}),
        (16, 24, {(18, 24)}, {(0, 11), (25, 120)}),
        (18, 99, {(18, 24), (25, 120)}, {(0, 11), (12, 17)}),
        (21, 65, set(), {(0, 11), (12, 17)}),
        (0, 0, set(), {(12, 17), (18, 24), (25, 120)}),
        (None, 0, set(), {(12, 17), (18, 24), (25, 120)}),
        (0, None, {(0, 11), (12, 17), (18, 24), (25, 120)}, set()),
    ],
)
def test_as_people_would_say(
    youngest: float | None,
    oldest: float | None,
    taken: set[tuple[int, int]],
    refused: set[tuple[int, int]],
) -> None:
    assert age_bits(youngest, oldest) == (
        bits(AgeGroup(each) for each in taken),
        bits(AgeGroup(each) for each in refused),
    )


@pytest.mark.parametrize("youngest", [19, 30.0, 99])
def test_limits_that_are_the_wrong_way_round_say_nothing(youngest: float) -> None:
    assert age_bits(youngest, 12) == (0, 0)
