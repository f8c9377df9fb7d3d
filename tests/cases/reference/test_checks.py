"""What `waymark content check` says about the lists for cases."""

import re

from waymark.cases.reference.checks import problems, words_problems
from waymark.cases.reference.consent_age import read_consent_ages
from waymark.cases.reference.milestones import read_milestones
from waymark.cases.reference.support import read_support
from waymark.commands import content
from waymark.learn.content.words import Words

from .conftest import Write


def numbers(text: str) -> list[str]:
    """The numbers in a text; Vietnamese counts its months (`tháng 7` is July)."""
    return sorted(re.findall(r"(?<![Tt]háng )\b\d+", text))


def test_the_command_asks_every_check_there_is() -> None:
    for name in ("cases.reference", "referrals.reference", "screening.law"):
        assert f"waymark.{name}.checks" in content.CHECKS


def test_our_own_lists_have_no_problem() -> None:
    assert problems() == []


def test_a_broken_file_is_a_problem(write: Write) -> None:
    path = write("support/services.toml", "[[services]")
    [problem] = problems()
    assert problem.startswith(f"{path}: is not valid TOML")


def test_an_overdue_list_is_a_problem(write: Write) -> None:
    head = 'reviewed_by = "Ann"\nreviewed_on = 2020-11-01\nreview_due = 2021-05-01\n'
    write("milestones/europe.toml", head)
    assert problems() == [
        "milestones/europe.toml: was due for review on 2021-05-01: read its sources again."
    ]


def test_words_that_are_missing_too_long_or_call_somebody_are_problems() -> None:
    texts = {
        "en": {"a": "One", "b": "Two", "k.adviser": "Ask Ann"},
        "es": {"a": "uno " * 40, "c": "Llame al 555 123 4567", "x.adviser": "Pregunte"},
    }
    assert list(words_problems("support", Words(texts))) == [
        "support/es.toml: has no b.",
        "support/es.toml: c is not in en.toml.",
        "support/es.toml: a has a sentence too long: make two of it.",
        "support/es.toml: c has the telephone number '555 123 4567': numbers stand with the "
        "contacts only.",
    ]


def test_every_language_says_it_all() -> None:
    for words in (read_milestones().words, read_support().words, read_consent_ages().words):
        assert set(words.texts) == {"en", "es", "vi", "ar"}
        assert len({frozenset(texts) for texts in words.texts.values()}) == 1
        assert all(all(texts.values()) for texts in words.texts.values())


def test_numbers_are_the_same_in_every_language() -> None:
    """A term told in a note must not change on its way through a translation."""
    for words in (read_milestones().words, read_consent_ages().words):
        for key, english in words.texts["en"].items():
            digits = numbers(english)
            for language, texts in words.texts.items():
                assert numbers(texts[key]) == digits, (language, key)
