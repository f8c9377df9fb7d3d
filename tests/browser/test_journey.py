"""The main job, end to end: report, read, answer, read the answer, write again, erase."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phones, Sites, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORDS = {
    "en": "The manager keeps our passports and we sleep in the kitchen.",
    "ar": "المدير يحتفظ بجوازات سفرنا وننام في المطبخ.",
}
MORE = {"en": "Sunday is a good day.", "ar": "يوم الأحد مناسب."}
ANSWER = {
    "en": "Thank you for writing. You can choose what happens next.",
    "ar": "شكرا لك على الكتابة. القرار لك.",
}
RECEIPT = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]")
WORKERS = {
    ("en", True): "ana_hotline",
    ("en", False): "carl_cases",
    ("ar", True): "sara_supervisor",
    ("ar", False): "linh_hotline",
}


def press(page: Page, selector: str) -> None:
    """Press a button and wait for the next page."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def no_sideways_scroll(page: Page) -> None:
    # Scripts may be off, so the browser is asked from outside.
    session = page.context.new_cdp_session(page)
    metrics = session.send("Page.getLayoutMetrics")
    wide = metrics["cssContentSize"]["width"]
    assert wide <= metrics["cssLayoutViewport"]["clientWidth"], page.url


def send_report(page: Page, sites: Sites, language: str, words: str) -> str:
    """From the first page to the receipt, as somebody on a phone does it."""
    page.goto(f"{sites.public}/{language}/")
    no_sideways_scroll(page)
    page.locator(f"a[href='/{language}/write/']").first.click()
    page.locator("textarea[name=what]").wait_for()
    no_sideways_scroll(page)
    if page.locator("input[type=radio][name=recipient]").count():
        page.locator("input[type=radio][name=recipient]").first.check()
    page.locator("textarea[name=what]").fill(words)
    page.locator("input[name=urgent]").check()
    press(page, "form:has(textarea[name=what]) button")
    receipt = page.locator("span#code").inner_text()
    assert RECEIPT.fullmatch(receipt)
    no_sideways_scroll(page)
    assert words not in page.url
    assert receipt not in page.url
    return receipt


def open_thread(page: Page, sites: Sites, language: str, receipt: str) -> None:
    page.goto(f"{sites.public}/{language}/return/")
    page.locator("input[name=code]").fill(receipt.lower().replace("-", " "))
    press(page, "form:has(input[name=code]) button")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_report_answer_and_erase(
    sites: Sites, phones: Phones, language: str, scripts: bool
) -> None:
    words = f"{WORDS[language]} {time.time_ns()}"
    phone = phones.open(scripts=scripts, language=language)
    receipt = send_report(phone, sites, language, words)
    assert phone.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")

    desk = phones.open(width=1280, scripts=scripts)
    sign_in(desk, sites, WORKERS[language, scripts])
    desk.goto(f"{sites.staff}/queue/")
    row = desk.locator("li.pressing", has_text=words[:40]).first
    expect(row).to_be_visible()
    with desk.expect_navigation():
        row.locator("a").first.click()
    expect(desk.locator("body")).to_contain_text(words)
    report = desk.url
    press(desk, "form[action$='/take/'] button")
    desk.locator("form[action$='/answer/'] textarea").fill(ANSWER[language])
    press(desk, "form[action$='/answer/'] button")
    expect(desk.locator("body")).to_contain_text(ANSWER[language])

    open_thread(phone, sites, language, receipt)
    expect(phone.locator("main")).to_contain_text(ANSWER[language])
    no_sideways_scroll(phone)
    phone.locator("main textarea").first.fill(MORE[language])
    press(phone, "button[name=do][value=add]")
    expect(phone.locator("main")).to_contain_text(MORE[language])

    desk.goto(report)
    expect(desk.locator("body")).to_contain_text(MORE[language])

    press(phone, "button[name=do][value=erase]")
    press(phone, "button[name=do][value=erase_now]")
    open_thread(phone, sites, language, receipt)
    expect(phone.locator("main")).not_to_contain_text(words)
    expect(phone.locator("main")).not_to_contain_text(ANSWER[language])
    desk.goto(report)
    expect(desk.locator("body")).not_to_contain_text(words)


def test_withdraw_and_bring_back(sites: Sites, phones: Phones) -> None:
    phone = phones.open(scripts=False)
    receipt = send_report(phone, sites, "en", f"A note of no weight {time.time_ns()}")
    open_thread(phone, sites, "en", receipt)
    press(phone, "button[name=do][value=withdraw]")
    press(phone, "button[name=do][value=withdraw_now]")
    open_thread(phone, sites, "en", receipt)
    press(phone, "button[name=do][value=restore]")
    expect(phone.locator("textarea")).to_be_visible()


def test_a_wrong_code_opens_nothing_and_is_kept(sites: Sites, phones: Phones) -> None:
    phone = phones.open(scripts=False)
    open_thread(phone, sites, "en", "ABCD-EFGH-JKMN-PQRS-T")
    expect(phone.locator("input[name=code]")).to_have_value("abcd efgh jkmn pqrs t")


def test_the_form_keeps_the_words_when_something_is_wrong(sites: Sites, phones: Phones) -> None:
    phone = phones.open(scripts=False)
    phone.goto(f"{sites.public}/en/write/")
    phone.locator("textarea[name=what]").fill("Words that must not be lost")
    if phone.locator("input[type=radio][name=recipient]").count():
        phone.locator("input[type=radio][name=recipient]").first.check()
    phone.locator("input[type=file]").set_input_files(
        {"name": "list.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ" + bytes(200)}
    )
    press(phone, "form:has(textarea[name=what]) button")
    expect(phone.locator("main")).to_contain_text("list.exe")
    expect(phone.locator("textarea[name=what]")).to_have_value("Words that must not be lost")
    press(phone, "form:has(textarea[name=what]) button")
    assert RECEIPT.fullmatch(phone.locator("span#code").inner_text())
