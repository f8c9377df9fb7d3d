"""The text for the person: from the terms, in their language, with nothing of the records in it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from tests.cases.making import NAMES
from tests.referrals.consent.conftest import ADULT, TERMS, Desk
from waymark.referrals.consent.choices import Choice
from waymark.referrals.consent.languages import (
    A_MINUTE,
    WRITTEN,
    direction,
    minutes_aloud,
    needs_interpreter,
    text_language,
)
from waymark.referrals.consent.terms import GivenText, Terms
from waymark.referrals.consent.wording import Asking, lines_to_sign, text_for

COVERED = (
    Choice("identity.prs_FirstName", "identity", "First name", "", True, True),
    Choice("participant.household", "family", "Household", "", True, True),
    Choice("identity.prs_SecondName", "identity", "Last name", "", True, True),
)
DOCTOR = Terms(
    "Dr Amal Haddad",
    named=True,
    kinds=("identity",),
    purpose="housing",
    purpose_words="near the school",
    language="eng",
)


def _text(language: str = "eng", **terms: Any) -> GivenText:
    asked = replace(DOCTOR, language=language, **terms)
    return text_for(Asking(asked, COVERED, date(2027, 2, 28), "Riverside Coalition"))


def _all(text: GivenText) -> str:
    return "\n".join([text.title, *(line for part in text.parts for line in [part[0], *part[1]])])


def test_it_says_who_gets_what_what_for_until_when_and_that_no_is_an_answer() -> None:
    said = _all(_text())
    for words in (
        "Riverside Coalition",
        "Dr Amal Haddad",
        "Who you are: First name, Last name",
        "Your family: Household",
        "to find you a safe place to live – near the school",
        "Feb. 28, 2027",
        "You get the same help whether you agree or not.",
        "at any time",
        "What cannot be taken back",
    ):
        assert words in said


@pytest.mark.parametrize("reader", ["en", "ar"])
def test_it_is_in_the_persons_language_whatever_the_worker_reads(reader: str) -> None:
    with override(reader):
        spanish, english = _text("spa"), _text("eng")
    assert (spanish.language, english.language) == ("es", "en")
    assert "para buscarle un lugar seguro donde vivir" in _all(spanish)
    assert "28 de febrero de 2027" in _all(spanish)
    assert "Feb. 28, 2027" in _all(english)


def test_without_a_text_in_their_language_it_is_english_for_an_interpreter() -> None:
    assert text_language("amh") == "en"
    assert needs_interpreter("amh")
    assert _text("amh").language == "en"
    assert not any(needs_interpreter(code) for code in WRITTEN)


def test_another_purpose_is_the_persons_own_words() -> None:
    said = _all(_text(purpose="other", purpose_words="to get my sewing machine back"))
    assert "to get my sewing machine back" in said
    assert "something else" not in said


@pytest.mark.parametrize("language", A_MINUTE)
def test_how_long_it_takes_to_read_aloud(language: str) -> None:
    rate = A_MINUTE[language]
    assert [minutes_aloud(words, language) for words in (0, 1, rate, rate + 1)] == [1, 1, 1, 2]


def test_words_are_counted_in_all_of_it() -> None:
    text = GivenText("en", "May we share", (("You decide", ("Yes or no",)), ("Who", ())))
    assert text.words == 3 + 2 + 3 + 1


def test_arabic_runs_from_right_to_left() -> None:
    assert [direction(code) for code in ("en", "es", "vi", "ar")] == ["ltr"] * 3 + ["rtl"]


def test_there_are_lines_to_sign_on() -> None:
    assert len(lines_to_sign("en")) == 4


def test_what_they_were_told_is_kept_word_for_word(desk: Desk) -> None:
    release = desk.sign(desk.drafted(terms=replace(TERMS, language="spa")), ADULT)
    kept = desk.said(release).text
    assert kept is not None
    assert kept.language == "es"
    desk.case.organisation.name = "Renamed"
    desk.case.organisation.save()
    assert desk.said(desk.activate(release)).text == kept


def test_no_record_stands_in_it(desk: Desk) -> None:
    kept = desk.said(desk.sign(desk.drafted())).text
    assert kept is not None
    for value in NAMES.values():
        assert value not in _all(kept)
