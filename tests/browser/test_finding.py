"""A shelter for a 17-year-old boy without papers who speaks Vietnamese, scripts off; the card; a
correction; and, with scripts on, "near me" in one request only."""

import re

import pytest
from playwright.sync_api import Geolocation, Page, expect

from tests.browser.conftest import Phones, Sites
from tests.browser.test_accessible import blemishes, violations
from tests.browser.test_journey import no_sideways_scroll, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# The demonstration's county lies over real towns; this one's name is of three places.
TOWN = "Grand Island"
TOWN_POINT: Geolocation = {"latitude": 40.923412, "longitude": -98.342219}
NEED = {"en": "a shelter for tonihgt", "ar": "أحتاج إلى مأوى"}
WRONG = {"en": "They moved to another street.", "ar": "انتقلوا إلى شارع آخر."}
# Another test changes a number there, and writes it as people do.
PHONE = re.compile(r"\+1 \d{3}[ -]555[ -]01\d\d")


def look_for_the_boy(page: Page, sites: Sites, language: str) -> None:
    """From the first page to what was found, as somebody on a phone does it."""
    page.goto(f"{sites.public}/{language}/")
    page.locator(f"a[href='/{language}/find/']").first.click()
    page.locator("#what").fill(NEED[language])
    page.locator("#where").fill(TOWN)
    page.locator("#language").select_option("vi")
    page.locator("#find > details.card > summary").last.click()
    page.locator("#age").select_option("teen")
    page.locator("#company").select_option("alone")
    page.locator("#gender").select_option("man")
    page.locator("input[name=wish][value=no_papers]").check()
    press(page, "#search_press")
    expect(page.locator("input[name=pick]")).to_have_count(3)
    no_sideways_scroll(page)
    press(page, "button[name=search]")
    expect(page.locator("li.card").first).to_be_visible()


def takes(page: Page) -> Page:
    """What says yes to everything comes first, and speaks Vietnamese."""
    first = page.locator("main h2").first
    expect(first.locator("xpath=following-sibling::ul[1]/li[1]")).to_contain_text("Tiếng Việt")
    assert NEED["en"] not in page.url
    assert page.url.endswith("/find/") or "/find/#" in page.url
    return page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_find_keep_print_and_correct(sites: Sites, phones: Phones, language: str) -> None:
    page = phones.open(scripts=False, language=language)
    look_for_the_boy(page, sites, language)
    takes(page)
    no_sideways_scroll(page)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    found = page.locator("li.card").first
    name = found.locator("h3").inner_text()
    number = PHONE.search(found.inner_text())
    assert number, found.inner_text()
    assert not page.context.cookies()

    press(page, "button[name=keep]")
    assert "#r" in page.url
    press(page, f"button[formaction='/{language}/find/list/']")
    card = page.locator("article.paper")
    expect(card).to_contain_text(name)
    expect(card).to_contain_text(number[0])
    no_sideways_scroll(page)
    page.emulate_media(media="print")
    for left_out in (".bar", "header", "h1", "footer", "main > ul", "main > p"):
        expect(page.locator(left_out).first).to_be_hidden()
    expect(card).to_be_visible()
    assert page.title() == page.title().strip() != ""
    page.emulate_media(media="screen")

    press(page, f"main button[formaction='/{language}/find/']")
    expect(page.locator("li.card").first.locator("h3")).to_have_text(name)
    press(page, "li.card button[formaction$='/change/']")
    page.locator("textarea[name=said]").fill(WRONG[language])
    press(page, "button[name=do][value=send]")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("textarea")).to_have_count(0)
    press(page, "#find button")
    expect(page.locator("li.card").first.locator("h3")).to_have_text(name)


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("en", 1280)])
def test_no_page_of_it_shuts_anybody_out(
    sites: Sites, phones: Phones, axe: str, language: str, width: int
) -> None:
    page = phones.open(width=width, language=language)
    found: list[str] = []
    page.goto(f"{sites.public}/{language}/find/")
    found += violations(page, axe) + blemishes(page)
    page.locator("#where").fill("Nowhereinparticular")
    press(page, "#search_press")
    found += violations(page, axe) + blemishes(page)
    look_for_the_boy(page, sites, language)
    found += violations(page, axe) + blemishes(page)
    press(page, "button[name=keep]")
    press(page, f"button[formaction='/{language}/find/list/']")
    found += violations(page, axe) + blemishes(page)
    press(page, f"main button[formaction='/{language}/find/']")
    press(page, "li.card p.buttons button:nth-of-type(2)")
    found += violations(page, axe) + blemishes(page)
    press(page, "button[formaction$='/change/']")
    press(page, "button[name=do][value=send]")
    found += violations(page, axe) + blemishes(page)
    assert not found


def test_near_me_only_on_a_press_and_no_finer_than_a_kilometre(
    sites: Sites, phones: Phones
) -> None:
    page = phones.open()
    page.context.grant_permissions(["geolocation"], origin=sites.public)
    page.context.set_geolocation(TOWN_POINT)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto(f"{sites.public}/en/find/")
    assert not any("40.92" in each for each in sent)
    with page.expect_navigation():
        page.locator("#near_press").click()
    # The answer carries what arrived. What the browser tells of a form's body may be nothing.
    expect(page.locator("#near")).to_have_value("40.92,-98.34")
    finer = re.compile(r"40\.92\d|98\.34\d")
    assert not [each for each in (*sent, page.content()) if finer.search(each)]
    assert "40.92" not in page.url
    expect(page.locator("li.card").first).to_be_visible()
    # The next search names a place: the point is gone.
    sent.clear()
    page.locator("#find > details > summary").first.click()
    page.locator("#where").fill("68901")
    press(page, "#search_press")
    expect(page.locator("#near")).to_have_value("")


def test_a_device_that_does_not_say_where_it_is(sites: Sites, phones: Phones) -> None:
    page = phones.open()
    page.context.clear_permissions()
    page.goto(f"{sites.public}/en/find/")
    page.locator("#what").fill("food")
    page.locator("#near_press").click()
    expect(page.locator("#near_failed")).to_be_visible(timeout=25_000)
    expect(page.locator("#what")).to_have_value("food")


def test_without_scripts_there_is_no_button_that_does_nothing(sites: Sites, phones: Phones) -> None:
    page = phones.open(scripts=False)
    page.goto(f"{sites.public}/en/find/")
    expect(page.locator("#near_press")).to_be_hidden()
    expect(page.locator("#near_failed")).to_be_hidden()
