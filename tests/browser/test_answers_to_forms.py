"""The pages that no link leads to: what answers a form on the public site."""

import re
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.test import RequestFactory, override_settings
from django.utils import translation
from playwright.sync_api import FilePayload, Page

from tests.browser.conftest import Phones, Sites
from tests.browser.test_accessible import violations
from tests.browser.test_journey import no_sideways_scroll, open_thread, press, send_report
from tests.browser.test_privacy import STORED, watch
from tests.sites import site_settings
from waymark.config import public
from waymark.reports.uploads import Body, Upload
from waymark.reports.views.out_of_order import not_stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]
THREAD_FORM = "form:has(textarea[name=message]) button[name=do][value=add]"
WRONG_TYPE: FilePayload = {
    "name": "list.exe",
    "mimeType": "application/x-msdownload",
    "buffer": b"MZ" * 99,
}


def answers(page: Page, sites: Sites, language: str) -> Iterator[str]:
    """Goes from one such page to the next; names each while it is open."""
    page.goto(f"{sites.public}/{language}/write/")
    page.locator("input[type=file]").set_input_files(WRONG_TYPE)
    press(page, "form:has(textarea[name=what]) button")
    yield "form with mistakes"
    receipt = send_report(page, sites, language, "The door is locked from outside.")
    yield "receipt"
    open_thread(page, sites, language, "AAAA-AAAA-AAAA-AAAA-A")
    yield "wrong code"
    open_thread(page, sites, language, receipt)
    yield "thread"
    press(page, THREAD_FORM)
    yield "thread with a mistake"
    page.locator("textarea[name=message]").fill("They moved us. " * 30)
    press(page, THREAD_FORM)
    yield "thread with a message"
    for step in ("withdraw", "withdraw_now", "erase", "erase_now"):
        press(page, f"button[name=do][value={step}]")
        yield step


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_is_accessible_and_fits_a_phone(
    sites: Sites, phones: Phones, axe: str, language: str
) -> None:
    page = phones.open(language=language)
    found = []
    for name in answers(page, sites, language):
        no_sideways_scroll(page)
        found += [f"{name}: {each}" for each in violations(page, axe)]
    assert not found


def test_each_is_one_request_stores_nothing_and_says_nothing(sites: Sites, phones: Phones) -> None:
    page = phones.open()
    requests = watch(page)
    titles, seen = set(), 0
    for name in answers(page, sites, "en"):
        assert set(page.evaluate(STORED).values()) == {0}, name
        assert page.context.cookies() == [], name
        assert page.locator("a").first.get_attribute("href") == "/x", name
        titles.add(page.title())
        seen += 1
    assert seen == 10
    assert titles == {"Information"}
    addresses = [each.url for each in requests if not each.url.startswith("data:")]
    assert all(re.fullmatch(rf"{sites.public}/en/[a-z/]*", each) for each in addresses)
    assert all(each.resource_type == "document" for each in requests if each.url in addresses)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_a_full_disk_is_accessible_too(phones: Phones, axe: str, language: str) -> None:
    body = Body({"what": ["words " * 90], "token": ["x"]}, {"files": [Upload("a.pdf", b"%PDF")]})
    with override_settings(**site_settings(public)), translation.override(language):
        answer = not_stored(RequestFactory().post("/"), body, OperationalError())
    page = phones.open(language=language)
    page.set_content(answer.content.decode())
    no_sideways_scroll(page)
    assert not violations(page, axe)
