import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from waymark.contacts import queries
from waymark.contacts.data_file import read_contacts
from waymark.contacts.models import Contact
from waymark.contacts.phone import digits
from waymark.contacts.wording import Kind
from waymark.web.models import Site

from .conftest import LANGUAGES

COUNTRIES = sorted({row.country for row in read_contacts()})
PHONE_LIKE = re.compile(r"(?<![\w./:-])\+?\d[\d -]*\d(?![\w:-])")


class Page(HTMLParser):
    """The text and the links of <main>; the frame around it belongs to another room."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self._inside = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = self._inside or tag == "main"
        if self._inside and tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "main"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text += data


def page(visitor: Client, path: str) -> Page:
    response = visitor.get(path)
    assert response.status_code == 200
    return Page(response.content.decode())


def known_numbers(country: str) -> set[str]:
    numbers = [n for row in read_contacts() if row.country == country for n in row.numbers]
    written = {n.printed for n in numbers} | {n.international for n in numbers if n.international}
    return {digits(number) for number in written}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_answers_in_every_language(
    visitor: Client, language: str, country: str
) -> None:
    shown = page(visitor, f"/{language}/lines/{country.lower()}/")
    with translation.override(language):
        lines = queries.lines_for(country)
        for contact in [*lines.confirmed, *lines.unconfirmed, *lines.authorities]:
            assert contact.name in shown.text
            assert str(Kind(contact.kind).label) in shown.text
            for number in contact.numbers.all():
                assert number.printed in shown.text


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_number_but_those_of_the_file(visitor: Client, country: str) -> None:
    shown = page(visitor, f"/en/lines/{country.lower()}/")
    dials = {digits(link) for link in shown.links if link.startswith(("tel:", "sms:"))}
    from_file = {
        digits(number.dial)
        for row in read_contacts()
        if row.country == country
        for number in row.numbers
    }
    assert dials <= from_file | ({"911"} if country == "US" else set())
    years = {"22", "2026"}
    for found in PHONE_LIKE.findall(re.sub(r"\d\d:\d\d|November \d+, \d+", "", shown.text)):
        small = len(digits(found)) < 3 or digits(found) in years | {"200", "365"}
        assert small or digits(found) in known_numbers(country) | {"911"}


@pytest.mark.parametrize("country", COUNTRIES)
def test_links_can_be_dialled(visitor: Client, country: str) -> None:
    for link in page(visitor, f"/en/lines/{country.lower()}/").links:
        scheme = link.partition(":")[0]
        if scheme in {"tel", "sms"}:
            assert re.fullmatch(r"(tel|sms):(\+[1-9][0-9]{6,14}|[0-9]{3,6})", link)
        else:
            assert scheme in {"http", "https"} or link.startswith("/")


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_line_shows_its_source_and_the_day_it_was_read(visitor: Client, country: str) -> None:
    shown = page(visitor, f"/en/lines/{country.lower()}/")
    sources = [
        row.source_url
        for row in read_contacts()
        if row.country == country and row.kind != Kind.EMERGENCY
    ]
    assert set(sources) <= set(shown.links)
    assert shown.text.count("22 2026") + shown.text.count("Nov. 22, 2026") + shown.text.count(
        "November 22, 2026"
    ) + shown.text.count("22 November 2026") == len(sources)


def test_numbers_that_circulate_wrongly_are_nowhere(visitor: Client) -> None:
    everything = "".join(page(visitor, f"/en/lines/{c.lower()}/").text for c in COUNTRIES)
    retired = [number for row in read_contacts() for number in row.retired]
    for wrong in [*retired, "0800 0121 700", "08000-RESCUE", "1800 250025", "807 80 50"]:
        assert wrong not in everything
        if wrong in retired:
            assert digits(wrong) not in digits(everything)


@pytest.mark.parametrize("language", LANGUAGES)
def test_immigration_agency_is_last_and_named(visitor: Client, language: str) -> None:
    shown = page(visitor, f"/{language}/lines/us/").text
    with translation.override(language):
        label = str(Kind.IMMIGRATION_ENFORCEMENT.label)
    assert (
        shown.index("National Human Trafficking Hotline")
        < shown.index("NCMEC")
        < shown.index("Homeland Security Investigations")
        < shown.index(label)
    )


def test_must_report_is_said_before_the_call(visitor: Client) -> None:
    shown = page(visitor, "/en/lines/us/").text
    assert "must tell the authorities when somebody is under 18 or in immediate danger" in shown
    assert "police and immigration agency" in shown
    assert "security authorities of Mexico City" in page(visitor, "/en/lines/mx/").text


def test_unconfirmed_lines_say_so_and_stand_after_confirmed_ones(visitor: Client) -> None:
    moldova = page(visitor, "/en/lines/md/").text
    warning = "We have not confirmed this yet"
    assert moldova.index("La Strada") < moldova.index(warning) < moldova.index("0 800 88888")
    for contact in Contact.objects.filter(confidence="B"):
        shown = page(visitor, f"/en/lines/{contact.country.lower()}/").text
        assert warning in shown[shown.index(contact.name) :]


def test_a_single_unconfirmed_number_says_so(visitor: Client) -> None:
    shown = page(visitor, "/en/lines/us/").text
    after_text_number = shown[shown.index("233733") :]
    assert after_text_number.index("We have not confirmed this number") < 120


def test_own_country_comes_first_and_the_others_are_links(visitor: Client) -> None:
    shown = page(visitor, "/en/lines/")
    assert shown.links[0] == "tel:911"
    assert "National Human Trafficking Hotline" in shown.text
    others = {f"/en/lines/{c.lower()}/" for c in COUNTRIES if c != "US"}
    assert others == {link for link in shown.links if link.startswith("/en/lines/")}


def test_the_operators_emergency_number_is_not_offered_for_another_country(
    visitor: Client,
) -> None:
    shown = page(visitor, "/en/lines/gb/")
    assert "tel:911" not in shown.links
    assert (
        "The number at the top of this page works in one country only: United States." in shown.text
    )
    assert page(visitor, "/en/lines/au/").links[0] == "tel:000"


def test_before_set_up_the_page_still_leads_to_every_country(visitor: Client, site: Site) -> None:
    site.country = site.emergency_number = ""
    site.save()
    shown = page(visitor, "/en/lines/")
    assert "Call the emergency number of the country you are in." in shown.text
    assert {f"/en/lines/{c.lower()}/" for c in COUNTRIES} <= set(shown.links)


@pytest.mark.parametrize("path", ["xx", "US", "usa", "u", "%00", "us/x", "../us"])
def test_an_unknown_country_is_a_clear_404(visitor: Client, path: str) -> None:
    response = visitor.get(f"/en/lines/{path}/")
    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_wrong_method(visitor: Client, method: str) -> None:
    assert getattr(visitor, method)("/en/lines/us/").status_code == 405


def test_a_page_asks_the_database_little(
    visitor: Client, settings: Settings, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    settings.SITE_CACHE_SECONDS = 60
    # The frame asks for its line once a minute: two queries that the page itself does not need.
    with django_assert_max_num_queries(6):
        visitor.get("/en/lines/us/")
    with django_assert_max_num_queries(3):
        visitor.get("/en/lines/us/")


def test_no_cookie_no_script_of_ours_and_no_third_party(visitor: Client) -> None:
    response = visitor.get("/en/lines/us/")
    assert not response.cookies
    markup = response.content.decode()
    assert "mailto:" not in markup
    assert not re.search(r"<(img|iframe|link|script)[^>]+(src|href)=.https?:", markup)


def test_mail_addresses_are_text_not_links(visitor: Client) -> None:
    shown = page(visitor, "/en/lines/at/")
    assert "menschenhandel@bmi.gv.at" in shown.text
    assert not [link for link in shown.links if "@" in link]


def test_staff_notes_stay_inside(visitor: Client) -> None:
    for contact in Contact.objects.exclude(staff_note=""):
        shown = page(visitor, f"/en/lines/{contact.country.lower()}/").text
        assert contact.staff_note not in shown


def test_hours_in_words(visitor: Client) -> None:
    assert "Monday to Thursday, 09:00 to 19:00." in page(visitor, "/en/lines/pl/").text
    assert "Friday, 09:00 to 14:00." in page(visitor, "/en/lines/pl/").text
    assert "Every day, 08:00 to 23:00." in page(visitor, "/en/lines/md/").text
    assert "We have not confirmed the hours." in page(visitor, "/en/lines/gb/").text
    assert "We have not confirmed the hours." not in page(visitor, "/en/lines/it/").text


def test_a_name_cannot_break_the_page(visitor: Client) -> None:
    Contact.objects.filter(slug="ca-canadian-human-trafficking-hotline").update(
        name="<script>alert(1)</script>"
    )
    assert "<script>alert" not in visitor.get("/en/lines/ca/").content.decode()


def test_the_first_page_has_the_door(visitor: Client) -> None:
    shown = page(visitor, "/en/")
    assert "I need help" in shown.text
    assert "/en/lines/" in shown.links


def test_writing_is_offered_after_the_lines_where_it_is_possible(
    visitor: Client, settings: Settings
) -> None:
    assert "Write to us" not in page(visitor, "/en/lines/").text
    settings.ROOT_URLCONF = "waymark.config.public_urls"
    shown = page(visitor, "/en/lines/")
    assert shown.text.index("1-888-373-7888") < shown.text.index("Write to us")
    assert "/en/write/" in shown.links


def test_a_page_is_the_same_for_everybody_and_may_be_kept_for_a_minute(visitor: Client) -> None:
    first = visitor.get("/en/lines/us/")
    second = visitor.get("/en/lines/us/", headers={"accept-language": "ar", "user-agent": "x"})
    assert first.content == second.content
    assert first.headers["Cache-Control"] == "public, max-age=60"
