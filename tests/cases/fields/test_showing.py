"""Answers in the reader's words."""

from typing import Any

import pytest
from django.utils import translation

from waymark.cases.answers import DECLINED, Answer
from waymark.cases.fields.asking import Asked
from waymark.cases.fields.catalogue import spec_of, specs_of
from waymark.cases.fields.showing import day_in_words, in_words, shown
from waymark.cases.models import FieldUse


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("identity.prs_FirstName", "Rosa", "Rosa"),
        ("identity.aliases", ["Rosie", "روزا"], "Rosie\nروزا"),
        ("identity.prs_Citizenship", ["VN", "ES"], "Vietnam · Spain"),
        ("identity.prs_PrimaryLanguage", "vie", "Vietnamese"),
        ("identity.prs_Deceased", False, "No"),
        ("identity.prs_Birthdate", "1998", "1998"),
        ("identity.prs_Birthdate", "1998-05", "May 1998"),
        ("participant.vic_MethodsOfControl", ["DebtBondage"], "Debt bondage"),
        ("participant.dependants", 0, "0"),
        ("participant.role", "gone_code", "gone_code"),
        ("service.quantity", "1.5", "1.5"),
        (
            "determination.elements",
            [{"title": "A law", "lines": ["One", "Two"], "record": {}}],
            "A law\nOne\nTwo",
        ),
    ],
)
def test_in_words(key: str, value: Any, text: str) -> None:
    with translation.override("en"):
        assert in_words(spec_of(key), Answer(value)) == text


def test_a_silence_is_not_an_answer() -> None:
    assert in_words(spec_of("identity.prs_Gender"), DECLINED) == "Does not want to say"


def test_a_day_that_is_none_is_shown_as_it_stands() -> None:
    assert day_in_words("about 1998") == "about 1998"


def test_only_what_was_asked_is_shown_under_its_heading() -> None:
    fields = [Asked(spec, FieldUse.OPTIONAL, spec.label) for spec in specs_of("identity")]
    found = shown(fields, {"prs_FirstName": Answer("Rosa"), "prs_MailingCity": DECLINED})
    assert [(str(each.title), len(each.lines)) for each in found] == [("Names", 1), ("Address", 1)]
    assert shown(fields, {}) == []
