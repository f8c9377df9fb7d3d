"""axe-core finds nothing at WCAG 2.2 AA on any page of either site."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Phones, Sites, sign_in
from tests.browser.crawl import pages_from

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ROLES = (
    "ana_hotline",
    "sara_supervisor",
    "adam_admin",
    "otto_auditor",
)


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds on the open page, one sentence each."""
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(
        "standards => axe.run({runOnly: {type: 'tag', values: standards}})", STANDARDS
    )
    return [
        f"{page.url} {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_public_pages(sites: Sites, phones: Phones, axe: str, language: str, width: int) -> None:
    page = phones.open(width=width, language=language)
    others = tuple(f"/{code}" for code in ("en", "es", "vi", "ar") if code != language)
    found = []
    for address in pages_from(page, f"{sites.public}/{language}/", leave_out=("/x", *others)):
        page.goto(address)
        found += violations(page, axe)
    assert not found


@pytest.mark.parametrize("login", ROLES)
def test_staff_pages(sites: Sites, phones: Phones, axe: str, login: str) -> None:
    page = phones.open(width=360)
    page.goto(f"{sites.staff}/")
    found = violations(page, axe)
    sign_in(page, sites, login)
    for address in pages_from(page, page.url):
        page.goto(address)
        found += violations(page, axe)
    assert not found


def test_axe_would_notice(phones: Phones, axe: str) -> None:
    page = phones.open()
    page.set_content("<html><body><img src='data:,'><input></body></html>")
    assert violations(page, axe)
