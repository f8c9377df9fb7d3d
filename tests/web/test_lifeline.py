"""The hook for the one line in the frame, with a room that is made up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import Error
from django.utils import timezone, translation
from pytest_django import Settings

from waymark.web import lifeline
from waymark.web.lifeline import Lifeline

TODAY = date(2026, 11, 24)


@dataclass
class Room:
    """Counts how often it is asked, and may be without a database."""

    asked: list[str] = field(default_factory=list)
    silent: bool = False
    expires: date = TODAY

    def __call__(self, country: str) -> Lifeline | None:
        self.asked.append(country)
        if self.silent:
            raise Error
        if country == "XX":
            return None
        name = f"Line {country} {translation.get_language()}"
        return Lifeline(name, "en", "1-800-555-0142", "tel:+18005550142", self.expires, "Open now")


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Room]:
    settings.SITE_CACHE_SECONDS = 60
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    before, made = lifeline._kept.find, Room()
    lifeline.register(made)
    yield made
    lifeline.register(before)


def name(country: str) -> str:
    found = lifeline.lifeline(country)
    return found.name if found else ""


def test_each_country_and_language_is_asked_for_once(room: Room) -> None:
    for language in ("en", "ar", "en", "ar"):
        with translation.override(language):
            assert name("US") == f"Line US {language}"
            assert name("XX") == name("XX") == ""
    assert sorted(room.asked) == ["US", "US", "XX", "XX"]


def test_after_a_while_it_is_asked_again(room: Room, settings: Settings) -> None:
    settings.SITE_CACHE_SECONDS = 0
    name("US")
    name("US")
    assert room.asked == ["US", "US"]


def test_without_a_country_or_a_room_nobody_is_asked(room: Room) -> None:
    assert lifeline.lifeline("") is None
    assert room.asked == []
    lifeline.register(None)
    assert lifeline.lifeline("US") is None


def test_a_silent_database_gives_what_was_known_without_saying_open(
    room: Room, settings: Settings
) -> None:
    settings.SITE_CACHE_SECONDS = 0
    assert lifeline.lifeline("US")
    room.silent = True
    found = lifeline.lifeline("US")
    assert found is not None
    assert (found.number, found.answers) == ("1-800-555-0142", "")
    assert lifeline.lifeline("CA") is None, "nothing was known of it"
    room.silent = False
    again = lifeline.lifeline("US")
    assert again is not None
    assert again.answers == "Open now"


@pytest.mark.parametrize(("days", "kept"), [(0, True), (-1, False)])
def test_what_was_known_ends_with_its_last_day(
    room: Room, settings: Settings, days: int, kept: bool
) -> None:
    settings.SITE_CACHE_SECONDS = 0
    room.expires = TODAY + timedelta(days=days)
    lifeline.lifeline("US")
    assert (lifeline.last_known("US") is not None) is kept


def test_another_fault_is_not_swallowed(monkeypatch: pytest.MonkeyPatch, room: Room) -> None:
    def broken(_country: str) -> Lifeline:
        raise KeyError("a slip in our own code")

    lifeline.register(broken)
    with pytest.raises(KeyError, match="slip"):
        lifeline.lifeline("US")
