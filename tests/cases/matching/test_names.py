"""Names that are one name are told so, in any order; names that are two are told apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.cases.matching.identity import Identity
from waymark.cases.matching.names import ALIKE, likeness, word_likeness
from waymark.cases.matching.reasons import Reason

WORD = st.text(alphabet="abcdehmnrs", min_size=1, max_size=8)
NAMES = st.lists(st.lists(WORD, min_size=1, max_size=4), max_size=3)


def reason(one: str, other: str) -> Reason:
    return likeness(Identity(first=one).names, Identity(first=other).names).reason


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Maria Garcia", "María García", Reason.NAME_SAME),
        ("Олена Коваль", "Olena Koval", Reason.NAME_SAME),
        ("Abdul Rahman", "Abdulrahman", Reason.NAME_SAME),
        ("Nguyễn Thị Hằng", "Hằng Nguyễn Thị", Reason.NAME_ORDER),
        ("Maria Garcia", "Garcia Maria", Reason.NAME_ORDER),
        ("Mohammed Hassan", "Muhamad Hasan", Reason.NAME_SPELT),
        ("محمد حسن", "Mohammed Hassan", Reason.NAME_SPELT),
        ("Hasan Muhamad", "Mohammed Hassan", Reason.NAME_SPELT),
        ("Lupe Reyes", "Guadalupe Reyes", Reason.NAME_SPELT),
        ("M. Garcia", "Maria Garcia", Reason.NAME_SPELT),
        ("Maria Garcia Lopez", "Maria Garcia", Reason.NAME_SHORT),
        ("Maria", "Maria Garcia", Reason.NAME_SHORT),
        ("Maria Garcia", "Maria Flores", Reason.NAME_PARTLY),
        ("Maria Garcia", "Blessing Okafor", Reason.NAME_OTHER),
        ("Ali", "Lea", Reason.NAME_OTHER),
        ("", "Maria", Reason.NAME_UNKNOWN),
        ("", "", Reason.NAME_UNKNOWN),
    ],
)
def test_what_is_said_of_two_names(one: str, other: str, expected: Reason) -> None:
    assert reason(one, other) is expected
    assert reason(other, one) is expected


def test_an_alias_may_be_the_name() -> None:
    one = Identity(first="Maria", second="Garcia", aliases=("Rosa Flores",))
    assert likeness(one.names, (("rosa", "flores"),)).reason is Reason.NAME_SAME


@pytest.mark.parametrize(
    "nearer_first",
    [
        ("Maria Garcia", "Maria Garcia", "Maria Garcya"),
        ("Maria Garcia", "Maria Garcya", "Maria Flores"),
        ("Maria Garcia", "Maria Garcia", "Maria"),
        ("Maria Garcia", "Maria Flores", "Blessing Okafor"),
        ("Nguyen Thi Hang", "Nguyen Thi Hang", "Nguyen Thi Lan"),
        ("Juan Carlos Lopez Diaz", "Juan Carlos Lopez Diaz", "Juan Lopez"),
    ],
)
def test_the_nearer_name_comes_first(nearer_first: tuple[str, str, str]) -> None:
    name, nearer, further = (Identity(first=each).names for each in nearer_first)
    assert likeness(name, nearer).points > likeness(name, further).points


@settings(max_examples=40)
@given(NAMES, NAMES)
def test_either_way_round_is_the_same(one: list[list[str]], other: list[list[str]]) -> None:
    there, back = likeness(one, other), likeness(other, one)
    assert there.points == pytest.approx(back.points)


@settings(max_examples=40)
@given(st.lists(WORD, min_size=1, max_size=4))
def test_order_costs_nothing(words: list[str]) -> None:
    turned = list(reversed(words))
    found = likeness([words], [turned])
    assert found.reason in {Reason.NAME_SAME, Reason.NAME_ORDER}
    assert found.points == pytest.approx(likeness([words], [words]).points)


@given(WORD, WORD)
def test_words_are_alike_between_nothing_and_wholly(one: str, other: str) -> None:
    assert 0 <= word_likeness(one, other) <= 1
    assert word_likeness(one, one) == 1
    assert word_likeness(one, other) == word_likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohammed", "mhmd"),
        ("dolores", "lola"),
        ("hernandez", "hernande"),
        ("a", "ana"),
        ("mry", "maria"),
    ],
)
def test_one_name(one: str, other: str) -> None:
    assert ALIKE <= word_likeness(one, other) < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("ana", "eva"), ("ali", "lea"), ("john", "juana"), ("lan", "linh"), ("ly", "ali")],
)
def test_two_names(one: str, other: str) -> None:
    assert word_likeness(one, other) < ALIKE
