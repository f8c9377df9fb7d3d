"""A public site with the bundled contacts, on a day on which they hold, under a name of its own."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.sites import site_settings
from waymark.config import public
from waymark.contacts.actions import load_contacts
from waymark.contacts.models import Contact
from waymark.exporting import Copied, copying, crawling, export
from waymark.exporting.asking import Asked
from waymark.exporting.crawling import crawl
from waymark.exporting.tags import Page
from waymark.web import lifeline, queries
from waymark.web.copies import for_a_copy
from waymark.web.models import Site

URL = "https://help.example"
# In Chicago it is still the day before.
START = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
DAY = "2026-11-24"
OF_EACH_KIND = 12
DRAWN = (".pdf", ".svg")  # each takes the typesetter a while


@dataclass(frozen=True)
class Made:
    """A copy, and two things that were true when it was made."""

    folder: Path
    copied: Copied
    about: str  # the page /ar/about/ as the site gave it
    canada_until: date

    def pages(self) -> dict[str, str]:
        """Every page's file and text."""
        found = sorted(path for path in self.folder.rglob("*.html") if path.name != "x.html")
        return {str(path.relative_to(self.folder)): path.read_text("utf-8") for path in found}

    def page(self, name: str) -> Page:
        """One page's tags."""
        return Page((self.folder / name).read_text("utf-8"))

    def main(self, name: str) -> str:
        """One page's own text."""
        return (self.folder / name).read_text("utf-8").partition("<main")[2]


@contextmanager
def one_connection() -> Iterator[None]:
    """The site closes old connections around each request; this one is the test's own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@contextmanager
def a_public_site(url: str = URL) -> Iterator[None]:
    """The public site's settings, the contacts, and a clock that stands still."""
    values: dict[str, Any] = site_settings(public) | {
        "PUBLIC_URL": url,
        "ALLOWED_HOSTS": ["*"],
        "SITE_CACHE_SECONDS": 60,  # some hundred pages are asked for
    }
    with pytest.MonkeyPatch.context() as patched, override_settings(**values), one_connection():
        patched.setattr(timezone, "now", lambda: START)
        load_contacts()
        Site(
            organisation="Riverside",
            country="US",
            emergency_number="911",
            time_zone="America/Chicago",
            exit_url="https://weather.example/?a=1&b=</script>",
        ).save()
        queries.forget_site()
        yield
        queries.forget_site()
        lifeline.forget()


@pytest.fixture
def site(db: None) -> Iterator[None]:
    """Such a site for one test."""
    with a_public_site():
        yield


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first addresses are followed: enough to see how a copy comes about."""
    monkeypatch.setattr(copying, "crawl", lambda *args, **more: islice(crawl(*args, **more), 9))


def follow_some(patched: pytest.MonkeyPatch) -> None:
    """Follow a few addresses of each kind: there are hundreds of figures and posters."""
    to_ask, followed = crawling._to_ask, Counter[str]()

    def some(path: str, *more: Any) -> bool:
        kind = re.sub(r"(?<=^/../)(?!lines)(\w+)/.+(?=/)", r"\1/*", path)
        followed[kind] += to_ask(path, *more)
        return to_ask(path, *more) and followed[kind] <= OF_EACH_KIND

    patched.setattr(crawling, "_to_ask", some)


@pytest.fixture(scope="session")
def copy(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Made:
    """The site in English and Arabic, once; its database is put back."""
    folder = tmp_path_factory.mktemp("stick") / "copy"
    with django_db_blocker.unblock(), transaction.atomic():
        with a_public_site(), pytest.MonkeyPatch.context() as patched:
            follow_some(patched)
            copied = export(folder, ["en", "ar"], leave_out=DRAWN)
            with for_a_copy():
                about = Asked(URL).ask("/ar/about/").body.decode()
            canada = Contact.objects.filter(country="CA").values_list("expires", flat=True)
            until = min(canada)
        transaction.set_rollback(True)
    return Made(folder, copied, about, until)
