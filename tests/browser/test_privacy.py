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
    seen = 0
    for address in pages_from(page, f"{sites.public}/en/", leave_out=NOT_ENGLISH):
        assert set(page.evaluate(STORED).values()) == {0}, address
        assert page.context.cookies() == [], address
        seen += 1
    assert seen >= 60
    others = [r.url for r in requests if not r.url.startswith((sites.public, "data:"))]
    assert not others


def test_each_page_is_one_request(sites: Sites, phones: Phones) -> None:
    page = phones.open()
    requests = watch(page)
    for address in pages_from(page, f"{sites.public}/ar/", leave_out=NOT_ARABIC):
        assert [r.url for r in requests if r.url.startswith("http")] == [address]
        requests.clear()


def test_titles_say_nothing(sites: Sites, phones: Phones) -> None:
    page = phones.open()
    pages = pages_from(page, f"{sites.public}/en/", leave_out=NOT_ENGLISH)
    [title] = {page.title() for _ in pages}
    assert not any(word in title.lower() for word in ("traffick", "report", "help", "waymark"))
