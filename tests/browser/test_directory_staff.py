"""The staff side of the directory in a real browser: verify, reveal, two people, import, export."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phones, Sites, sign_in

pytestmark = pytest.mark.browser
SHELTER = "Youth shelter"


def open_service(page: Page, sites: Sites, name: str = SHELTER) -> None:
    """Find a service by its name and open its page."""
    page.goto(f"{sites.staff}/directory/")
    page.get_by_label("What is needed, or a name").fill(name)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def no_sideways_scroll(page: Page) -> None:
    """The page is no wider than the phone."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_an_editor_verifies_and_reveals(sites: Sites, phones: Phones) -> None:
    page = phones.open()
    sign_in(page, sites, "dora_directory")
    open_service(page, sites)
    no_sideways_scroll(page)
    page.get_by_text("Verify now").click()
    page.get_by_label("All of it was confirmed on one call").check()
    page.get_by_role("button", name="Note as verified").click()
    expect(page.get_by_text("Noted as verified.")).to_be_visible()
    expect(page.get_by_text("Verified today").first).to_be_visible()
    page.get_by_text("Show where it is").first.click()
    page.get_by_label("Somebody is going there now").first.check()
    page.get_by_role("button", name="Show the place").first.click()
    expect(page.get_by_text(re.compile("Shown for (10|9) more minutes"))).to_be_visible()
    no_sideways_scroll(page)


def test_two_people_change_a_number_without_scripts(sites: Sites, phones: Phones) -> None:
    dora, dan = phones.open(scripts=False), phones.open(scripts=False, width=1280)
    sign_in(dora, sites, "dora_directory")
    open_service(dora, sites)
    old = dora.locator("#numbers-heading + ul bdi").first.inner_text()
    dora.get_by_role("link", name=f"Change {old}").click()
    dora.get_by_label("Number", exact=True).fill("+1 308 555 0188")
    dora.get_by_role("button", name="Save").click()
    expect(dora.get_by_text("This waits for a second person now.")).to_be_visible()
    expect(dora.locator("#numbers-heading + ul")).to_contain_text(old)
    sign_in(dan, sites, "dan_directory")
    open_service(dan, sites)
    dan.get_by_role("link", name="A changed telephone number").last.click()
    expect(dan.get_by_role("table")).to_contain_text("+1 308 555 0188")
    expect(dan.get_by_role("table")).to_contain_text(old)
    dan.get_by_role("button", name="Confirm").click()
    expect(dan.get_by_text("Confirmed. It is in force now.")).to_be_visible()
    dora.reload()
    expect(dora.locator("#numbers-heading + ul")).to_contain_text("+1 308 555 0188")


def test_a_caseworker_says_that_there_is_room(sites: Sites, phones: Phones) -> None:
    page = phones.open(scripts=False)
    sign_in(page, sites, "ana_hotline")
    open_service(page, sites)
    page.get_by_role("button", name="Has a waiting list").click()
    expect(page.locator("#room-heading ~ p strong").first).to_have_text("Has a waiting list")


def test_the_export_can_be_taken_along(sites: Sites, phones: Phones, tmp_path: Path) -> None:
    page = phones.open(scripts=False, width=1280)
    sign_in(page, sites, "dora_directory")
    page.goto(f"{sites.staff}/directory/")
    page.get_by_role("link", name="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Make the file").click()
    file = tmp_path / "directory.zip"
    waiting.value.save_as(file)
    assert "services.csv" in zipfile.ZipFile(file).namelist()


def test_an_import_is_looked_at_and_then_made(sites: Sites, phones: Phones, tmp_path: Path) -> None:
    brought = {
        "id": "7d9f2c1e-0000-4000-8000-000000000001",
        "name": "Harbour reading room",
        "status": "active",
        "organization": {
            "id": "7d9f2c1e-0000-4000-8000-000000000002",
            "name": "Harbour Readers",
            "description": "We read together.",
        },
    }
    file = tmp_path / "services.json"
    file.write_text(json.dumps(brought), encoding="utf-8")
    page = phones.open(scripts=False, width=1280)
    sign_in(page, sites, "dora_directory")
    page.goto(f"{sites.staff}/directory/")
    page.get_by_role("link", name="Import").click()
    page.get_by_label("Where does it come from?").fill("Harbour list")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.locator("main form:has(input[type=file]) button").first.click()
    heading = page.get_by_role("heading", level=1)
    # A page that waits renews itself without a script.
    expect(heading).to_have_text("What would change", timeout=30_000)
    page.get_by_role("button", name="Import now").click()
    expect(heading).to_have_text("Imported", timeout=30_000)
    open_service(page, sites, "Harbour reading room")
    expect(page.get_by_text("Harbour list").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_is_wider_than_a_phone(sites: Sites, phones: Phones, language: str) -> None:
    page = phones.open(scripts=False)
    sign_in(page, sites, "dina_lakeside")
    page.goto(f"{sites.staff}/me/")
    page.locator("select[name=language]").select_option(language)
    page.locator("form:has(select[name=language]) button").first.click()
    for path in ("", "due/", "pending/", "suggestions/", "services/new/", "export/"):
        page.goto(f"{sites.staff}/directory/{path}")
        no_sideways_scroll(page)
    page.goto(f"{sites.staff}/directory/due/")
    page.locator("main .queue a").first.click()
    address = page.url
    no_sideways_scroll(page)
    for part in ("facts", "tier", "whom", "hours", "languages", "fees", "terms"):
        page.goto(f"{address}edit/{part}/")
        no_sideways_scroll(page)
