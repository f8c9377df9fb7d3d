"""The questions of set-up: a wrong answer is explained and asked again, never lost."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.commands import questions
from waymark.commands.console import PlainError
from waymark.commands.questions import QUESTIONS, WrongAnswer

GOOD = {
    "organisation": "Harbour Project",
    "country": "US",
    "time_zone": "America/Chicago",
    "emergency_number": "911",
    "exit_address": "https://www.wikipedia.org/",
    "checked_languages": "es",
    "administrator_login": "pat",
    "administrator_name": "Pat Doe",
    "administrator_email": "",
    "supervisor_login": "sam",
    "supervisor_name": "Sam Roe",
    "supervisor_email": "sam@example.org",
    "public_url": "https://help.example.org",
    "staff_url": "",
}


class Person:
    """Somebody who answers in order, and what they were told."""

    def __init__(self, *answers: str) -> None:
        self.answers: Iterator[str] = iter(answers)
        self.asked: list[str] = []
        self.told: list[str] = []

    def ask(self, text: str) -> str:
        self.asked.append(text)
        try:
            return next(self.answers)
        except StopIteration:
            raise EOFError from None


def test_good_answers_are_taken_as_they_are() -> None:
    person = Person(*GOOD.values())
    assert questions.interview(person.ask, person.told.append) == GOOD
    assert not person.told


def test_enter_takes_the_suggestion() -> None:
    answers = {**GOOD, "time_zone": "", "exit_address": "  "}
    person = Person(*answers.values())
    found = questions.interview(person.ask, person.told.append)
    assert found["time_zone"] == "UTC"
    assert found["exit_address"].startswith("https://")


@pytest.mark.parametrize(
    ("key", "wrong", "said"),
    [
        ("organisation", " ", "cannot be empty"),
        ("organisation", "x" * 121, "at most 120"),
        ("country", "USA", "two letters"),
        ("time_zone", "Chicago", "America/Chicago"),
        ("emergency_number", "nine", "digits only"),
        ("emergency_number", "1", "digits only"),
        ("exit_address", "wikipedia", "beginning with https://"),
        ("exit_address", "javascript:alert(1)", "beginning with https://"),
        ("exit_address", "http://www.wikipedia.org/", "beginning with https://"),
        ("checked_languages", "es, fr", "fr is none of"),
        ("administrator_login", "Pat Doe", "a to z"),
        ("administrator_email", "pat", "name@example.org"),
        ("supervisor_login", "PAT", "two sign-in names"),
        ("public_url", "http://help.example.org", "must begin with https://"),
        ("public_url", "https://help.example.org/waymark", "without a path"),
        ("staff_url", "staff", "without a path"),
    ],
)
def test_a_wrong_answer_is_explained_and_asked_again(key: str, wrong: str, said: str) -> None:
    answers: list[str] = []
    for name, good in GOOD.items():
        answers += [wrong, good] if name == key else [good]
    person = Person(*answers)
    assert questions.interview(person.ask, person.told.append) == GOOD
    assert len(person.told) == 1
    assert said in person.told[0]
    assert len(person.asked) == len(GOOD) + 1


def test_nobody_there_is_a_plain_error() -> None:
    person = Person("Harbour Project")
    with pytest.raises(PlainError, match="--answers"):
        questions.interview(person.ask, person.told.append)


@pytest.mark.parametrize(
    ("check", "typed", "taken"),
    [
        (questions.country, "vn", "VN"),
        (questions.login, "Pat.Doe", "pat.doe"),
        (questions.emergency_number, "+1 (555) 010-999", "+1555010999"),
        (questions.languages, " VI es, es", "es,vi"),
        (questions.site_address, "https://help.example.org/", "https://help.example.org"),
        (questions.site_address, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_answers_are_put_in_order(check: questions.Check, typed: str, taken: str) -> None:
    assert check(typed) == taken


@given(st.sampled_from(QUESTIONS), st.text(max_size=80))
def test_every_check_takes_or_explains(question: questions.Question, answer: str) -> None:
    with suppress(WrongAnswer):
        taken = question.check(answer.strip())
        assert question.check(taken) == taken, "what was taken would be taken again"


def write(path: Path, values: dict[str, str]) -> Path:
    path.write_text("".join(f'{key} = "{value}"\n' for key, value in values.items()))
    return path


def test_a_file_of_answers(tmp_path: Path) -> None:
    path = write(tmp_path / "answers.toml", {k: v for k, v in GOOD.items() if v})
    assert questions.from_file(path) == GOOD


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"organisation": ""}, "organisation: This cannot be empty"),
        ({"colour": "blue"}, "colour is no question"),
        ({"supervisor_login": "pat"}, "two sign-in names"),
        ({"country": "United States"}, "country: Use the two letters"),
    ],
)
def test_a_file_with_a_wrong_answer(tmp_path: Path, change: dict[str, str], said: str) -> None:
    path = write(tmp_path / "answers.toml", GOOD | change)
    with pytest.raises(PlainError, match=said):
        questions.from_file(path)


def test_a_file_that_is_absent_or_broken(tmp_path: Path) -> None:
    with pytest.raises(PlainError, match="cannot be read"):
        questions.from_file(tmp_path / "absent.toml")
    (tmp_path / "broken.toml").write_text("organisation = \n")
    with pytest.raises(PlainError, match="not valid TOML"):
        questions.from_file(tmp_path / "broken.toml")
