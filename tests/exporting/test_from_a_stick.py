"""The copy in a real browser, opened as files: nothing but files is asked for."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.exporting.conftest import Made

# The copy is made from a database.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone; whatever it complains about is a fault."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


def test_it_is_read_and_left_without_a_network(page: Page, copy: Made) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(copy.folder.as_uri() + "/index.html")
    page.locator("a[hreflang=ar]").click()
    page.wait_for_url("**/ar/index.html")
    body = page.locator("body")
    assert body.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert body.evaluate("node => getComputedStyle(node).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.locator("a[href$='lines/index.html']").first.click()
    page.wait_for_url("**/ar/lines/index.html")
    assert page.locator("main time").first.is_visible()
    page.locator("a[href='ca/index.html']").click()
    page.wait_for_url("**/ar/lines/ca/index.html")
    page.locator("a[hreflang=en]").click()
    page.wait_for_url("**/en/lines/ca/index.html")
    assert [url for url in asked if not url.startswith("file://")] == []
    assert page.evaluate("history.length") <= 2, "a visit is one entry in the history"


def test_shift_three_times_leaves_it(page: Page, copy: Made) -> None:
    def answer(route: Route) -> None:
        assert "referer" not in route.request.headers
        route.fulfill(body="<title>weather</title>sun", content_type="text/html")

    page.route("https://weather.example/**", answer)
    page.goto(copy.folder.as_uri() + "/en/safe/index.html")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://weather.example/**")
    page.goto(copy.folder.as_uri() + "/en/safe/index.html")
    page.get_by_role("link", name="Leave this site", exact=True).click()
    page.wait_for_url("https://weather.example/**")
