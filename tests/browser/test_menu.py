"""The menu of the staff site: by keyboard, by a click elsewhere, and without a script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phones, Sites, sign_in

pytestmark = pytest.mark.browser
WORKER = "luis_lakeside"  # whom no other test of the browser signs in


def groups(page: Page) -> None:
    """Open, close and follow by keyboard, then close by a click anywhere else."""
    first, second = page.locator(".menu summary").nth(0), page.locator(".menu summary").nth(1)
    links = page.locator(".menu details").nth(0).get_by_role("link")
    first.focus()
    expect(links.first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(links.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    second.focus()
    page.keyboard.press("Enter")
    expect(links.first).to_be_hidden()  # one group is open at a time
    page.mouse.click(350, 700)
    expect(page.locator(".menu details[open]")).to_have_count(0)


def test_groups_open_one_at_a_time_and_close(sites: Sites, phones: Phones) -> None:
    page = phones.open(scripts=False)
    sign_in(page, sites, WORKER)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        groups(page)
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
