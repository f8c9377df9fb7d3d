"""The settings that show on every page."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.cast import NAMES, Cast
from tests.sites import PublicClient, StaffClient
from waymark.accounts.actions.site import change_site
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.web import queries
from waymark.web.models import Site

SignedIn = Callable[[Worker], StaffClient]
GOOD = {
    "organisation": "Riverside Coalition",
    "country": "US",
    "emergency_number": "911",
    "emergency_text": "",
    "exit_url": "https://www.example.org/",
    "time_zone": "America/Chicago",
    "checked_languages": ["es"],
}


def test_an_administrator_changes_what_the_public_site_shows(
    cast: Cast, staff_client_for: SignedIn, public_client: PublicClient
) -> None:
    client = staff_client_for(cast.adam_admin)
    assert client.post(reverse("site"), GOOD).status_code == 302
    assert queries.site().checked_languages == ["es"]
    assert "tel:911" in public_client.get("/en/").content.decode()
    assert public_client.get("/x").headers["Location"] == GOOD["exit_url"]
    assert Entry.objects.latest("seq").event == "site:changed"


def test_a_language_can_be_marked_unchecked_again(cast: Cast, staff_client_for: SignedIn) -> None:
    client = staff_client_for(cast.adam_admin)
    client.post(reverse("site"), GOOD | {"checked_languages": ["es", "ar"]})
    assert queries.site().checked_languages == ["ar", "es"]
    client.post(reverse("site"), GOOD | {"checked_languages": []})
    assert queries.site().checked_languages == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"exit_url": "http://www.example.org/"},
        {"exit_url": "javascript:alert(1)"},
        {"exit_url": "ftp://example.org/"},
        {"exit_url": ""},
        {"emergency_number": "call me"},
        {"emergency_number": "<b>1</b>"},
        {"country": "usa"},
        {"time_zone": "Mars/Base"},
        {"organisation": ""},
        {"checked_languages": ["tlh"]},
        {"checked_languages": ["en"]},
    ],
)
def test_what_could_harm_somebody_is_refused(
    wrong: dict[str, object], cast: Cast, staff_client_for: SignedIn
) -> None:
    page = staff_client_for(cast.adam_admin).post(reverse("site"), GOOD | wrong)
    assert page.status_code == 422
    assert next(iter(wrong)) in page.context["form"].errors
    assert not Site.objects.exists()
    assert not Entry.objects.filter(event="site:changed").exists()


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"adam_admin", "lars_lakeside"}))
def test_the_action_checks_who_acts(name: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        change_site({"organisation": "Mine"}, [], by=cast[name])
    assert not Site.objects.exists()
