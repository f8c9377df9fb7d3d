"""The bundled contacts on a day on which they hold, and posters of this installation."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from tests.contacts.conftest import Clock
from tests.replay import again
from waymark.contacts.actions import load_contacts
from waymark.contacts.models import Contact
from waymark.learn.posters.choosing import choices
from waymark.learn.posters.sheet import Sheet, sheet_of
from waymark.learn.posters.texts import posters
from waymark.web.models import Site

Write = Callable[[str, str], Path]
HOTLINE = "us-national-human-trafficking-hotline"
ADDRESS = "https://help.example.org"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A day on which every bundled contact holds, until somebody moves it."""
    found = Clock()
    monkeypatch.setattr(timezone, "now", found)
    return found


@pytest.fixture
def contacts(db: None, settings: Settings) -> None:
    """The bundled contacts, for an organisation in the United States."""
    settings.PUBLIC_URL = ADDRESS
    Site(organisation="Riverside", country="US", emergency_number="911").save()
    again("contacts", load_contacts)


@pytest.fixture
def hotline(contacts: None) -> Contact:
    return Contact.objects.get(slug=HOTLINE)


@pytest.fixture
def own_posters(own_content: Write) -> Iterator[Write]:
    """Write a file of the organisation below `posters/`: `own_posters("en.toml", text)`."""
    posters.forget()
    yield lambda name, text: own_content(f"posters/{name}", text)
    posters.forget()


@pytest.fixture
def in_arabic(own_posters: Write) -> None:
    """One text in Arabic: the words that these tests bring."""
    own_posters("ar.toml", (Path(__file__).parent / "ar.toml").read_text(encoding="utf-8"))


def sheet(text: str = "jobs", whose: str = "us", language: str = "en", most: int = 2) -> Sheet:
    """A sheet as the site prints it."""
    with override(language):
        poster = posters()[text]
        choice = choices(poster).find(whose)
        assert choice is not None, f"{text} cannot be printed for {whose}"
        return sheet_of(poster, choice, most)


def numbers(found: Sheet) -> list[str]:
    """Every number that stands on it."""
    return [number.number for line in found.lines for number in line.numbers]
