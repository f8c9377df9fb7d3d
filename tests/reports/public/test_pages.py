"""What every page of the public side of reports keeps to."""

import gzip
import re
from typing import Any

import pytest
from django.conf import settings

from tests.replay import again
from tests.reports.public.conftest import Phone, make_recipient
from tests.sites import PublicClient
from waymark.contacts.actions import load_contacts
from waymark.reports.models import Recipient
from waymark.reports.promise import in_words
from waymark.web.actions import save_site
from waymark.web.doors import open_doors

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _ in settings.LANGUAGES]
MOST_BYTES = 14 * 1024


@pytest.fixture
def everything(recipient: Recipient) -> None:
    """An installation with its settings and its contacts."""
    again("contacts", load_contacts)
    save_site(
        organisation="Riverside Coalition", emergency_number="112", exit_url="https://a.test/"
    )


def pages(phone: Phone) -> dict[str, Any]:
    """One of each page."""
    client, found = phone.client, {}
    found["write"] = client.get(phone.url("write/"))
    found["mistake"] = phone.send("")
    token = phone.token()
    found["receipt"] = phone.send("What I saw.", token=token)
    code = re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]", found["receipt"].content.decode())
    found["return"] = client.get(phone.url("return/"))
    found["wrong code"] = phone.open("nothing")
    found["thread"] = phone.open(code[0])
    found["withdraw"] = phone.do(code[0], "withdraw")
    found["withdrawn"] = phone.do(code[0], "withdraw_now")
    found["erase"] = phone.do(code[0], "erase")
    found["erased"] = phone.do(code[0], "erase_now")
    found["arrived"] = phone.send("What I saw.", token=token)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_plain_private_and_whole(everything: None, language: str) -> None:
    for name, answer in pages(Phone(language=language)).items():
        page = answer.content.decode()
        assert answer.status_code in {200, 422}, name
        assert not answer.cookies, name
        assert answer.headers["Cache-Control"] == "no-store", name
        assert answer.headers["Referrer-Policy"] == "no-referrer", name
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], name
        assert f'<html lang="{language}"' in page, name
        assert ('dir="rtl"' in page[:200]) is (language == "ar"), name
        assert page.count("<h1>") == 1, name
        assert 'href="/x"' in page, name
        assert "style=" not in page, name
        assert re.findall(r'<form[^>]*method="(?!post)', page) == [], name
        assert not re.findall(r'(?:src|action)="(?:https?:)?//', page), name
        assert "What I saw" not in str(answer.headers), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_page_is_one_request_of_14_kilobytes(everything: None, language: str) -> None:
    answer = PublicClient().get(f"/{language}/write/", headers={"Accept-Encoding": "gzip"})
    assert len(answer.content) <= MOST_BYTES
    page = gzip.decompress(answer.content).decode()
    assert not re.findall(r"<(?:link|script|img|iframe)[^>]+(?:src|href)=\"(?!data:,)", page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_is_small_too(everything: None, language: str) -> None:
    phone = Phone(language=language)
    answer = phone.client.post(
        phone.url("write/"),
        {"token": phone.token(), "what": "x"},
        headers={"Accept-Encoding": "gzip"},
    )
    assert len(answer.content) <= MOST_BYTES


def test_with_several_recipients_the_page_is_still_small(everything: None, cast: Any) -> None:
    for number in range(4):
        make_recipient(cast, f"more-{number}")
    answer = PublicClient().get("/en/write/", headers={"Accept-Encoding": "gzip"})
    assert len(answer.content) <= MOST_BYTES


def test_addresses_and_titles_say_nothing(everything: None) -> None:
    for name, answer in pages(Phone()).items():
        title = re.findall(r"<title>(.*?)</title>", answer.content.decode())
        assert title == ["Information"], name
        assert not re.search("report|traffick", answer.request["PATH_INFO"]), name
        assert answer.request.get("QUERY_STRING", "") == "", name


def test_each_reader_gets_a_form_of_their_own(phone: Phone) -> None:
    assert len({phone.token() for _ in range(5)}) == 5


def test_a_receipt_is_never_kept_for_the_next(phone: Phone) -> None:
    first = phone.receipt("one")
    assert first not in phone.send("two").content.decode()


def test_the_receipt_says_what_happens_next_and_when(everything: None) -> None:
    page = Phone().send("x", urgent="1").content.decode()
    assert "They promise to answer within 15 minutes." in page
    assert "within 24 hours" in Phone().send("y").content.decode()
    assert "Write it down now. We cannot show it to you again." in page
    assert 'href="tel:112"' in page
    assert 'href="/en/return/"' in page


def test_the_first_page_opens_both_doors(everything: None) -> None:
    page = PublicClient().get("/en/").content.decode()
    assert 'href="/en/write/">I saw something' in page
    assert 'href="/en/return/">Come back with your code' in page


def test_doors_stay_shut_on_the_staff_site() -> None:
    assert [each for each in open_doors() if each.door.key == "saw"] == []


def test_the_emergency_number_comes_before_anything_can_be_typed(everything: None) -> None:
    page = PublicClient().get("/en/write/").content.decode()
    assert page.index("tel:112") < page.index("Who reads it") < page.index("<textarea")


def test_no_field_offers_what_was_typed_before_or_sends_it_to_a_spelling_service(
    everything: None,
) -> None:
    page = PublicClient().get("/en/write/").content.decode()
    assert 'autocomplete="off"' in page
    boxes = re.findall(r"<(?:textarea|input id)[^>]*>", page)
    typed = [box for box in boxes if 'type="file"' not in box]
    assert len(typed) == 7
    assert all('spellcheck="false"' in box for box in typed)


def test_every_box_has_a_label_and_words_come_before_files(everything: None) -> None:
    page = PublicClient().get("/en/write/").content.decode()
    for found in re.findall(r'<(?:textarea|input)[^>]* id="([^"]+)"|<textarea id="([^"]+)"', page):
        name = found[0] or found[1]
        assert f'for="{name}"' in page, name
    assert page.index('name="never_do"') < page.index('name="files"')


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (15, "15 minutes"),
        (60, "1 hour"),
        (90, "90 minutes"),
        (1440, "24 hours"),
        (2880, "2 days"),
        (0, "0 minutes"),
    ],
)
def test_promises_in_words(minutes: int, words: str) -> None:
    assert in_words(minutes) == words


def test_what_an_operator_writes_cannot_break_the_page(recipient: Recipient) -> None:
    recipient.texts.update(who_reads="<script>alert(1)</script> & %%token%%", name="<b>x</b>")
    page = PublicClient().get("/en/write/").content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
