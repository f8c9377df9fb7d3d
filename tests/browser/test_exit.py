"""Leaving: nothing of ours can be reached again with Back, with scripts and without."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Phones, Sites

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Neutral(BaseHTTPRequestHandler):
    """Stands in for the neutral site, and for what somebody looked at before."""

    def do_GET(self) -> None:
        """Say who this is."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Weather</title><p>Weather</p>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def neutral() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Neutral)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def send_exit_to(page: Page, neutral: str) -> None:
    """The operator's neutral site is out of reach of a test: let loopback stand in for it."""

    def elsewhere(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<title>Weather</title>Weather")

    page.route(lambda url: not url.startswith("http://127.0.0.1"), elsewhere)


def wander(page: Page, sites: Sites, neutral: str) -> None:
    """Look at the weather, then at three pages of ours."""
    page.goto(neutral)
    page.goto(f"{sites.public}/en/")
    for path in ("safe", "about"):
        page.locator(f"a[href*='/{path}/']").first.click()
        page.wait_for_url(f"**/{path}/")


def left(page: Page, sites: Sites) -> bool:
    return not page.url.startswith(sites.public) and "Weather" in page.content()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("way", ["link", "shift", "escape"])
def test_with_scripts_back_finds_nothing_of_ours(
    sites: Sites, phones: Phones, neutral: str, way: str
) -> None:
    page = phones.open()
    send_exit_to(page, neutral)
    wander(page, sites, neutral)
    if way == "link":
        page.locator("a.leave").click()
    else:
        press(page, *(["Shift"] * 3 if way == "shift" else ["Escape"] * 2))
    page.wait_for_function("document.title === 'Weather'")
    assert left(page, sites)
    page.go_back()
    assert left(page, sites)


def test_escape_in_a_field_leaves_nothing_and_loses_nothing(sites: Sites, phones: Phones) -> None:
    page = phones.open()
    page.goto(f"{sites.public}/en/write/")
    field = page.locator("textarea").first
    field.fill("words")
    press(page, "Escape", "Escape")
    assert page.url.startswith(sites.public)
    assert field.input_value() == "words"


def test_without_scripts_the_link_leaves(sites: Sites, phones: Phones, neutral: str) -> None:
    page = phones.open(scripts=False)
    send_exit_to(page, neutral)
    page.goto(f"{sites.public}/en/write/")
    page.locator("a.leave").click()
    page.wait_for_url(lambda url: not url.startswith(sites.public))
    expect(page.locator("body")).to_contain_text("Weather")
    assert left(page, sites)


def test_the_exit_stays_in_sight_and_covers_no_focus(sites: Sites, phones: Phones) -> None:
    page = phones.open()
    page.goto(f"{sites.public}/en/write/")
    for _ in range(40):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
              const at = document.activeElement.getBoundingClientRect();
              const bar = document.querySelector('.bar').getBoundingClientRect();
              const inside = document.querySelector('.bar').contains(document.activeElement);
              const gone = at.width <= 1 || document.activeElement === document.body;
              const over = at.top < bar.bottom && at.bottom > bar.top;
              const covered = !inside && !gone && at.height > 0 && over;
              return covered ? document.activeElement.outerHTML : "";
            }"""
        )
        assert covered == ""
        box = page.locator("a.leave").bounding_box()
        assert box is not None
        assert box["y"] >= 0
