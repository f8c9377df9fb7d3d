"""The one row of settings: what it refuses, and how soon a change shows."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from waymark.web import actions, queries
from waymark.web.models import Site


@pytest.mark.django_db
def test_before_setup_there_are_defaults() -> None:
    site = queries.site()
    assert site.exit_url.startswith("https://")
    assert site.emergency_number == ""
    assert site.time_zone == "UTC"


def test_saving_twice_keeps_one_row(site: Site) -> None:
    actions.save_site(organisation="Lakeside")
    row = Site.objects.get()
    assert (row.organisation, row.emergency_number) == ("Lakeside", "112")


def test_the_database_refuses_a_second_row(site: Site) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.create(id=2, organisation="Second")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("exit_url", "javascript:alert(1)"),
        ("exit_url", "ftp://weather.example/"),
        ("exit_url", "weather"),
        ("exit_url", ""),
        ("emergency_number", "call me"),
        ("emergency_number", "1"),
        ("emergency_number", '112"><b>'),
        ("time_zone", "Moon/Base"),
        ("country", "us"),
        ("organisation", ""),
        ("organisation", "x" * 121),
    ],
)
def test_bad_values_are_refused_and_nothing_is_written(site: Site, name: str, value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        actions.save_site(**{name: value})
    assert set(caught.value.message_dict) == {name}
    kept = Site.objects.get()
    assert getattr(kept, name) == getattr(site, name)


def test_reads_are_kept_for_a_few_seconds(site: Site, settings: Settings) -> None:
    settings.SITE_CACHE_SECONDS = 60
    with CaptureQueriesContext(
        connection,
    ) as captured:
        for _ in range(5):
            queries.site()
    assert len(captured) == 1


def test_a_save_shows_at_once(site: Site, settings: Settings) -> None:
    settings.SITE_CACHE_SECONDS = 60
    assert queries.site().emergency_number == "112"
    actions.save_site(emergency_number="911")
    assert queries.site().emergency_number == "911"


def test_a_change_by_another_process_shows_when_the_time_is_over(
    site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SITE_CACHE_SECONDS = 5
    now = [1000.0]
    monkeypatch.setattr("waymark.web.queries.time.monotonic", lambda: now[0])
    assert queries.site().emergency_number == "112"
    Site.objects.update(emergency_number="911")
    now[0] += 4.9
    assert queries.site().emergency_number == "112"
    now[0] += 0.2
    assert queries.site().emergency_number == "911"


def test_marking_a_language_and_unmarking_it(site: Site) -> None:
    actions.mark_language("es", checked=True)
    actions.mark_language("ar", checked=True)
    assert actions.mark_language("es", checked=True).checked_languages == ["ar", "es"]
    assert actions.mark_language("ar", checked=False).checked_languages == ["es"]
    assert queries.site().is_checked("es")
    assert not queries.site().is_checked("ar")


def test_the_source_language_needs_no_check(site: Site) -> None:
    assert site.is_checked("en")


def test_a_language_without_pages_cannot_be_marked(site: Site) -> None:
    with pytest.raises(ValidationError):
        actions.mark_language("tlh", checked=True)


@pytest.mark.django_db
def test_nothing_is_marked_before_setup() -> None:
    with pytest.raises(Site.DoesNotExist):
        actions.mark_language("es", checked=True)
