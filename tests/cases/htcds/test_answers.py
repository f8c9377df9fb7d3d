"""An answer has one form only; whatever could not come back unchanged is refused."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from tests.cases.htcds.strategies import ANY_ANSWER, PLACES, records
from waymark.cases.htcds.answers import (
    Answer,
    BadAnswer,
    Further,
    Record,
    Silence,
    check,
    check_record,
)
from waymark.cases.htcds.standard import FIELDS, Group


@pytest.mark.parametrize("silence", Silence)
@pytest.mark.parametrize("name", FIELDS)
def test_every_field_may_be_silent_in_three_ways(name: str, silence: Silence) -> None:
    check(name, Answer(silence=silence))


def test_the_silences_are_three_different_things() -> None:
    assert len({Answer(silence=silence) for silence in Silence}) == 3
    assert [silence.value for silence in Silence] == ["not-asked", "unknown", "declined"]


@pytest.mark.parametrize("made", [{}, {"value": "x", "silence": Silence.UNKNOWN}])
def test_an_answer_is_a_value_or_a_silence(made: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="either a value or a reason"):
        Answer(**made)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("prs_FirstName", ""), ("prs_FirstName", " Ana"), ("prs_FirstName", "Ana\n"),
        ("prs_FirstName", "A\0na"), ("prs_FirstName", "A\rna"), ("prs_FirstName", "\ud800"),
        ("prs_FirstName", "A\uffffna"), ("prs_FirstName", "A\x85na"), ("prs_FirstName", 5),
        ("prs_FirstName", "a" * 32_768), ("prs_FirstName", "😀" * 16_384),
        ("prs_FirstName", True), ("prs_FirstName", ("Ana",)),
        ("prs_Gender", "feminine"), ("prs_Gender", "Feminine "), ("prs_Gender", ("Feminine",)),
        ("prs_Citizenship", "NP"), ("prs_Citizenship", ()), ("prs_Citizenship", ("NP", "NP")),
        ("prs_Citizenship", ("np",)), ("prs_Citizenship", ["NP"]), ("prs_Citizenship", (1,)),
        ("prs_PrimaryLanguage", "fre"), ("prs_PrimaryLanguage", "en"),
        ("prs_Birthdate", "2000-01-01"), ("prs_Birthdate", datetime(2000, 1, 1)),  # noqa: DTZ001  what must be refused
        ("prs_Birthdate", 36526),
        ("prs_NumberOfChildren", -1), ("prs_NumberOfChildren", 1000),
        ("prs_NumberOfChildren", True), ("prs_NumberOfChildren", Decimal(1)),
        ("hte_Latitude", Decimal("90.1")), ("hte_Latitude", Decimal("NaN")),
        ("hte_Longitude", Decimal("-180.000001")), ("hte_Longitude", 4.5),
        ("hte_Longitude", Decimal("Infinity")), ("hte_Longitude", Decimal("1.1234567890123")),
        ("con_Consent", "TRUE"), ("con_Consent", 1),
        ("prs_Favourite", "blue"),
    ],
)  # fmt: skip
def test_what_a_field_cannot_have(name: str, value: Any) -> None:
    with pytest.raises(BadAnswer):
        check(name, Answer(value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("prs_FirstName", "=1+1"), ("prs_FirstName", "a" * 32_767), ("prs_Title", "🙂" * 16_383),
        ("prs_FirstName", "two\nlines\tand a tab"), ("prs_HomePhone", "+1 202 555 0143"),
        ("prs_Citizenship", ("NP", "IN")), ("prs_Birthdate", date(1, 1, 1)),
        ("prs_NumberOfChildren", 0), ("hte_Latitude", Decimal(-90)), ("con_Consent", False),
        ("vic_ForcedLabourIndustry", ("P_Education", "F_Construction")),
    ],
)  # fmt: skip
def test_what_a_field_can_have(name: str, value: Any) -> None:
    check(name, Answer(value))


def test_a_refusal_never_repeats_the_answer() -> None:
    for name, value in (("prs_FirstName", " secret"), ("prs_Gender", "secret")):
        with pytest.raises(BadAnswer) as refused:
            check(name, Answer(value))
        assert "secret" not in str(refused.value)


@settings(max_examples=25, deadline=None)
@given(records())
def test_any_record_that_is_made_for_these_tests_can_be_written(record: Record) -> None:
    check_record(record)


@settings(max_examples=25, deadline=None)
@given(PLACES.flatmap(lambda name: ANY_ANSWER[name].map(lambda answer: (name, answer))))
def test_an_answer_to_one_field_rarely_is_one_to_another(made: tuple[str, Answer]) -> None:
    name, answer = made
    check(name, answer)
    if answer.value is not None:
        with pytest.raises(BadAnswer):
            check("con_Consent" if name != "con_Consent" and not isinstance(answer.value, bool)
                  else "prs_FirstName", answer)  # fmt: skip


@pytest.mark.parametrize("key", ["", " ", " 1", "1 ", "a\nb", "a\0", "k" * 101])
def test_a_key_can_be_printed(key: str) -> None:
    with pytest.raises(BadAnswer):
        check_record(Record(key, {"prs_FirstName": Answer("Ana")}))


PLACE = Answer("Kathmandu")


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ({}, Further(Group.EVENTS, {"hte_City": PLACE})),
        ({"prs_FirstName": PLACE}, Further(Group.EVENTS, {"hte_City": PLACE})),
        ({"hte_City": PLACE}, Further(Group.EVENTS, {})),
        ({"hte_City": PLACE}, Further(Group.EVENTS, {"prs_FirstName": PLACE})),
        ({"hte_City": PLACE}, Further(Group.EVENTS, {"spl_Objectives": PLACE})),
        ({"hte_City": PLACE}, Further(Group.EVENTS, {"hte_City": Answer(" ")})),
    ],
)
def test_a_second_part_needs_a_first_and_its_own_fields(
    row: dict[str, Answer], part: Further
) -> None:
    with pytest.raises(BadAnswer):
        check_record(Record("1", row, (part,)))


def test_further_parts_stand_together_by_group() -> None:
    event, later = (Further(Group.EVENTS, {"hte_City": Answer(name)}) for name in ("a", "b"))
    plan = Further(Group.PLANS, {"spl_Objectives": PLACE})
    assert Record("1", {}, (plan, event, later)).further == (event, later, plan)
