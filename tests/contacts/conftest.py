"""The bundled contacts on a day on which they hold, the people who check them, and their pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.cast import PASSWORD, TOTP_SECRET, Cast
from tests.replay import again
from tests.sites import StaffClient
from waymark.accounts.actions import setup
from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.audit.events import Event
from waymark.audit.models import Entry
from waymark.config import public
from waymark.contacts.actions import load_contacts
from waymark.contacts.actions.writing import Check
from waymark.contacts.checking import Means
from waymark.contacts.models import Contact
from waymark.contacts.rows import ContactRow, entry_of, plain_row
from waymark.web import queries as web
from waymark.web.models import Site

LANGUAGES = ("en", "es", "vi", "ar")
# Two days after the bundled rows were read: these tests pass on any day of any year.
START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
HOTLINE = "us-national-human-trafficking-hotline"
CANADA = "ca-canadian-human-trafficking-hotline"


@dataclass
class Clock:
    """The time that everybody reads."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> datetime:
        self.now += timedelta(**length)
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """An afternoon on which every bundled contact holds, until somebody moves it."""
    found = Clock()
    monkeypatch.setattr(timezone, "now", found)
    return found


@pytest.fixture
def contacts(db: None) -> None:
    again("contacts", load_contacts)


@pytest.fixture
def site(db: None) -> Iterator[Site]:
    row = Site(organisation="Riverside", country="US", emergency_number="911")
    row.save()
    yield row
    web.forget_site()


@pytest.fixture
def visitor(settings: Settings, contacts: None, site: Site) -> Client:
    settings.SITE = "public"
    settings.ROOT_URLCONF = "tests.contacts.urls"
    settings.MIDDLEWARE = public.MIDDLEWARE
    settings.SECRET_KEY = "secret of a public site for tests"
    return Client()


SignIn = Callable[[Worker], StaffClient]


def hire_verifier(cast: Cast, login: str = "wim_lakeside") -> Worker:
    """A contact verifier of the organisation next door."""
    worker, keyring = setup.create_worker_with_password(
        cast.lakeside,
        login,
        "Wim Lakeside",
        [Role.CONTACT_VERIFIER],
        PASSWORD,
        totp_secret=TOTP_SECRET,
    )
    cast.workers[login], cast.keyrings[worker.pk] = worker, keyring
    return worker


@pytest.fixture
def vera(cast: Cast) -> Worker:
    """She checks contacts at Riverside."""
    return cast.vera_contacts


@pytest.fixture
def wim(cast: Cast) -> Worker:
    """He checks contacts at Lakeside."""
    return hire_verifier(cast)


@pytest.fixture
def veras(vera: Worker, staff_client_for: SignIn) -> StaffClient:
    """Vera's browser."""
    return staff_client_for(vera)


@pytest.fixture
def wims(wim: Worker, staff_client_for: SignIn) -> StaffClient:
    """Wim's browser."""
    return staff_client_for(wim)


@pytest.fixture
def canada(contacts: None) -> Contact:
    """A line with one number, 1-833-900-1010."""
    return Contact.objects.get(slug=CANADA)


def checked(on: date | None = None, means: str = Means.CALLED) -> Check:
    """A check of today, or of another day."""
    return Check(means, "https://example.org/numbers", on or timezone.localdate())


def with_number(contact: Contact, printed: str, **more: Any) -> ContactRow:
    """The contact with one number in place of its own."""
    numbers = [{"printed": printed}]
    return plain_row(entry_of(contact) | {"number": numbers} | more, "test")


def fresh(contact: Contact) -> Contact:
    return Contact.objects.prefetch_related("numbers").get(pk=contact.pk)


def offered(contact: Contact) -> list[str]:
    """The numbers that a page may show now."""
    return [number.printed for number in fresh(contact).offered_numbers]


def events(event: Event, target: Any = None) -> int:
    """How often an event is in the log, about something or at all."""
    rows = Entry.objects.filter(event=event.value)
    return (rows.filter(target_id=str(target.pk)) if target is not None else rows).count()
