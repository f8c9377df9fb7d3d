"""Public pages ask nobody else for anything and leave nothing behind in the browser."""

import pytest
from playwright.sync_api import Page, Request

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


def watch(page: Page) -> list[Request]:
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    page.on("request", note)
    return requests


def test_no_third_party_no_cookie_no_storage(sites: Sites, phones: Phones) -> None:
    page = phones.open()
    requests = watch(page)
    addresses = list(pages_from(page, f"{sites.public}/en/", leave_out=NOT_ENGLISH))
    assert len(addresses) >= 6
    for address in addresses:
        page.goto(address)
        assert set(page.evaluate(STORED).values()) == {0}, address
        assert page.context.cookies() == [], address
    others = [r.url for r in requests if not r.url.startswith((sites.public, "data:"))]
    assert not others


def test_each_page_is_one_request(sites: Sites, phones: Phones) -> None:
    page = phones.open()
    addresses = list(pages_from(page, f"{sites.public}/ar/", leave_out=NOT_ARABIC))
    requests = watch(page)
    for address in addresses:
        requests.clear()
        page.goto(address)
        assert [r.url for r in requests if r.url.startswith("http")] == [address]


def test_titles_say_nothing(sites: Sites, phones: Phones) -> None:
    page = phones.open()
    titles = set()
    for address in pages_from(page, f"{sites.public}/en/", leave_out=NOT_ENGLISH):
        page.goto(address)
        titles.add(page.title())
    [title] = titles
    assert not any(word in title.lower() for word in ("traffick", "report", "help", "waymark"))
