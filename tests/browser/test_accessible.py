"""axe-core finds nothing at WCAG 2.2 AA on any page of either site."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Phones, Sites, sign_in
from tests.browser.crawl import one_of_each_state, pages_from

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Every role, each width; Arabic for workers whom no other test signs in.
WORKERS = (
    ("ana_hotline", 360, "en"),
    ("carl_cases", 1280, "en"),
    ("sara_supervisor", 1280, "en"),
    ("sol_lakeside", 360, "ar"),
    ("ivan_analyst", 360, "en"),
    ("dora_directory", 1280, "en"),
    ("vera_contacts", 360, "en"),
    ("otto_auditor", 360, "en"),
    ("adam_admin", 360, "en"),
    ("ada_lakeside", 1280, "ar"),
)
PHONE = 360
DECIDES = "sara_supervisor"  # sees every case, and what only a supervisor may do with it
STATES = 16  # of releases, referrals, demands and requests together
TOO_WIDE = "document.scrollingElement.scrollWidth > innerWidth"
TWO_STOPS = re.compile(r"[^.]\.\.(?!\.)")


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds on the open page, one sentence each."""
    if not page.evaluate("'axe' in window"):
        page.add_init_script(axe)  # whatever this page shows from now on has it
        page.evaluate(axe)
    # Only what is wrong travels: all that is right weighs more than the pages.
    found: list[dict[str, Any]] = page.evaluate(
        """standards => axe.run({
            runOnly: {type: 'tag', values: standards},
            resultTypes: ['violations'],
            rules: {'label-content-name-mismatch': {enabled: true}},
        }).then(all => all.violations)""",
        STANDARDS,
    )
    return [
        f"{page.url} {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_public_pages(sites: Sites, phones: Phones, axe: str, language: str, width: int) -> None:
    page = phones.open(width=width, language=language)
    others = tuple(f"/{code}" for code in ("en", "es", "vi", "ar") if code != language)
    found = []
    start, leave_out = f"{sites.public}/{language}/", ("/x", *others)
    # On a phone every text; on a wide screen one of each kind.
    for _ in pages_from(page, start, leave_out=leave_out, texts=width == PHONE):
        found += violations(page, axe)
    assert not found


def blemishes(page: Page) -> list[str]:
    """What a reader would stumble over and axe does not look for."""
    found = [f"{page.url} is wider than the screen"] if page.evaluate(TOO_WIDE) else []
    if twice := TWO_STOPS.search(page.locator("body").inner_text()):
        found.append(f"{page.url} has two full stops: {twice[0]}")
    return found


@pytest.mark.parametrize("worker", WORKERS, ids=lambda worker: worker[0])
def test_staff_pages(sites: Sites, phones: Phones, axe: str, worker: tuple[str, int, str]) -> None:
    login, width, language = worker
    page = phones.open(width=width)
    page.goto(f"{sites.staff}/")
    found = violations(page, axe) + blemishes(page)
    sign_in(page, sites, login)
    if language != "en":
        page.goto(f"{sites.staff}/me/")
        page.locator("select[name=language]").select_option(language)
        page.locator("form:has(select[name=language]) button").first.click()
        page.locator(f"html[lang={language}]").wait_for()
    more = one_of_each_state(page, sites.staff) if login == DECIDES else []
    assert len(more) >= STATES or login != DECIDES
    for _ in pages_from(page, f"{sites.staff}/", more=more):
        found += violations(page, axe) + blemishes(page)
    assert not found


def test_axe_would_notice(phones: Phones, axe: str) -> None:
    page = phones.open()
    page.set_content("<html><body><img src='data:,'><input></body></html>")
    assert violations(page, axe)
