"""A tiny lesson of an organisation, in English and Spanish, and what learners send."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from waymark.learn.lessons import codes
from waymark.learn.lessons.codes import Code
from waymark.learn.lessons.reading import Lesson, read_library

ENGLISH = """
title = "A new job"
path = "tiny"
audience = "public"
minutes = 1
reading_age = 11
summary = "One small scene."
version = 3
reviewed_by = "Test team"
reviewed_on = 2026-11-01
review_due = 2099-11-01
guide = "Read it aloud.[^one]"

[[sources]]
id = "one"
title = "A page <b>about jobs</b>"
url = "https://example.org/jobs"
seen = 2026-11-01

[[scenes]]
text = "Mina has a new job. Ask at [a line](page:lines)."
ask = "What would you do?"
[[scenes.choices]]
text = "Ask her about it."
helps = true
reply = "She can tell you more."
[[scenes.choices]]
text = "Say nothing."
helps = false
reply = "She stays alone with it."

[[questions]]
text = "Who keeps your passport?"
why = "It is <i>yours</i>.[^one]"
[[questions.choices]]
text = "The boss"
right = false
[[questions.choices]]
text = "You do"
right = true

[[questions]]
text = "May you leave a job?"
why = "Yes, you may."
[[questions.choices]]
text = "Yes"
right = true
[[questions.choices]]
text = "No"
right = false
[[questions.choices]]
text = "Only with a debt"
right = false
"""
RIGHT = ("2", "1")
WRONG = ("1", "2")


def sheet(moment: str, values: tuple[str, ...]) -> dict[str, str]:
    return {f"{moment}{number}": value for number, value in enumerate(values, start=1)}


def answers(before: tuple[str, ...] = WRONG, after: tuple[str, ...] = RIGHT) -> dict[str, str]:
    """What the browser sends when everything is answered and the box is ticked."""
    return {**sheet("b", before), **sheet("a", after), "consent": "yes"}


@pytest.fixture
def write(tmp_path: Path, settings: Settings) -> Callable[..., Path]:
    """Write a lesson into the organisation's folder, with words replaced."""
    settings.CONTENT_FOLDER = tmp_path / "content"

    def file(*changes: tuple[str, str], name: str = "tiny/en.toml") -> Path:
        path = tmp_path / "content" / "lessons" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = ENGLISH
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        return path

    return file


@pytest.fixture
def tiny(write: Callable[..., Path]) -> Lesson:
    """The lesson in English; it exists in Spanish too."""
    write()
    write(("A new job", "Un trabajo nuevo"), name="tiny/es.toml")
    return read_library()["tiny"]["en"]


def code_of(lesson: Lesson, before: int, after: int, *, days_ago: int = 30) -> Code:
    """A code that was given out some days ago."""
    fresh = codes.issue(lesson, before, after)
    return Code(fresh.edition, fresh.day - timedelta(days=days_ago), before, after, fresh.random)
