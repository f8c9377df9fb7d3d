"""The way out and the way to help: on every page, without a script, at the same place."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from waymark.web import actions, inline

PAGES = ["/", "/en/", "/ar/", "/en/safe/", "/vi/about/", "/en/none/", "/en/breaks/", "/en/large/"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_begins_with_the_way_out(public: Client, address: str) -> None:
    page = public.get(address).content.decode()
    body = page[page.index("<body") :]
    links = re.findall(r"<a [^>]*>", body)
    assert 'href="/x"' in links[0]
    assert 'href="#main"' in links[1]
    assert 'class="button leave" href="/x"' in links[2]
    assert body.index('class="bar"') < body.index("<header>") < body.index("<main")


@pytest.mark.parametrize("address", PAGES)
def test_titles_are_neutral_and_the_same(public: Client, address: str) -> None:
    page = public.get(address).content.decode()
    title = re.search(r"<title>(.*?)</title>", page)
    assert title
    in_english = public.get("/en/").content.decode()
    if 'lang="en"' in page[:60]:
        assert title[0] in in_english
    assert not re.search(r"(?i)traffick|report|help|safe", title[1])


def test_the_exit_forgets_and_goes_where_the_operator_says(public: Client) -> None:
    response = public.get("/x")
    assert response.status_code == 303
    assert response.headers["Location"] == "https://weather.example/"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage", "cookies"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content == b""
    actions.save_site(exit_url="https://news.example/")
    assert public.get("/x").headers["Location"] == "https://news.example/"


def test_the_exit_goes_nowhere_else(public: Client) -> None:
    for query in ("?next=https://evil.example/", "?to=//evil.example"):
        assert public.get(f"/x{query}").headers["Location"] == "https://weather.example/"


def test_the_exit_answers_head_and_refuses_a_form(public: Client) -> None:
    assert public.head("/x").status_code == 303
    assert public.post("/x").status_code == 405


@pytest.mark.django_db
def test_the_exit_works_before_setup(settings: Settings) -> None:
    from waymark.config import public as public_settings

    settings.SITE, settings.ROOT_URLCONF = "public", "tests.web.public_site"
    settings.MIDDLEWARE = public_settings.MIDDLEWARE
    assert Client().get("/x").headers["Location"].startswith("https://")


def test_the_way_to_help_stands_beside_the_exit_where_its_room_is_installed(
    public: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Get help now" not in public.get("/en/").content.decode()
    monkeypatch.setattr("waymark.web.context.url_or_empty", lambda name: f"/en/{name}/")
    bar = public.get("/en/safe/").content.decode().split('class="bar"')[1].split("<header>")[0]
    assert '<a class="button" href="/en/lines/">Get help now</a>' in bar


def test_the_script_stores_nothing_and_asks_nobody() -> None:
    text = inline.public_script().text
    for word in ("Storage", "cookie", "fetch", "XMLHttp", "sendBeacon", "serviceWorker", "open("):
        assert word not in text
    assert "await" not in text
    assert 'location.replace("/x")' in text


def test_the_emergency_number_can_be_called_from_every_page(public: Client) -> None:
    for address in PAGES[:5]:
        assert 'href="tel:112"' in public.get(address).content.decode()


def test_without_an_emergency_number_none_is_invented(public: Client) -> None:
    actions.save_site(emergency_number="")
    assert "tel:" not in public.get("/en/").content.decode()
