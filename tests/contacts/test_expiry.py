"""Past its expiry a number is on no page, in no query and in no link; the emergency number is."""

import re

import pytest
from django.template import Context, Template
from django.test import Client

from waymark.accounts.models import Worker
from waymark.contacts import queries
from waymark.contacts.actions.verifying import withdraw_numbers
from waymark.contacts.checking import HOLDS
from waymark.contacts.data_file import read_contacts
from waymark.contacts.models import Contact
from waymark.contacts.phone import digits
from waymark.web.models import Site

from .conftest import HOTLINE, LANGUAGES, Clock, checked
from .test_lines_page import COUNTRIES, page


@pytest.fixture
def years_later(clock: Clock) -> Clock:
    """Nobody has looked after this installation since the bundled list was read."""
    clock.forward(days=4 * 365)
    return clock


def numbers_of(country: str) -> set[str]:
    numbers = [n for row in read_contacts() if row.country == country for n in row.numbers]
    return {digits(number.dial) for number in numbers}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_left_on_any_page(
    visitor: Client, years_later: Clock, country: str, language: str
) -> None:
    markup = visitor.get(f"/{language}/lines/{country.lower()}/").content.decode()
    links = {digits(link) for link in re.findall(r'href="(?:tel|sms):([^"]+)"', markup)}
    assert links <= {"911"}
    bare = re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", "", markup, flags=re.DOTALL)
    text = digits(bare)
    for number in numbers_of(country):
        assert len(number) < 6 or number[-7:] not in text


def test_the_page_names_the_lines_and_gives_the_emergency_number(
    visitor: Client, years_later: Clock
) -> None:
    shown = page(visitor, "/en/lines/us/")
    assert "Lines that we could not check" in shown.text
    assert "In danger, call 911." in shown.text
    assert "National Human Trafficking Hotline" in shown.text
    assert "https://humantraffickinghotline.org/en/report-trafficking" in shown.links
    assert "Police and immigration agency" in shown.text, "its kind is always shown"
    assert shown.links[0] == "tel:911"


def test_the_emergency_number_of_another_country_expires_too(
    visitor: Client, years_later: Clock
) -> None:
    assert queries.lines_for("AU").emergency == ""
    assert "no confirmed number to show" in page(visitor, "/en/lines/au/").text


def test_the_few_lines_beside_a_receipt_say_the_same(visitor: Client, years_later: Clock) -> None:
    markup = Template("{% load contacts %}{% help_contacts %}").render(Context())
    assert "tel:" not in markup
    assert "National Human Trafficking Hotline" in markup
    assert "In danger, call 911." in markup
    assert "Homeland" not in markup


def test_the_queries_give_nothing_to_call(contacts: None, site: Site, years_later: Clock) -> None:
    for code in COUNTRIES:
        assert queries.first_lines(code) == []
        assert queries.best_number(code) is None
        lines = queries.lines_for(code)
        assert not lines.confirmed + lines.unconfirmed + lines.authorities
        assert not any(one.offered_numbers or one.offered_chat for one in lines.unverified)


def test_the_last_day_counts_and_the_next_does_not(visitor: Client, clock: Clock) -> None:
    contact = Contact.objects.get(slug=HOTLINE)
    clock.now = clock.now.replace(
        year=contact.expires.year, month=contact.expires.month, day=contact.expires.day
    )
    assert contact.expires == contact.date_seen + HOLDS
    assert "tel:+18883737888" in page(visitor, "/en/lines/us/").links
    clock.forward(days=1)
    assert "tel:+18883737888" not in page(visitor, "/en/lines/us/").links


def test_one_line_alone_may_expire(visitor: Client, clock: Clock) -> None:
    Contact.objects.exclude(slug=HOTLINE).update(expires=clock.now.date() + 10 * HOLDS)
    clock.forward(days=200)
    shown = page(visitor, "/en/lines/us/")
    assert "tel:+18883737888" not in shown.links
    assert "tel:+18008435678" in shown.links
    assert shown.text.index("NCMEC") < shown.text.index("Lines that we could not check")


def test_a_withdrawn_number_and_its_chat_are_off_every_page(visitor: Client, vera: Worker) -> None:
    contact = Contact.objects.get(slug=HOTLINE)
    Contact.objects.filter(pk=contact.pk).update(chat_url="https://example.org/chat")
    assert "https://example.org/chat" in page(visitor, "/en/lines/us/").links
    withdraw_numbers(contact, checked(), by=vera)
    shown = page(visitor, "/en/lines/us/")
    assert "https://example.org/chat" not in shown.links
    assert "1-888-373-7888" not in visitor.get("/en/").content.decode()
    assert "1-888-373-7888" not in shown.text
