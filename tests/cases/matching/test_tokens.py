"""Spellings of one person share tokens; kinds stay apart; no person has too many."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.matching.invented import invent, spoilt, typo
from waymark.cases.matching.identity import Identity
from waymark.cases.matching.tokens import (
    ANOTHER_YEAR,
    WEIGHTS,
    index_tokens,
    neighbours,
    query_tokens,
)
from waymark.vault.blind import MOST_TERMS

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12)
TEXTS = st.text(max_size=100)


def kinds(one: Identity, other: Identity) -> set[str]:
    """The kinds of token that a search for `other` finds `one` by."""
    return {token.partition(":")[0] for token in index_tokens(one) & set(query_tokens(other))}


def named(name: str, *aliases: str) -> Identity:
    first, _, second = name.partition(" ")
    return Identity(first=first, second=second, aliases=aliases)


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        ("Mohammed Hassan", "Muhammad Hasan", {"sound", "pair"}),
        ("Mohamed Hassan", "محمد حسن", {"sound", "pair"}),
        ("Fatima Al-Zahra", "Fatma Zahra", {"name", "sound", "pair"}),
        ("Abdul Rahman", "Abdulrahman", {"sound"}),
        ("Oleksandr Koval", "Олександр Коваль", {"name", "sound", "pair"}),
        ("Nguyễn Hằng", "nguyen hang", {"name", "sound", "near", "pair"}),
        ("Đỗ Lan", "LAN DO", {"name", "sound", "pair"}),
        ("María García", "Maria García López", {"name", "pair", "near"}),
        ("García López María", "María López García", {"name", "pair"}),
        ("Natalia Boyko", "Nataliya Boiko", {"sound", "pair", "near"}),
        ("Guadalupe Reyes", "Lupe Reyes", {"nick", "name"}),
        ("Sasha Bondar", "Oleksandr Bondar", {"nick", "name"}),
        ("Jessica Jones", "Jessica Jondes", {"name", "near", "half"}),
        ("王小明", "Wang Xiao Ming", set()),
        ("Adaeze Okafor", "Adaeze Okafro", {"near", "name", "half"}),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str, by: set[str]) -> None:
    assert by <= kinds(named(one), named(other))
    assert by <= kinds(named(other), named(one))


def test_other_people_share_nothing() -> None:
    assert kinds(named("Maria Garcia"), named("Blessing Okafor")) == set()
    assert kinds(named("Mohammed Hassan"), named("Linh Nguyen")) == set()


def test_an_alias_finds_the_name() -> None:
    assert {"name", "pair"} <= kinds(named("Maria Garcia", "Rosa Flores"), named("Rosa Flores"))


@given(WORDS, st.randoms(use_true_random=False))
def test_one_wrong_letter_still_meets(word: str, draw: random.Random) -> None:
    wrong = typo(word, draw)
    assert neighbours(word) & neighbours(wrong)


def test_short_words_have_no_neighbours() -> None:
    """Losing a letter, Ana and Eva would meet half of all names."""
    assert neighbours("lan") == {"lan"}
    assert neighbours("linh") == {"linh", "inh", "lnh", "lih", "lin"}


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        ("1990-05-03", "1990-05-03", {"born", "day", "in"}),
        ("1990-05-03", "1990-03-05", {"born", "day", "in"}),
        ("1990-05-03", "1983-05-03", {"day"}),
        ("1990-05-03", "1991", {"in"}),
        ("1990-05", "1989-11-30", {"in"}),
        ("1990", "1993", set()),
        ("1990-05-03", "", set()),
        ("no date", "1990-05-03", set()),
    ],
)
def test_births_meet(one: str, other: str, by: set[str]) -> None:
    left, right = Identity(first="Ana", born=one), Identity(first="Ana", born=other)
    births = {"born", "day", "in"}
    assert kinds(left, right) & births == kinds(right, left) & births == by


def test_the_given_year_counts_for_more_than_those_around() -> None:
    weights = query_tokens(Identity(first="Ana", born="1990"))
    assert weights["in:n|1990"] == WEIGHTS["in"]
    assert weights["in:n|1991"] == weights["in:n|1988"] == WEIGHTS["in"] * ANOTHER_YEAR
    assert "in:n|1993" not in weights


def test_phones_however_they_are_written() -> None:
    one = Identity(phones=("+1 (202) 555-0143",))
    assert kinds(one, Identity(phones=("202.555.0143",), region="US")) == {"ph", "tail"}
    assert kinds(one, Identity(phones=("202 555 0143",))) == {"tail"}
    assert kinds(one, Identity(phones=("202 555 0144",), region="US")) == set()


def test_identity_numbers_however_they_are_written() -> None:
    assert kinds(Identity(number="AB-12 34"), Identity(number="ab1234")) == {"id"}
    assert kinds(Identity(number=""), Identity(number="")) == set()


def test_nobody_is_found_by_nothing() -> None:
    assert index_tokens(Identity()) == set()
    assert query_tokens(Identity()) == {}


@settings(max_examples=40)
@given(first=TEXTS, second=TEXTS, aliases=st.lists(TEXTS, max_size=8), phone=TEXTS, born=TEXTS)
def test_hostile_text_stays_within_bounds(
    first: str, second: str, aliases: list[str], phone: str, born: str
) -> None:
    """Past MOST_TERMS the vault would cut whatever sorts last."""
    identity = Identity(first, "", second, tuple(aliases), born, (phone, first), second)
    assert len(index_tokens(identity)) <= MOST_TERMS


def test_the_longest_names_stay_within_bounds() -> None:
    name = " ".join(f"{letter}abcdefghijklmnopqrs" for letter in "bcdfgklmnprst")
    aliases = tuple(name.replace("a", vowel) for vowel in "eiou")
    longest = Identity(name, name, name, aliases, "1990-05-03", ("+12025550143",), "1234567")
    assert len(index_tokens(longest)) <= MOST_TERMS


def test_most_people_have_few() -> None:
    draw = random.Random(5)
    counts = sorted(len(index_tokens(invent(draw))) for _ in range(300))
    assert counts[150] <= 45
    assert counts[-1] <= 90


def test_every_token_has_a_kind_that_no_report_uses() -> None:
    draw = random.Random(6)
    people = [invent(draw) for _ in range(100)]
    tokens = {token for each in people for token in query_tokens(spoilt(each, draw))}
    assert {token.partition(":")[0] for token in tokens} == set(WEIGHTS)
    assert not set(WEIGHTS) & {"word", "phone"}
