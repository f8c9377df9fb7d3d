from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from waymark.config import public
from waymark.contacts.actions import load_contacts
from waymark.web import queries as web
from waymark.web.models import Site

LANGUAGES = ("en", "es", "vi", "ar")


@pytest.fixture
def contacts(db: None) -> None:
    load_contacts()


@pytest.fixture
def site(db: None) -> Iterator[Site]:
    row = Site(organisation="Riverside", country="US", emergency_number="911")
    row.save()
    yield row
    web.forget_site()


@pytest.fixture
def visitor(settings: Settings, contacts: None, site: Site) -> Client:
    settings.SITE = "public"
    settings.ROOT_URLCONF = "tests.contacts.urls"
    settings.MIDDLEWARE = public.MIDDLEWARE
    settings.SECRET_KEY = "secret of a public site for tests"
    return Client()
