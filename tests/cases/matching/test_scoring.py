"""Reasons in words for and against, the same either way round; the rank is never shown."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.cases.matching.births import compare_births
from waymark.cases.matching.identity import Birth, Identity
from waymark.cases.matching.reasons import POINTS, Reason
from waymark.cases.matching.scoring import compare

MARIA = Identity(
    first="María",
    second="García",
    born="1990-05-03",
    phones=("+1 202 555 0143",),
    number="A1234567",
    citizenship=frozenset({"MX"}),
)
BIRTHS = st.dates().map(str) | st.integers(1900, 2020).map(str) | st.just("") | st.just("1990-05")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1990-05-03", "1990-05-03", Reason.BIRTH_SAME),
        ("1990-05-03", "1990-03-05", Reason.BIRTH_SWAPPED),
        ("1990-05-03", "1991-05-03", Reason.BIRTH_YEAR),
        ("1990-05-03", "1980-05-03", Reason.BIRTH_YEAR),
        ("1990-05-03", "1970-05-03", Reason.BIRTH_DIGIT),
        ("1990-05-03", "1990-05-08", Reason.BIRTH_DIGIT),
        ("1990-05-13", "1990-05-31", Reason.BIRTH_DIGIT),
        ("1990-05-03", "1979-05-03", Reason.BIRTH_OTHER),
        ("1990-05-03", "1990-11-28", Reason.BIRTH_OTHER),
        ("1990-05-03", "1990", Reason.BIRTH_ROUGHLY),
        ("1990-05-03", "1990-05", Reason.BIRTH_ROUGHLY),
        ("1990", "1990", Reason.BIRTH_ROUGHLY),
        ("1990-05-03", "1992", Reason.BIRTH_NEAR),
        ("1990-05", "1990-06", Reason.BIRTH_NEAR),
        ("1990", "1993", Reason.BIRTH_APART),
        ("1990-05-03", "2000", Reason.BIRTH_APART),
        ("1990-05-03", "2001", Reason.BIRTH_OTHER),
        ("1990", "", Reason.BIRTH_UNKNOWN),
        ("", "", Reason.BIRTH_UNKNOWN),
    ],
)
def test_what_is_said_of_two_births(one: str, other: str, expected: Reason) -> None:
    assert compare_births(Birth.parse(one), Birth.parse(other)) is expected
    assert compare_births(Birth.parse(other), Birth.parse(one)) is expected


def test_everything_agrees() -> None:
    found = compare(MARIA, MARIA)
    assert found.reasons == (
        Reason.NAME_SAME,
        Reason.BIRTH_SAME,
        Reason.PHONE_SAME,
        Reason.NUMBER_SAME,
        Reason.CITIZENSHIP_SAME,
    )
    assert all(reason.agrees and not reason.differs for reason in found.reasons)
    assert found.worth_showing


def test_nothing_agrees() -> None:
    other = Identity(
        first="Blessing",
        second="Okafor",
        born="1971-12-24",
        phones=("+1 202 555 0199",),
        number="999",
        citizenship=frozenset({"NG"}),
    )
    found = compare(MARIA, other)
    assert found.reasons == (
        Reason.NAME_OTHER,
        Reason.BIRTH_OTHER,
        Reason.NUMBER_OTHER,
        Reason.CITIZENSHIP_OTHER,
    )
    assert all(reason.differs for reason in found.reasons)
    assert not found.worth_showing


def test_what_is_not_known_speaks_neither_way() -> None:
    found = compare(MARIA, Identity())
    assert found.reasons == (Reason.NAME_UNKNOWN, Reason.BIRTH_UNKNOWN)
    assert not any(reason.agrees or reason.differs for reason in found.reasons)
    assert found.rank == 0
    assert not found.worth_showing


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (replace(MARIA, number="A1234568"), Reason.NUMBER_DIGIT),
        (replace(MARIA, number="a-123 4567"), Reason.NUMBER_SAME),
        (replace(MARIA, number="B7654321"), Reason.NUMBER_OTHER),
        (replace(MARIA, number="A12"), Reason.NUMBER_OTHER),
        (replace(MARIA, phones=("202 555 0143",)), Reason.PHONE_SAME),
        (replace(MARIA, citizenship=frozenset({"US", "MX"})), Reason.CITIZENSHIP_SAME),
    ],
)
def test_numbers_phones_and_citizenship(other: Identity, reason: Reason) -> None:
    assert reason in compare(MARIA, other).reasons


def test_short_numbers_are_equal_or_not() -> None:
    one, other = Identity(number="1234"), Identity(number="1235")
    assert Reason.NUMBER_OTHER in compare(one, other).reasons


def test_another_phone_speaks_neither_way() -> None:
    other = replace(MARIA, phones=("+1 202 555 0199",))
    rest = tuple(each for each in compare(MARIA, MARIA).reasons if each is not Reason.PHONE_SAME)
    assert compare(MARIA, other).reasons == rest


@settings(max_examples=30)
@given(one=BIRTHS, other=BIRTHS, name=st.sampled_from(["María", "Maria José", "محمد", ""]))
def test_either_way_round_is_the_same(one: str, other: str, name: str) -> None:
    left, right = replace(MARIA, born=one), replace(MARIA, born=other, first=name)
    there, back = compare(left, right), compare(right, left)
    assert there.reasons == back.reasons
    assert there.rank == pytest.approx(back.rank)


@settings(max_examples=30)
@given(BIRTHS)
def test_nobody_is_nearer_than_oneself(born: str) -> None:
    assert compare(MARIA, replace(MARIA, born=born)).rank <= compare(MARIA, MARIA).rank


def test_a_sister_at_the_same_phone_ranks_below_the_person_with_a_wrong_year() -> None:
    sister = replace(MARIA, first="Lucía", born="1994-11-20", number="")
    herself = replace(MARIA, born="1992-05-03", phones=(), number="")
    assert compare(MARIA, herself).rank > compare(MARIA, sister).rank


def test_every_reason_has_words_and_points() -> None:
    assert set(POINTS) == set(Reason)
    assert len({str(reason.label) for reason in Reason}) == len(Reason)


def test_no_log_shows_a_rank() -> None:
    assert "rank" not in repr(compare(MARIA, MARIA))
