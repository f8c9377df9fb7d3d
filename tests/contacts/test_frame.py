"""The one line in the frame of every public page."""

import gzip
import re
from unittest.mock import patch

import pytest
from django.db import Error, connection
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from waymark.contacts import frame, queries
from waymark.contacts.data_file import read_contacts
from waymark.contacts.models import Contact
from waymark.web import lifeline
from waymark.web.models import Site

from .conftest import HOTLINE, LANGUAGES, Clock
from .test_lines_page import COUNTRIES

PAGES = ("", "safe/", "about/", "lines/", "lines/us/")
STRIP = re.compile(
    r"<span class=.line.>[^<]*<bdi lang=[^>]*>([^<]*)</bdi> <a href=\"(tel:[^\"]+)\">.*?</span>"
)


def strip(visitor: Client, path: str) -> tuple[str, str] | None:
    found = STRIP.search(visitor.get(path).content.decode().partition("<main")[0])
    return (found[1], found[2]) if found else None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_offers_somebody_to_talk_to(visitor: Client, language: str, path: str) -> None:
    name = "National Human Trafficking Hotline"
    assert strip(visitor, f"/{language}/{path}") == (name, "tel:+18883737888")


def test_it_says_open_now(visitor: Client) -> None:
    assert "Open now</bdi></span>" in visitor.get("/en/about/").content.decode()


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_country_in_the_path_counts(visitor: Client, country: str) -> None:
    found = strip(visitor, f"/en/lines/{country.lower()}/")
    with translation.override("en"):
        best = queries.best_number(country)
    assert found == ((best[0].name.replace("&", "&amp;"), best[1].link) if best else None)


def test_never_an_authority_a_child_line_or_an_unconfirmed_number(contacts: None) -> None:
    rows = {row.slug: row for row in read_contacts()}
    for country in COUNTRIES:
        if best := queries.best_number(country):
            row = rows[best[0].slug]
            assert row.confidence == "A"
            assert not best[0].is_enforcement
            assert {"victims", "public"} & set(row.audience)
            assert best[1].confirmed


@pytest.mark.parametrize("path", ["/en/", "/en/lines/xx/", "/nowhere/"])
def test_past_its_expiry_the_line_goes(visitor: Client, clock: Clock, path: str) -> None:
    clock.forward(days=400)
    assert strip(visitor, path) is None


def test_a_page_that_is_not_there_offers_it_too(visitor: Client) -> None:
    assert strip(visitor, "/en/nowhere/") is not None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_pages_stay_small_and_may_be_kept(visitor: Client, language: str, path: str) -> None:
    answer = visitor.get(f"/{language}/{path}", headers={"accept-encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    body = answer.content
    size = len(body if answer.headers.get("Content-Encoding") == "gzip" else gzip.compress(body))
    assert size <= 14 * 1024


def test_it_is_asked_for_once_in_a_while_and_not_for_each_line(
    visitor: Client, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.SITE_CACHE_SECONDS = 60
    visitor.get("/en/about/")
    with django_assert_num_queries(0):
        assert strip(visitor, "/en/safe/") is not None
    with django_assert_num_queries(2):
        assert strip(visitor, "/es/about/") is not None, "another language, another order"


def test_a_silent_database_leaves_the_line_that_was_known(
    visitor: Client, settings: Settings
) -> None:
    settings.SITE_CACHE_SECONDS = 60
    visitor.get("/en/about/")
    settings.SITE_CACHE_SECONDS = 0
    for key, (_until, line) in list(lifeline._kept.lines.items()):
        lifeline._kept.lines[key] = (0.0, line)
    with patch.object(connection, "cursor", side_effect=Error):
        answer = visitor.get("/en/about/")
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "tel:+18883737888" in shown
    assert "Open now" not in shown, "nobody knows now"


def test_a_page_that_broke_offers_the_known_line_but_not_past_its_expiry(
    visitor: Client, settings: Settings, clock: Clock
) -> None:
    visitor.raise_request_exception = False
    settings.ROOT_URLCONF = "tests.contacts.broken_urls"
    visitor.get("/en/about/")
    with patch.object(connection, "cursor", side_effect=Error):
        answer = visitor.get("/en/about/")
        assert answer.status_code == 500
        assert "tel:+18883737888" in answer.content.decode()
        clock.forward(days=400)
        assert "tel:+1" not in visitor.get("/en/about/").content.decode()


def test_with_no_line_no_country_and_no_room_the_frame_is_whole(
    visitor: Client, site: Site
) -> None:
    site.country = ""
    site.save()
    assert strip(visitor, "/en/") is None
    site.country = "US"
    site.save()
    assert strip(visitor, "/en/") is not None
    try:
        lifeline.register(None)
        assert strip(visitor, "/en/") is None
    finally:
        lifeline.register(frame.find)


def test_a_name_cannot_break_the_frame(visitor: Client) -> None:
    Contact.objects.filter(slug=HOTLINE).update(name="<script>alert(1)</script>")
    assert "<script>alert" not in visitor.get("/en/").content.decode()


def test_memory_does_not_grow_without_bound(contacts: None, settings: Settings) -> None:
    settings.SITE_CACHE_SECONDS = 60
    for number in range(lifeline.MOST_KEPT + 50):
        lifeline.lifeline(f"{number}")
    assert len(lifeline._kept.lines) <= lifeline.MOST_KEPT
