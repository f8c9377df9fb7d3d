"""The numbers on paper are exactly the confirmed ones: paper cannot be corrected."""

from datetime import date

import pytest
from django.utils import timezone

from tests.contacts.conftest import Clock
from tests.learn.posters.conftest import numbers, sheet
from waymark.contacts.models import Contact, ContactNumber
from waymark.learn.posters.choosing import choices
from waymark.learn.posters.forms import FORMS
from waymark.learn.posters.texts import posters

AUTHORITIES = ("law_enforcement", "immigration_enforcement", "emergency")
ANYBODY = {"victims", "public"}


def confirmed(country: str, audiences: set[str]) -> set[str]:
    """What may be printed, asked of the tables in another way than the code does."""
    rows = ContactNumber.objects.filter(
        confirmed=True,
        contact__country=country,
        contact__confidence="A",
        contact__withdrawn_at__isnull=True,
        contact__expires__gte=timezone.localdate(),
    ).exclude(contact__kind__in=AUTHORITIES)
    wanted = ANYBODY | audiences
    return {row.printed for row in rows if wanted & set(row.contact.audience)}


def test_for_every_country_and_text_nothing_but_confirmed_numbers(contacts: None) -> None:
    countries = sorted(set(Contact.objects.values_list("country", flat=True)))
    printed = 0
    for poster in posters().values():
        every = choices(poster)
        for country in countries:
            allowed = confirmed(country, set(poster.lines_for))
            choice = every.find(country.lower())
            assert (choice is None) == (not allowed), (poster.id, country)
            if choice is not None:
                found = numbers(sheet(poster.id, country.lower(), most=99))
                assert sorted(found) == sorted(allowed)
                printed += 1
        assert [key for key, _name in every.countries()] != []
    assert printed > 30


@pytest.mark.parametrize(
    "change",
    [
        {"confidence": "B"},
        {"expires": date(2026, 11, 23)},
        {"withdrawn_at": "2026-11-24T10:00Z"},
        {"kind": "law_enforcement"},
        {"kind": "immigration_enforcement"},
        {"kind": "emergency"},
        {"audience": ["professionals"]},
        {"audience": ["public_tips"]},
    ],
    ids=str,
)
def test_what_makes_a_line_unfit_takes_it_off_the_paper(
    hotline: Contact, change: dict[str, object]
) -> None:
    assert numbers(sheet()) == ["1-888-373-7888"]
    Contact.objects.filter(pk=hotline.pk).update(**change)
    every = choices(posters()["jobs"])
    assert every.find("us") is None
    assert every.find(f"us-{hotline.pk}") is None
    assert every.usual().contacts == ()


def test_an_unconfirmed_number_of_a_confirmed_line_is_not_printed(hotline: Contact) -> None:
    text_message = hotline.numbers.get(printed="233733")
    assert not text_message.confirmed
    assert "233733" not in numbers(sheet())
    hotline.numbers.filter(printed="1-888-373-7888").update(confirmed=False)
    assert choices(posters()["jobs"]).find("us") is None
    hotline.numbers.filter(pk=text_message.pk).update(confirmed=True)
    assert numbers(sheet()) == ["233733"]
    assert sheet().lines[0].numbers[0].use == "Send a text message"


def test_the_last_day_still_counts_and_the_next_does_not(hotline: Contact, clock: Clock) -> None:
    days = (hotline.expires - timezone.localdate()).days
    clock.forward(days=days)
    assert sheet().footer == f"Use this until {sheet().footer.split('until ')[1]}"
    assert "May 21, 2027" in sheet().footer
    clock.forward(days=1)
    assert choices(posters()["jobs"]).by_country == {}


def test_paper_says_the_same_day_and_night(contacts: None, clock: Clock) -> None:
    form = FORMS["poster-a4"]
    before = {key: sheet("young", key).as_json(form) for key in ("us", "gb", "pl")}
    clock.forward(hours=13)
    assert before == {key: sheet("young", key).as_json(form) for key in ("us", "gb", "pl")}


def test_each_number_carries_its_hours_and_its_dates(contacts: None) -> None:
    (line,) = sheet().lines
    assert line.hours == "Every day, day and night."
    assert line.dates == "Checked on Nov. 22, 2026. Good until May 21, 2027."
    assert "English" in line.about
    assert "They must tell the authorities" in line.passes_on


def test_what_is_not_known_is_said(contacts: None) -> None:
    anybody, children = sheet("young").lines
    assert children.name == "NCMEC"
    assert children.hours == "We do not know their hours."
    assert children.passes_on.startswith("We do not know what they do")
    assert "children who were harmed" in children.about
    assert "For " not in anybody.about


def test_a_line_for_some_is_only_on_a_text_for_them_and_says_so(contacts: None) -> None:
    assert choices(posters()["jobs"]).find("de") is None
    (line,) = sheet("partner", "de").lines
    assert "women who live with violence" in line.about
    assert "Men can look for a group" in line.about


def test_the_organisations_own_line_can_stand_alone(hotline: Contact) -> None:
    poster = posters()["young"]
    every = choices(poster)
    both = every.find("us")
    assert both is not None
    singles = dict(every.single_lines(both))
    assert len(singles) == 2
    for key, contact in singles.items():
        (line,) = sheet("young", key).lines
        assert line.name == contact.name
    for strange in (f"ca-{hotline.pk}", "us-0", f"us-{hotline.pk}-1", f"us-0{hotline.pk}", "us-"):
        found = every.find(strange)
        assert found is None or strange == "us-", strange


def test_a_name_that_our_fonts_cannot_write_gives_way_to_what_the_line_is(hotline: Contact) -> None:
    Contact.objects.filter(pk=hotline.pk).update(name="สายด่วน 1300", name_language="th")
    (line,) = sheet().lines
    assert line.name == line.kind == "Support for people"
    assert line.name_language == "en"
    assert numbers(sheet()) == ["1-888-373-7888"]


def test_a_line_that_speaks_the_readers_language_comes_first(contacts: None) -> None:
    def order() -> list[str]:
        return [contact.slug for contact in choices(posters()["jobs"]).by_country["US"]]

    Contact.objects.filter(slug="us-ncmec").update(audience=["victims"], languages=["es"])
    assert order() == ["us-national-human-trafficking-hotline", "us-ncmec"]
    Contact.objects.filter(slug="us-ncmec").update(languages=["en"])
    Contact.objects.filter(slug__startswith="us-national").update(languages=["es"])
    assert order() == ["us-ncmec", "us-national-human-trafficking-hotline"]
