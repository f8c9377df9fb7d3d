"""The data files: every story holds together, and nothing in them could reach a real person."""

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.demo.files import FILES
from waymark.demo.script import DATA, Deed, Story, read_ago, read_stories, read_table
from waymark.reports.content import Relation
from waymark.reports.models import Disposition

STORIES = read_stories()
BY_KEY = {story.key: story for story in STORIES}
LOGINS = {row["login"]: row for row in read_table("coalition")["worker"]}
TEAMS = {row["slug"]: row for row in read_table("recipients")["recipient"]}
EVERY_TEXT = {path.name: path.read_text(encoding="utf-8") for path in DATA.glob("*.toml")}
LETTERS = {
    "en": re.compile(r"\b(the|is|and|you|have)\b", re.IGNORECASE),
    "es": re.compile(r"\b(que|de|la|el|los|se|lo|sin)\b", re.IGNORECASE),
    "vi": re.compile(r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]", re.IGNORECASE),
    "ar": re.compile(r"[\u0621-\u064a]{3}"),
}
REPORTERS_DEEDS = {Deed.SEE, Deed.ADD, Deed.WITHDRAW, Deed.ERASE}


def each(story: Story) -> str:
    return story.key


def test_there_are_thirty_in_four_languages() -> None:
    assert Counter(story.language for story in STORIES) == {"en": 12, "es": 8, "vi": 5, "ar": 5}
    assert len(BY_KEY) == len(STORIES) == 30


def test_relations_are_all_told() -> None:
    told = {story.content.relation for story in STORIES}

    assert told == {relation.value for relation in Relation}


@given(st.integers(0, 99), st.integers(0, 23), st.integers(0, 59))
def test_durations_are_read(days: int, hours: int, minutes: int) -> None:
    parts = [f"{days}d", f"{hours}h", f"{minutes}m"]

    assert read_ago(" ".join(parts)) == timedelta(days=days, hours=hours, minutes=minutes)
    assert read_ago(parts[1]) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "soon", "3", "3m 2d", "-1h", "1h1x", "2d  3h"])
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        read_ago(text)


@pytest.mark.parametrize("story", STORIES, ids=each)
def test_a_story_runs_forward_and_ends_before_now(story: Story) -> None:
    times = [story.ago, *(step.ago for step in story.steps)]

    assert min(times) > timedelta(0)
    assert max(times) == story.ago


@pytest.mark.parametrize("story", STORIES, ids=each)
def test_a_story_names_only_what_exists(story: Story) -> None:
    team = TEAMS[story.recipient]
    assert team["published"], "reporters cannot choose what is not published"
    assert set(story.files) <= set(FILES)
    for step in story.steps:
        assert bool(step.by) == (step.do not in REPORTERS_DEEDS)
        for login in filter(None, (step.by, step.to)):
            assert set(LOGINS[login]["compartments"]) & set(team["compartments"])
        assert bool(step.text) == (step.do in {Deed.ANSWER, Deed.NOTE, Deed.ADD})
        if step.do is Deed.MARK:
            assert step.disposition in Disposition.values
        if step.do is Deed.GROUP:
            assert step.situation in read_table("coalition")["situation"]
        if step.duplicate_of:
            assert BY_KEY[step.duplicate_of].ago > step.ago


@pytest.mark.parametrize("story", [s for s in STORIES if not s.quarantined], ids=each)
def test_reporter_and_worker_write_in_one_language(story: Story) -> None:
    thread = [step.text for step in story.steps if step.do in {Deed.ANSWER, Deed.ADD}]
    letters = LETTERS[story.language]

    for text in (story.content.what, *thread):
        assert letters.search(text), text
    others = {"vi", "ar"} - {story.language}
    for text in (story.content.what, *thread):
        assert not any(LETTERS[other].search(text) for other in others)


@pytest.mark.parametrize("team", TEAMS.values(), ids=list(TEAMS))
def test_every_team_says_everything_in_every_language(team: dict[str, Any]) -> None:
    text = team["text"]

    assert set(text) == {"en", "es", "vi", "ar"}
    for language, words in text.items():
        assert set(words) == {"name", "who_reads", "must_pass_on", "cannot_protect"}
        assert LETTERS[language].search(str(words))


def test_what_the_law_asks_is_marked_as_an_example() -> None:
    example = {"en": "an example", "es": "un ejemplo", "vi": "ví dụ", "ar": "مثال"}
    for team in TEAMS.values():
        for language, words in team["text"].items():
            assert example[language] in words["must_pass_on"]


@pytest.mark.parametrize("name", EVERY_TEXT)
def test_whatever_looks_like_a_number_is_reserved_for_stories(name: str) -> None:
    """555 is no area code, 555-01xx is set aside, and with the country code it is nobody's."""
    shown = re.sub(r"^#.*$|\b\d{4}-\d\d(-\d\d)?\b", "", EVERY_TEXT[name], flags=re.MULTILINE)
    for found in re.findall(r"\+?\(?\d(?:[ ()./-]{0,2}\d){5,}", shown):
        assert re.fullmatch(r"\+1 555-555-01\d\d", found)
        assert not phonenumbers.is_valid_number(phonenumbers.parse(found))


@pytest.mark.parametrize("name", EVERY_TEXT)
def test_no_telephone_number_could_be_dialled_where_the_story_plays(name: str) -> None:
    matcher = phonenumbers.PhoneNumberMatcher(
        EVERY_TEXT[name], "US", leniency=phonenumbers.Leniency.VALID
    )
    assert [match.raw_string for match in matcher] == []


def test_some_stories_leave_a_number_to_search_for() -> None:
    numbers = re.findall(r"\+1 555-555-01\d\d", str(STORIES))

    assert len(set(numbers)) == len(numbers) >= 8


def test_stories_link_to_nothing_and_shout_nothing() -> None:
    told = [story.content.what for story in STORIES]
    told += [step.text for story in STORIES for step in story.steps]
    for text in told:
        assert not re.search(r"https?:|www\.|@", text)
        assert not re.search(r"\brescue|\bslave|!!", text, re.IGNORECASE)


def test_nobody_says_a_verdict() -> None:
    """Workers ask and offer; they do not tell people what they are."""
    answers = [step.text for story in STORIES for step in story.steps if step.do is Deed.ANSWER]
    verdict = re.compile(
        r"traffick|víctima|trata de personas|nạn nhân|buôn người|ضحي|الاتجار", re.I
    )
    for text in answers:
        assert not verdict.search(text)
