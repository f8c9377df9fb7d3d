"""Clients for this room's pages alone, and settings as an operator would make them."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from waymark.config import public as public_settings
from waymark.config import staff as staff_settings
from waymark.web import actions, doors, inline, navigation, queries
from waymark.web.models import Site


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Registries are of the process: other rooms' entries stay out, a test's own leave with it."""
    kept = [
        (registry, dict(registry))
        for registry in (doors._doors, navigation._entries, inline._scripts)
    ]
    for registry, _ in kept:
        registry.clear()
    inline.staff_script_sources.cache_clear()
    queries.forget_site()
    yield
    for registry, before in kept:
        registry.clear()
        registry.update(before)  # type: ignore[arg-type]  # each goes back into its own registry
    inline.staff_script_sources.cache_clear()
    queries.forget_site()


@pytest.fixture
def site(db: None) -> Site:
    return actions.save_site(
        organisation="Riverside <Coalition>",
        emergency_number="112",
        exit_url="https://weather.example/",
        time_zone="America/Chicago",
    )


@pytest.fixture
def public(site: Site, settings: Settings) -> Client:
    settings.SITE = "public"
    settings.ROOT_URLCONF = "tests.web.public_site"
    settings.MIDDLEWARE = public_settings.MIDDLEWARE
    return Client(raise_request_exception=False)


@pytest.fixture
def staff(site: Site, settings: Settings) -> Client:
    settings.SITE = "staff"
    settings.ROOT_URLCONF = "tests.web.staff_site"
    without_accounts = [m for m in staff_settings.MIDDLEWARE if "accounts" not in m]
    settings.MIDDLEWARE = [*without_accounts, "tests.web.staff_site.signed_in"]
    return Client(raise_request_exception=False)
