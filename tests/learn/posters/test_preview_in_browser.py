"""The preview in a real browser, on a phone, without scripts, in both directions of text."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import axe  # noqa: F401  a fixture, found by its name
from tests.browser.test_accessible import blemishes, violations
from tests.sites import PublicClient

pytestmark = pytest.mark.browser
SQUARE = "svg => [svg.getBoundingClientRect().width, svg.getBoundingClientRect().height]"


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
@pytest.mark.usefixtures("contacts", "in_arabic")
def test_the_preview_can_be_read_by_everybody(
    browser: Browser,
    public_client: PublicClient,
    axe: str,  # noqa: F811  the fixture
    language: str,
    direction: str,
) -> None:
    html = public_client.get(f"/{language}/posters/jobs/us/").text
    page = browser.new_page(viewport={"width": 360, "height": 740})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(html)
    assert [url for url in asked if not url.startswith(("about:", "data:"))] == []
    assert violations(page, axe) + blemishes(page) == []
    paper = page.locator("article.paper")
    assert paper.evaluate("paper => getComputedStyle(paper).direction") == direction
    assert paper.locator(".number").first.inner_text() == "1-888-373-7888"
    width, height = paper.locator("svg").evaluate(SQUARE)
    assert width == height > 130
    # On paper only the card is left, and the picture of the poster has the size of its sheet.
    page.emulate_media(media="print")
    assert page.locator("h1").is_hidden()
    assert paper.is_visible()
    picture = public_client.get(f"/{language}/posters/jobs/poster-a4-us.svg").text
    page.set_content(picture)
    assert re.match(r"<svg [^>]*width=\"595", picture)
    assert page.locator("svg").get_attribute("lang") == language
    page.close()
