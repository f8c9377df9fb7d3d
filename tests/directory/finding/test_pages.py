"""What every page of the search keeps to: private, small, in four languages, with no cookie."""

import gzip
import re
from typing import Any

import pytest
from django.conf import settings

from tests.directory.finding.conftest import Somebody, Town, Y
from tests.replay import again
from tests.sites import PublicClient
from waymark.contacts.actions import load_contacts
from waymark.directory.criteria import Criterion
from waymark.directory.finding import form as fields
from waymark.directory.finding import needs
from waymark.directory.finding.looking import PAGE_SIZE
from waymark.directory.models import ServiceAtLocation
from waymark.vault import form_token
from waymark.vault.form_token import Form
from waymark.web.doors import open_doors

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _ in settings.LANGUAGES]
MOST_BYTES = 14 * 1024
EVERYTHING: dict[str, Any] = {
    "need": list(needs.by_key()),
    "wish": list(fields.WISHES),
    "where": "Rivertown",
    "age": "teen",
    "company": "alone",
    "gender": "man",
}
WORDS = "a needle in my words"


@pytest.fixture
def full(town: Town) -> Town:
    """A page full of places about which much is known."""
    again("contacts", load_contacts)
    for number in range(PAGE_SIZE + 1):
        service = town.add(
            f"Harbour of Rest Number {number}",
            km=number + 1,
            languages=("vi", "es", "en", "ar"),
            description=f"Beds, meals and somebody to talk to, day and night, since {number}. " * 4,
            answers=dict.fromkeys(list(Criterion)[number:], Y),
            fees_description="It costs what one can pay.",
        )
        town.opens(service, "MO,TU,WE,TH,FR", f"0{number % 9}:00", "18:00")
    return town


def pages(phone: Somebody, town: Town) -> dict[str, Any]:
    """One of each page."""
    service = next(iter(town.services.values()))
    link = ServiceAtLocation.objects.get(service=service)
    state = {"page": "1", "kept": [str(link.pk)], "where": "Rivertown", "what": WORDS}
    client, found = phone.client, {}
    found["form"] = client.get(phone.url())
    found["results"] = phone.find(**EVERYTHING, kept=[str(link.pk)])
    found["nothing"] = phone.find(what=WORDS, where="Rivertown")
    found["which place"] = phone.find(where="Springfield", what=WORDS)
    found["unknown place"] = phone.find(where="Nowhere", what=WORDS)
    found["list"] = client.post(phone.url("list/"), state)
    found["empty list"] = client.get(phone.url("list/"))
    found["service of a visit"] = client.post(phone.url(f"{service.pk}/"), state)
    found["change"] = client.post(phone.url(f"{service.pk}/change/"), state)
    found["mistake"] = client.post(
        phone.url(f"{service.pk}/change/"),
        state | {"do": "send", "token": form_token.issue(Form.SUGGESTION)},
    )
    found["new"] = client.get(phone.url("new/"))
    sent = state | {"do": "send", "token": form_token.issue(Form.SUGGESTION), "said": WORDS}
    found["thanks"] = client.post(phone.url(f"{service.pk}/change/"), sent)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_plain_private_and_whole(full: Town, language: str) -> None:
    for name, answer in pages(Somebody(language=language), full).items():
        page = answer.content.decode()
        assert answer.status_code in {200, 422}, name
        assert not answer.cookies, name
        assert answer.headers["Cache-Control"] == "no-store", name
        assert answer.headers["X-Robots-Tag"] == "noindex", name
        assert answer.headers["Referrer-Policy"] == "no-referrer", name
        assert f'<html lang="{language}"' in page, name
        assert ('dir="rtl"' in page[:200]) is (language == "ar"), name
        assert page.count("<h1>") == 1, name
        assert 'href="/x"' in page, name
        assert "style=" not in page, name
        assert re.findall(r"<title>(.*?)</title>", page) != [], name
        assert re.findall(r'<form[^>]*method="(?!post)', page) == [], name
        assert not re.findall(r'(?:src|action)="(?:https?:)?//', page), name
        assert WORDS not in str(answer.headers), name
        assert answer.request.get("QUERY_STRING", "") == "", name
        assert "%(" not in page, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_one_request_of_14_kilobytes(full: Town, language: str) -> None:
    phone = Somebody(PublicClient(headers={"Accept-Encoding": "gzip"}), language)
    for name, answer in pages(phone, full).items():
        assert answer.headers["Content-Encoding"] == "gzip", name
        assert len(answer.content) <= MOST_BYTES, name
        page = gzip.decompress(answer.content).decode()
        assert not re.findall(r"<(?:link|script|img|iframe)[^>]+(?:src|href)=\"(?!data:,)", page)


def test_only_the_search_may_ask_where_the_device_is(full: Town, phone: Somebody) -> None:
    for name, answer in pages(phone, full).items():
        allowed = "geolocation=(self)" in answer.headers["Permissions-Policy"]
        searching = name in {"form", "results", "nothing", "which place", "unknown place"}
        assert allowed is searching, name
        scripts = len(re.findall(r"<script>", answer.content.decode()))
        assert scripts == (2 if searching else 1), name
        assert answer.headers["Content-Security-Policy"].count("sha256-") == scripts + 1, name


def test_near_me_is_shown_by_its_script_only(phone: Somebody) -> None:
    page = phone.client.get(phone.url()).content.decode()
    assert re.search(r'<button type="button"[^>]*id="near_press" hidden>', page)
    assert "toFixed(2)" in page
    assert "getCurrentPosition" in page
    assert "watchPosition" not in page


def test_the_door_leads_here() -> None:
    page = PublicClient().get("/en/").content.decode()
    assert 'href="/en/find/">Find services' in page
    assert "find" not in {opened.door.key for opened in open_doors()}  # not on the staff site


@pytest.mark.parametrize("path", ["", "list/", "new/"])
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_wrong_methods(town: Town, phone: Somebody, path: str, method: str) -> None:
    answer = getattr(phone.client, method)(phone.url(path))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    "sent",
    [
        {"page": "99999999999"},
        {"page": "-1", "turn": "x"},
        {"page": "0", "turn": "0"},
        {"turn": "50"},
        {"near": "91.0,0.0"},
        {"near": "1e5,nan"},
        {"near": "38.58"},
        {"far": "-5", "language": "<script>", "age": "x", "gender": "x", "company": "x"},
        {"need": ["nothing", "sleep"], "wish": ["everything", "free"]},
        {"kept": ["x", "../..", "00000000-0000-0000-0000-000000000000"]},
        {"keep": "x", "drop": "y"},
        {"what": "\x00" * 5, "where": "\x00"},
        {"what": "w" * 100_000, "where": "w" * 100_000},
        {"what": "<b>'\"; DROP TABLE", "where": "%%token%%"},
        {"pick": "999", "picked_for": "Springfield", "where": "Springfield"},
        {"pick": "7", "picked_for": "Springfield", "where": "Springfield"},
    ],
)
def test_nothing_that_is_sent_breaks_the_page(
    town: Town, phone: Somebody, sent: dict[str, Any]
) -> None:
    town.add("Harbour")
    answer = phone.client.post(phone.url(), sent)
    assert answer.status_code in {200, 422}
    assert "<script>alert" not in answer.content.decode()
    assert "<b>'" not in answer.content.decode()


def test_a_body_that_is_no_form_is_refused_calmly(town: Town, phone: Somebody) -> None:
    answer = phone.client.post(phone.url(), b"\xff\xfe{", content_type="application/json")
    assert answer.status_code == 200
    many = "&".join(f"x{number}=1" for number in range(2000))
    answer = phone.client.post(phone.url(), many, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


def test_the_form_comes_back_as_it_was_sent(town: Town, phone: Somebody) -> None:
    town.add("Harbour", languages=("vi",))
    page = phone.page(**EVERYTHING, what="“food” & <more>", language="vi", open_now="1", far="100")
    assert 'value="“food” &amp; &lt;more&gt;"' in page
    for key in needs.by_key():
        assert f'value="{key}" checked' in page
    for wish in fields.WISHES:
        assert f'name="wish" value="{wish}" checked' in page
    for value in ("teen", "alone", "man", "100"):
        assert f'value="{value}" selected' in page
    assert '<option value="vi" selected lang="vi"' in page
    assert 'name="open_now" value="1" checked' in page


def test_what_is_carried_reads_back_the_same() -> None:
    from django.http import QueryDict

    sent = QueryDict(mutable=True)
    values: dict[str, Any] = EVERYTHING | {
        "what": "food",
        "near": "1.5,-2.25",
        "where": "",
        "language": "vi",
        "open_now": "1",
        "page": "3",
        "pick": "2",
        "picked_for": "x",
        "kept": ["00000000-0000-0000-0000-000000000001"],
    }
    for name, value in values.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    form = fields.FindForm.read(sent)
    carried = QueryDict(mutable=True)
    for name, value in form.fields():
        carried.appendlist(name, value)
    assert fields.FindForm.read(carried) == form
    assert form.near == (1.5, -2.25)
    assert form.page == 3
