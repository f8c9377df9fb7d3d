"""The files of the navigator: readable, sourced, complete, and no question that it must not ask."""

import re

import pytest
from django.utils import timezone

from tests.learn.conftest import Write, own_content  # noqa: F401  a fixture
from waymark.learn.content.checks import reading_problems
from waymark.learn.content.faults import ContentError
from waymark.screening.navigator.reading import NEEDS, OURS, keys_of, navigator, read_navigator

READING_AGE = 11
LONGEST = 25
NEVER_ASKED = re.compile(
    r"national|ethnic|religio|race\b|status|legal|tattoo|cloth|sex|police|arrest", re.I
)
FORBIDDEN = re.compile(
    r"victim|\bscore|%|probab|percent|\byou are\b|\byou are not\b|rescue|slave|prostitut|illegal",
    re.I,
)


def test_every_text_is_easy_to_read_and_judges_nobody() -> None:
    found = navigator()
    texts = {key: found.words(key, "en") for key in keys_of(found)}
    together = "\n".join(each if each[-1] in ".?!" else f"{each}." for each in texts.values())
    assert list(reading_problems(together, "en", READING_AGE)) == []
    for key, text in texts.items():
        assert not FORBIDDEN.search(text), key
        for sentence in re.split(r"[.?!:]\s", text):
            assert len(sentence.split()) <= LONGEST, key


def test_no_question_asks_who_somebody_is_or_what_they_did() -> None:
    found = navigator()
    for question in found.questions.values():
        said = [found.words(f"questions.{question.id}", "en")]
        said += [found.answer(question.id, value) for value in question.answers]
        assert not NEVER_ASKED.search(" ".join(said)), question.id


def test_every_need_is_looked_for_and_has_something_of_our_own() -> None:
    found = navigator()
    for need in found.questions[NEEDS].answers:
        assert found.looks_for[need]
        assert any(
            when.question == NEEDS and when.answer == need
            for option in found.options
            for when in option.when
        )


def test_a_source_was_read_and_its_review_is_not_overdue() -> None:
    found = navigator()
    assert not found.review.overdue
    assert all(source.seen <= timezone.localdate() for source in found.sources)
    cited = {source.id for option in found.options for source in option.cites}
    assert cited == {source.id for source in found.sources}


def test_no_telephone_number_stands_in_the_words() -> None:
    for path in (OURS / "navigator").glob("*.toml"):
        text = re.sub(r"\d{4}-\d{2}-\d{2}|https?://\S+", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\d[\d ()-]{2,}\d", text), path


WRONG = {
    "an unknown answer": ('when = ["now=danger"]', 'when = ["now=fear"]', "no question has"),
    "no pair": ('when = ["now=danger"]', 'when = ["now"]', "question=answer"),
    "an unknown need": ('directory = ["wages"]', 'directory = ["cash"]', "knows no need"),
    "an unknown wish": ('wish = "no_papers"', 'wish = "kind"', "must be one of"),
    "an unknown source": ('source = "takeitdown"', 'source = "web"', "is no source"),
    "an unknown page": ('page = "after"', 'page = "afterwards"', "no page 'afterwards'"),
    "a misspelt field": ("urgent = true", "urgnet = true", "is no field"),
    "an option for nobody": ('group = "always"\npage = "safety"', 'group = "more"', "has `when`"),
    "an option without words": ('id = "debt-work"\ngroup', 'id = "other"\ngroup', "no words"),
}


@pytest.mark.parametrize(("text", "other", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_says_what_to_change(
    own_content: Write,  # noqa: F811
    text: str,
    other: str,
    sentence: str,
) -> None:
    ours = (OURS / "navigator" / "navigator.toml").read_text(encoding="utf-8")
    assert text in ours
    path = own_content("navigator/navigator.toml", ours.replace(text, other, 1))
    with pytest.raises(ContentError, match=sentence) as fault:
        read_navigator()
    assert str(path) in str(fault.value)


def test_a_file_without_a_screen_is_refused(own_content: Write) -> None:  # noqa: F811
    ours = (OURS / "navigator" / "navigator.toml").read_text(encoding="utf-8")
    own_content("navigator/navigator.toml", ours.partition("[[steps]]")[0])
    with pytest.raises(ContentError, match="at least one screen"):
        read_navigator()
