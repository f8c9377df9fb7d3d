"""Every page of this room, tried by each role, by somebody next door and by a stranger."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import HOTLINE, NAMES, Cast
from tests.sites import PublicClient, StaffClient
from waymark.accounts import urls
from waymark.accounts.gate import Gate, gate_of
from waymark.accounts.models import Worker

SignedIn = Callable[[Worker], StaffClient]
EVERYBODY = frozenset(NAMES)
ADMINISTRATOR = frozenset({"adam_admin"})
SUPERVISOR = frozenset({"sara_supervisor"})
INVITING = frozenset({"adam_admin", "lars_lakeside", "sara_supervisor", "lena_lakeside"})


@dataclass(frozen=True)
class Page:
    """A page, who may see it, and what everybody else gets."""

    name: str
    allowed: frozenset[str]
    otherwise: int = 403
    about: str = ""

    def url(self, cast: Cast) -> str:
        compartment = cast.compartment(cast.riverside, HOTLINE).pk
        arguments: dict[str, list[uuid.UUID]] = {
            "worker": [cast.ana_hotline.pk],
            "circle": [compartment],
            "member": [compartment, cast.ana_hotline.pk],
        }
        return reverse(self.name, args=arguments.get(self.about, []))


PAGES = (
    Page("me", EVERYBODY),
    Page("change_password", EVERYBODY),
    Page("add_totp", EVERYBODY),
    Page("add_passkey", EVERYBODY),
    Page("workers", INVITING),
    Page("invite", INVITING),
    Page("worker", ADMINISTRATOR, 404, "worker"),
    Page("deactivate", ADMINISTRATOR, 404, "worker"),
    Page("reset", ADMINISTRATOR, 404, "worker"),
    Page("compartments", frozenset({"sara_supervisor", "lena_lakeside"})),
    Page("add_member", SUPERVISOR, 404, "circle"),
    Page("remove_member", SUPERVISOR, 404, "member"),
    Page("site", frozenset({"adam_admin", "lars_lakeside"})),
)
POSTS = (
    Page("rotate", SUPERVISOR, 404, "circle"),
    Page("deactivate", ADMINISTRATOR, 404, "worker"),
    Page("reset", ADMINISTRATOR, 404, "worker"),
    Page("remove_member", SUPERVISOR, 404, "member"),
)
OPEN_TO_STRANGERS = {"sign_in", "join"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_opens_for_those_it_is_for_and_for_nobody_else(
    page: Page, cast: Cast, staff_client_for: SignedIn
) -> None:
    for name in NAMES:
        answer = staff_client_for(cast[name]).get(page.url(cast))
        expected = 200 if name in page.allowed else page.otherwise
        assert (name, answer.status_code) == (name, expected)


@pytest.mark.parametrize("page", POSTS, ids=lambda page: page.name)
def test_a_change_is_refused_to_everybody_else(
    page: Page, cast: Cast, staff_client_for: SignedIn
) -> None:
    for name in EVERYBODY - page.allowed:
        answer = staff_client_for(cast[name]).post(page.url(cast), {"even_if_only": "on"})
        assert (name, answer.status_code) == (name, page.otherwise)
    assert Worker.objects.get(pk=cast.ana_hotline.pk).is_active


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_stranger_is_asked_to_sign_in(
    page: Page, cast: Cast, stranger_client: StaffClient
) -> None:
    url = page.url(cast)
    answer = stranger_client.get(url)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("sign_in"))
    assert stranger_client.post(url).status_code == 303


@pytest.mark.parametrize("name", [route.name for route in urls.urlpatterns])
def test_no_address_of_this_room_is_open_by_mistake(
    name: str, cast: Cast, stranger_client: StaffClient
) -> None:
    route = next(route for route in urls.urlpatterns if route.name == name)
    arguments = [uuid.uuid4() for _ in route.pattern.regex.groupindex]
    status = stranger_client.get(reverse(name, args=arguments)).status_code
    assert status == (200 if name in OPEN_TO_STRANGERS else 302)


def views_of(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for each in resolver.url_patterns:
        found += views_of(each) if isinstance(each, URLResolver) else [each]
    return found


def test_every_view_of_the_staff_site_is_closed_unless_it_is_listed_here() -> None:
    views = views_of(get_resolver("waymark.config.staff_urls"))
    names = {
        view.name or view.callback.__name__
        for view in views
        if gate_of(view.callback) is Gate.NOTHING
    }
    assert names == {"sign_in", "join", "healthz", "no_robots"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_of_this_room_is_on_the_public_site(
    page: Page, cast: Cast, public_client: PublicClient
) -> None:
    assert public_client.get(page.url(cast), follow=True).status_code == 404


@pytest.mark.parametrize(
    "path", ["/workers/not-an-id/", "/compartments/1/add/", "/join/1/", "/me/factors/key/x/remove/"]
)
def test_a_malformed_id_is_not_found(path: str, cast: Cast, staff_client_for: SignedIn) -> None:
    assert staff_client_for(cast.adam_admin).get(path).status_code == 404


@pytest.mark.parametrize("name", ["sign_out", "lock", "sign_out_everywhere", "remove_totp"])
def test_a_change_takes_a_post(name: str, cast: Cast, staff_client_for: SignedIn) -> None:
    answer = staff_client_for(cast.ana_hotline).get(reverse(name))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_a_form_without_its_token_changes_nothing(cast: Cast, staff_client_for: SignedIn) -> None:
    client = staff_client_for(cast.adam_admin)
    client.handler.enforce_csrf_checks = True
    answer = client.post(reverse("deactivate", args=[cast.ana_hotline.pk]))
    assert answer.status_code == 403
    assert Worker.objects.get(pk=cast.ana_hotline.pk).is_active
