""" "What could help me" on a phone: the whole way without scripts, back, changed at the end."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phones, Sites
from tests.browser.test_accessible import blemishes, violations
from tests.browser.test_journey import no_sideways_scroll, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Its name is of three places, so the page asks which.
TOWN = "Grand Island"


def go(page: Page, name: str) -> None:
    """Press one of the page's own buttons."""
    press(page, f"main button[name=go][value='{name}']")


def to_the_end(page: Page, sites: Sites, language: str) -> None:
    """From the first page's door to the options."""
    page.goto(f"{sites.public}/{language}/")
    page.locator(f"a[href='/{language}/options/']").first.click()
    page.locator("input[name=now][value=danger]").check()
    go(page, "on")
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
    go(page, "on")
    for need in ("sleep", "papers"):
        page.locator(f"input[name=needs][value={need}]").check()
    go(page, "on")
    page.locator("input[name=consulate][value=unsure]").check()
    go(page, "on")
    page.locator("#country").select_option("US")
    page.locator("#town").fill(TOWN)
    go(page, "on")
    page.locator("input[name=pick]").first.check()
    go(page, "on")
    page.locator("input[name=age][value=adult]").check()
    go(page, "on")


def test_the_whole_way_back_and_changed_without_scripts(sites: Sites, phones: Phones) -> None:
    page = phones.open(scripts=False)
    visited: list[str] = []
    page.on("request", lambda request: visited.append(request.url))
    to_the_end(page, sites, "en")
    no_sideways_scroll(page)
    assert page.locator("#places ~ ul.plain li.card").count() >= 2

    go(page, "back")
    expect(page.locator("input[name=age][value=adult]")).to_be_checked()
    for _ in range(2):
        go(page, "back")
    expect(page.locator("input[name=consulate][value=unsure]")).to_be_checked()
    go(page, "end")
    go(page, "needs")
    page.locator("input[name=needs][value=papers]").uncheck()
    page.locator("input[name=needs][value=home]").check()
    go(page, "end")
    expect(page.locator("#said ~ .card").nth(1)).not_to_be_empty()
    assert page.locator("input[name=needs]").evaluate_all("all => all.map(a => a.value)") == [
        "sleep",
        "home",
    ]
    go(page, "card")
    expect(page.locator("article.paper .number").first).to_be_visible()
    no_sideways_scroll(page)
    assert not page.context.cookies()
    pages = [each for each in visited if not each.startswith("data:")]
    assert all(re.fullmatch(rf"{sites.public}/en/(options/)?", each) for each in pages)


def test_its_pages_shut_nobody_out(sites: Sites, phones: Phones, axe: str) -> None:
    page = phones.open(language="ar")
    page.goto(f"{sites.public}/ar/options/")
    page.locator("input[name=now][value=danger]").check()
    found: list[str] = []
    for _ in range(3):
        go(page, "on")
        found += violations(page, axe) + blemishes(page)
    page.locator("#town").fill("Nowhereinparticular")
    go(page, "on")
    found += violations(page, axe) + blemishes(page)
    go(page, "skip")
    found += violations(page, axe) + blemishes(page)
    to_the_end(page, sites, "ar")
    found += violations(page, axe) + blemishes(page)
    go(page, "card")
    found += violations(page, axe) + blemishes(page)
    assert not found
