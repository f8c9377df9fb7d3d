"""The few lines that other pages show, such as the one after a report was sent."""

import re

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from waymark.contacts.data_file import read_contacts
from waymark.contacts.wording import ENFORCEMENT
from waymark.web.models import Site

from .conftest import LANGUAGES


def shown() -> str:
    return Template("{% load contacts %}{% help_contacts %}").render(Context())


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_lines_of_the_own_country(visitor: Client, language: str) -> None:
    with translation.override(language):
        markup = shown()
    assert 'href="tel:+18883737888"' in markup
    assert f'href="/{language}/lines/"' in markup
    assert "Homeland Security" not in markup
    assert "233733" not in markup


@pytest.mark.parametrize("country", sorted({row.country for row in read_contacts()} | {""}))
def test_nothing_unconfirmed_and_no_authority_in_any_country(
    visitor: Client, site: Site, country: str
) -> None:
    site.country = country
    site.save()
    markup = shown()
    for row in read_contacts():
        offered = row.country == country and row.confidence == "A" and row.kind not in ENFORCEMENT
        if not offered:
            assert row.name not in markup
    confirmed = {n.dial for row in read_contacts() for n in row.numbers if n.confirmed}
    assert set(re.findall(r"(?:tel|sms):(\+?[0-9]+)", markup)) <= confirmed
    assert "More lines" in markup
