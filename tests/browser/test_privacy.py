"""Public pages ask nobody else for anything and leave nothing behind in the browser."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Cookie, Page, Request

from tests.browser.conftest import Phones, Sites
from tests.browser.crawl import pages_from

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOT_ENGLISH = ("/x", "/es", "/vi", "/ar")
NOT_ARABIC = ("/x", "/es", "/vi", "/en")
STORED = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: 'caches' in self ? (await caches.keys()).length : 0,
  workers: navigator.serviceWorker
    ? (await navigator.serviceWorker.getRegistrations()).length : 0,
  cookie: document.cookie.length,
})"""


@dataclass(frozen=True)
class Visit:
    """One page: what it stored, its title, and what was asked for to show it."""

    address: str
    stored: dict[str, int]
    cookies: list[Cookie]
    title: str
    requests: list[str]


def watch(page: Page) -> list[Request]:
    """Whatever a page asks for from now on."""
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    page.on("request", note)
    return requests


def visits(page: Page, start: str, leave_out: tuple[str, ...], *, texts: bool) -> Iterator[Visit]:
    requests = watch(page)
    for address in pages_from(page, start, leave_out=leave_out, texts=texts):
        stored, cookies = page.evaluate(STORED), page.context.cookies()
        yield Visit(address, stored, cookies, page.title(), [each.url for each in requests])
        requests.clear()


@pytest.fixture(scope="module")
def english(sites: Sites, browser: Browser) -> Iterator[list[Visit]]:
    """Every page in English, in one walk for all tests of this module."""
    found = Phones(browser)
    start = f"{sites.public}/en/"
    yield list(visits(found.open(), start, NOT_ENGLISH, texts=True))
    found.close()


def test_no_third_party_no_cookie_no_storage(sites: Sites, english: list[Visit]) -> None:
    for visit in english:
        assert set(visit.stored.values()) == {0}, visit.address
        assert visit.cookies == [], visit.address
    assert len(english) >= 60
    asked = [each for visit in english for each in visit.requests]
    assert not [each for each in asked if not each.startswith((sites.public, "data:"))]


def test_each_page_is_one_request(english: list[Visit]) -> None:
    for visit in english:
        assert [each for each in visit.requests if each.startswith("http")] == [visit.address]


def test_neither_does_another_script_load_anything(sites: Sites, phones: Phones) -> None:
    """One page of each kind is enough: letters that the fonts at hand lack would show in all."""
    start = f"{sites.public}/ar/"
    for visit in visits(phones.open(), start, NOT_ARABIC, texts=False):
        assert [each for each in visit.requests if each.startswith("http")] == [visit.address]
        assert set(visit.stored.values()) == {0}, visit.address


def test_titles_say_nothing(english: list[Visit]) -> None:
    [title] = {visit.title for visit in english}
    assert not any(word in title.lower() for word in ("traffick", "report", "help", "waymark"))
