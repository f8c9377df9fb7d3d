"""What a lesson file must say, and which one a reader gets."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.translation import override

from waymark.learn.content.faults import ContentError
from waymark.learn.lessons.checks import lesson_problems, parity, problems
from waymark.learn.lessons.reading import (
    AUDIENCES,
    Lesson,
    lesson_at,
    lessons,
    read_lesson,
    read_library,
)

FAULTS = [
    (("right = true\n\n[[questions]]", "right = false\n\n[[questions]]"), "exactly one choice"),
    (('text = "No"\nright = false', 'text = "No"\nright = true'), "exactly one choice"),
    (('text = "No"', 'text = "Yes"'), "same words"),
    (("helps = true", "helps = false"), "must help"),
    (('audience = "public"', 'audience = "all"'), "must be one of"),
    (('path = "tiny"', 'path = "later"'), "needs that address"),
    (('path = "tiny"', 'path = "Tiny Job"'), "small letters"),
    (("version = 3", "version = 0"), "1 or more"),
    (("minutes = 1", 'minutes = "1"'), "whole number"),
    (('summary = "One small scene."', ""), "`summary` is missing"),
    (('title = "A new job"', 'tilte = "A new job"\ntitle = "A"'), "`tilte` is no field"),
    (('why = "Yes, you may."', ""), "`why` is missing"),
    (("[[scenes]]", "[[scene]]"), "field"),
    (("helps = true", "helps = true\nscore = 2"), "`score` is no field"),
]


@pytest.mark.parametrize(("change", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_a_fault_is_named(write: Callable[..., Path], change: tuple[str, str], said: str) -> None:
    with pytest.raises(ContentError, match=said):
        read_lesson(write(change))


@pytest.mark.parametrize("folder", ["a lesson", "Lesson", "lesson_1", "-lesson", "a" * 101])
def test_a_folder_whose_name_cannot_stand_in_a_package_or_a_table_is_named(
    write: Callable[..., Path], folder: str
) -> None:
    with pytest.raises(ContentError, match="small letters, digits and hyphens only, 100 at most"):
        read_lesson(write(name=f"{folder}/en.toml"))
    assert read_lesson(write(name=f"{'a' * 100}/en.toml")).slug == "a" * 100


def test_a_lesson_without_questions_or_with_too_many_is_refused(
    write: Callable[..., Path],
) -> None:
    path = write()
    scenes, question = path.read_text(encoding="utf-8").split("[[questions]]", 1)
    path.write_text(scenes, encoding="utf-8")
    with pytest.raises(ContentError, match="1 to 15"):
        read_lesson(path)
    one = "[[questions]]" + question.split("[[questions]]")[0]
    path.write_text(scenes + one * 16, encoding="utf-8")
    with pytest.raises(ContentError, match="and has 16"):
        read_lesson(path)


def test_ours_are_in_order_and_for_every_audience() -> None:
    assert problems() == []
    assert {lesson.audience for lesson in lessons()} == set(AUDIENCES)


def test_an_organisation_adds_and_replaces(write: Callable[..., Path]) -> None:
    before = len(lessons())
    write()
    ours = ("A new job", "Ours instead"), ('path = "tiny"', 'path = "public"')
    write(*ours, name="public/en.toml")
    assert len(lessons()) == before + 1
    found = lesson_at("public")
    assert found is not None
    assert found.title == "Ours instead"


def test_a_reader_gets_their_language_or_english(tiny: Lesson) -> None:
    for language, title in (("es", "Un trabajo nuevo"), ("vi", "A new job"), ("en", "A new job")):
        with override(language):
            found = lesson_at("tiny")
            assert found is not None
            assert found.title == title


LONG = " ".join(["word"] * 40) + "."
PROBLEMS = [
    (("Yes, you may.", "Yes.[^two]"), "cites [^two]"),
    (('why = "It is <i>yours</i>.[^one]"', 'why = "It is yours."'), None),
    (("[^one]", "", "[^one]", ""), "no sentence cites"),
    (("page:lines", "page:nowhere"), "there is no such page"),
    (("page:lines", "https://example.org"), "links to"),
    (("review_due = 2099-11-01", "review_due = 2026-11-02"), "was due for review"),
    (("She can tell you more.", LONG), "has a sentence of 40 words"),
]


@pytest.mark.parametrize(("change", "said"), PROBLEMS, ids=[str(said) for _, said in PROBLEMS])
def test_each_problem_is_found(
    write: Callable[..., Path], change: tuple[str, ...], said: str | None
) -> None:
    pairs = zip(change[::2], change[1::2], strict=True)
    found = list(lesson_problems(read_lesson(write(*pairs))))
    assert found == [] if said is None else any(said in each for each in found)


BOSS = ('text = "The boss"\nright = false', 'text = "The boss"\nright = true')
YOU = ('text = "You do"\nright = true', 'text = "You do"\nright = false')
DIFFERENCES = [
    ([("version = 3", "version = 4")], "`version` differs"),
    ([("org/jobs", "org/work")], "its sources"),
    ([("helps = false", "helps = true")], "its scenes"),
    ([BOSS, YOU], "its questions"),
    ([("Yes, you may.", "Yes.[^one]")], "its questions"),
    ([('guide = "Read it aloud.[^one]"', "")], "has a guide"),
]


@pytest.mark.parametrize(("changes", "said"), DIFFERENCES)
def test_languages_of_a_lesson_must_agree(
    write: Callable[..., Path], tiny: Lesson, changes: list[tuple[str, str]], said: str
) -> None:
    assert list(parity(read_library()[tiny.slug])) == []
    write(*changes, name="tiny/es.toml")
    (found,) = parity(read_library()[tiny.slug])
    assert said in found


def test_two_lessons_at_one_path_are_a_problem(write: Callable[..., Path]) -> None:
    write()
    write(name="other/en.toml")
    assert any("already has the path 'tiny'" in each for each in problems())
