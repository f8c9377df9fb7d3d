"""The pages: nothing is kept or named anywhere, tampering is harmless, every way has an end."""

import gzip
import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contacts.conftest import START
from tests.directory.finding.conftest import Town
from tests.replay import again
from tests.reports.staff.conftest import Clock
from tests.screening.navigator.conftest import Visitor, every_answer
from tests.sites import PublicClient
from waymark.contacts.actions import load_contacts
from waymark.contacts.models import Contact
from waymark.screening.navigator.reading import NEEDS, navigator
from waymark.web import doors

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _ in site.LANGUAGES]
MOST_BYTES = 14 * 1024
EVERYTHING = {
    "at": "about",
    "now": "danger",
    NEEDS: list(navigator().questions[NEEDS].answers),
    "country": "US",
    "town": "Rivertown",
    "age": "under-18",
    "who": "other",
    "language": "vi",
}
JUDGES = re.compile(r"\bscore\b|\d\s?%|probab|you are (not )?(a |being )?(victim|traffick)", re.I)


@pytest.fixture
def lines(town: Town, clock: Clock) -> Town:
    """The town on a day on which the bundled contacts hold."""
    clock.now = START
    again("contacts", load_contacts)
    return town


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", main_of(page)))


def whole_way(visitor: Visitor) -> list[tuple[str, Any]]:
    """Every screen, the end and the card, each with its answer."""
    found = []

    def saw(name: str) -> None:
        found.append((name, visitor.answer))

    visitor.start()
    saw("first")
    for name, shown in (
        ("help", {"now": "danger"}),
        ("needs", {}),
        ("more", {NEEDS: EVERYTHING[NEEDS]}),
        ("where", {"child-danger": "yes", "phone": "unsure"}),
        ("about", {"country": "US", "town": "Rivertown"}),
        ("end", {"age": "under-18", "who": "me", "language": "vi"}),
    ):
        visitor.press("on", **shown)
        saw(name)
    visitor.press("card")
    saw("card")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_way_in_each_language_is_private_small_and_whole(
    lines: Town, language: str
) -> None:
    for number in range(6):
        lines.add(f"Harbour of Rest Number {number}", km=number + 1, description="A bed. " * 30)
    phone = Visitor(PublicClient(headers={"Accept-Encoding": "gzip"}), language)
    packed: list[bytes] = []

    def unpacked(answer: Any) -> str:
        packed.append(answer.content)
        phone.answer, phone.page = answer, gzip.decompress(answer.content).decode()
        return phone.page

    phone._seen = unpacked  # type: ignore[method-assign]
    pages = whole_way(phone)
    for (name, answer), raw in zip(pages, packed, strict=True):
        page = gzip.decompress(raw).decode()
        assert len(raw) <= MOST_BYTES, name
        assert not answer.cookies, name
        kept = answer.headers["Cache-Control"]
        assert kept == ("public, max-age=60" if name == "first" else "no-store"), name
        assert answer.headers["Referrer-Policy"] == "no-referrer", name
        assert f'<html lang="{language}"' in page, name
        assert page.count("<h1>") == 1, name
        assert "<title>" in page, name
        assert 'href="/x"' in page, name
        assert page.count("<script>") == 1, name
        assert not re.findall(r'<form[^>]*method="(?!post)', page), name
        assert not re.findall(r'(?:src|action)="(?:https?:)?//', page), name
        assert not re.findall(r'href="[^"]*\?', page), name
        assert not JUDGES.search(text_of(page)), name
        assert "%(" not in page, name
        assert answer.request.get("QUERY_STRING", "") == "", name


def test_the_first_page_is_the_same_for_everybody_and_answers_304(town: Town) -> None:
    client = PublicClient()
    first = client.get("/en/options/")
    assert client.get("/en/options/?needs=sleep").content == first.content
    again = client.get("/en/options/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.put("/en/options/").status_code == 405


def test_nothing_is_written_to_the_database(lines: Town, visitor: Visitor) -> None:
    lines.add("Harbour")

    def only_reads(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        # Savepoints are the test's own.
        assert sql.lstrip().split()[0].upper() in {"SELECT", "SAVEPOINT", "RELEASE"}, sql
        return execute(sql, *rest)

    with connection.execute_wrapper(only_reads):
        assert len(whole_way(visitor)) == 8


@pytest.mark.usefixtures("on_public_site")
def test_the_door_stands_between_help_and_telling() -> None:
    order = [(each.door.key, each.url) for each in doors.open_doors()]
    assert [key for key, _url in order][:3] == ["help", "options", "saw"]
    assert dict(order)["options"] == "/en/options/"


def test_back_skip_and_change_lose_nothing_else(lines: Town, visitor: Visitor) -> None:
    visitor.start()
    visitor.press("on", now="calm")
    visitor.press("on", needs=["papers", "wages"])
    visitor.press("on", consulate="unsure")
    visitor.press("back")
    assert re.search(r'name="consulate" value="unsure" checked', visitor.page)
    visitor.press("back")
    assert re.findall(r'name="needs" value="(\w+)" checked', visitor.page) == ["papers", "wages"]
    visitor.press("on", needs=["papers"])
    # A skipped screen forgets what was said on it, and only that.
    visitor.press("skip", consulate="yes")
    assert "consulate" not in visitor.page
    visitor.press("on", country="GB")
    visitor.press("on", age="adult")
    assert visitor.heading == "What could help"
    assert "United Kingdom" in text_of(visitor.page)
    visitor.press("needs")
    assert re.findall(r'name="needs" value="(\w+)" checked', visitor.page) == ["papers"]
    visitor.press("end", needs=["home"])
    said = text_of(visitor.page)
    assert "A safe way home" in said
    assert "Papers can be made again" not in said
    assert "18 or older" in said
    assert "United Kingdom" in said
    visitor.press("back")
    assert re.search(r'name="age" value="adult" checked', visitor.page)


def test_skipping_everything_ends_in_options(lines: Town, visitor: Visitor) -> None:
    visitor.start()
    for _ in range(4):
        visitor.press("skip")
    assert visitor.heading == "What could help"
    said = text_of(visitor.page)
    assert "1-888-373-7888" in said
    for address in ("/en/safe/", "/en/write/", "/en/find/", "/en/read/rights/"):
        assert f'="{address}"' in visitor.page, address
    assert "You ticked nothing" in said


def test_danger_shows_the_emergency_number_and_lines_at_once(lines: Town, visitor: Visitor) -> None:
    visitor.start()
    visitor.press("on", now="danger")
    main = main_of(visitor.page)
    assert 'href="tel:911"' in main
    assert "1-888-373-7888" in main
    visitor.press("on")
    assert visitor.heading == "What would help?"
    visitor.start()
    visitor.press("on", now="calm")
    assert visitor.heading == "What would help?"


def test_a_screen_that_may_be_seen_leads_to_the_safety_page_first(
    lines: Town, visitor: Visitor
) -> None:
    visitor.start()
    visitor.press("on", now="seen")
    assert 'href="/en/safe/"' in main_of(visitor.page)


def test_a_country_without_a_confirmed_line_says_what_to_do(lines: Town, visitor: Visitor) -> None:
    visitor.post({"at": "about", "country": "VA", "go": "end"})
    said = text_of(visitor.page)
    assert "We know no line in this country that we have confirmed" in said
    assert "In danger, call the emergency number there" in said
    assert 'href="/en/lines/"' in main_of(visitor.page)
    assert "works in one country only" in said


def test_without_any_contact_or_country_there_is_still_a_way_on(visitor: Visitor) -> None:
    visitor.post({"at": "about", NEEDS: ["sleep"], "go": "end"})
    said = text_of(visitor.page)
    assert "We do not know which country" in said
    assert "We know no place for this yet" in said
    visitor.press("card")
    assert "We have no number to print" in text_of(visitor.page)


def test_a_line_that_may_not_be_offered_any_more_shows_no_number(
    lines: Town, visitor: Visitor, clock: Clock
) -> None:
    number = Contact.objects.get(slug="us-national-human-trafficking-hotline").numbers.all()[0]
    clock.forward(days=4000)
    visitor.post({"at": "about", "country": "US", "go": "end"})
    assert number.printed not in visitor.page
    visitor.press("card")
    assert number.printed not in visitor.page


def test_child_lines_come_first_for_a_child_only(lines: Town, visitor: Visitor) -> None:
    def first_line() -> str:
        talk = visitor.page.split('id="talk"')[1].split('id="places"')[0]
        return str(re.findall(r"<h3[^>]*><bdi>(.*?)</bdi>", talk)[0])

    visitor.post({"at": "about", "country": "US", "age": "under-18", "go": "end"})
    assert first_line() == "NCMEC"
    visitor.post({"at": "about", "country": "US", "age": "adult", "go": "end"})
    assert first_line() != "NCMEC"


def test_a_place_with_twins_is_asked_for_and_an_unknown_one_is_no_wall(
    lines: Town, visitor: Visitor
) -> None:
    visitor.post({"at": "where", "country": "US", "town": "Springfield", "go": "on"})
    assert visitor.page.count('name="pick"') == 3
    visitor.press("on", country="US", town="Springfield", pick="1")
    assert visitor.heading == "Who is it for?"
    visitor.press("on")
    assert "Springfield" in text_of(visitor.page)
    visitor.post({"at": "where", "country": "US", "town": "Nowhere", "go": "on"})
    assert visitor.answer.status_code == 422
    assert 'value="Nowhere"' in visitor.page
    visitor.press("skip", country="US", town="Nowhere")
    assert visitor.heading == "Who is it for?"
    visitor.post({"at": "about", "country": "US", "town": "Nowhere", "go": "end"})
    assert visitor.heading == "What could help"


def test_the_card_has_numbers_and_no_answer(lines: Town, visitor: Visitor) -> None:
    lines.add("Harbour")
    visitor.post(EVERYTHING | {"go": "card"})
    card = visitor.page.split('<article class="paper">')[1].split("</article>")[0]
    assert "Harbour" in card
    assert "+1 202 555 0100" in card
    for need in EVERYTHING[NEEDS]:
        assert navigator().answer(NEEDS, need) not in html.unescape(card)
    visitor.post(EVERYTHING | {"go": "card", "only": "numbers"})
    card = visitor.page.split('<article class="paper">')[1].split("</article>")[0]
    assert "Harbour" not in card
    assert "+1 202 555 0100" in card


def test_what_is_typed_is_escaped(lines: Town, visitor: Visitor) -> None:
    typed = '"><script>alert(1)</script>'
    for at, go in (("where", "on"), ("about", "end"), ("about", "card"), ("now", "needs")):
        visitor.post({"at": at, "go": go, "town": typed, "picked_for": typed, "pick": "1"})
        assert "<script>alert" not in visitor.page


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    every_answer(navigator()),
    st.sampled_from(["", "on", "back", "skip", "end", "card", "needs", "where", "x"]),
    st.sampled_from(["", "now", "help", "more", "where", "about", "end", "\x00", "../"]),
    st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3),
)
def test_any_field_in_any_order_gets_a_page(
    lines: Town, sent: dict[str, list[str]], go: str, at: str, more: dict[str, str]
) -> None:
    visitor = Visitor()
    page = visitor.post({**more, **sent, "go": go, "at": at})
    assert not visitor.answer.cookies
    assert visitor.answer.headers["Cache-Control"] == "no-store"
    assert not JUDGES.search(text_of(page))
    if visitor.heading == "What could help":
        for address in ("/en/safe/", "/en/write/", "/en/find/"):
            assert f'="{address}"' in page
        assert "/en/lines/" in page
        assert "/en/read/rights" in page
