"""What surrounds the answers: methods, origins, caches, languages, and what went wrong."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from tests.directory.api.conftest import BASE, Program, content
from tests.directory.conftest import World
from waymark.directory.actions.places import store_place
from waymark.directory.api.resources import RESOURCES
from waymark.directory.closing import open_place
from waymark.directory.models import Service
from waymark.directory.tiers import Tier
from waymark.web import faults

pytestmark = pytest.mark.django_db
READ = ("", "/", "/openapi.json", "/profile", *(f"/{name}" for name in RESOURCES))
ITEM = "/services/ac148810-d857-441c-9679-408f346de14b"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


def check_open(answer: Any) -> None:
    """Pages of other sites may read it, and it leaves nothing behind."""
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not answer.cookies
    assert "Authorization" in answer.headers["Vary"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Language"] == "en"


@pytest.mark.parametrize("path", READ)
def test_every_address_answers_anybody_from_anywhere(api: Program, path: str) -> None:
    answer = api.client.get(f"{BASE}{path}", headers={"Origin": "https://other.example.org"})
    assert answer.status_code == 200
    check_open(answer)


@pytest.mark.parametrize("path", [*READ, ITEM, "/search"])
@pytest.mark.parametrize("method", METHODS)
def test_methods(api: Program, path: str, method: str) -> None:
    answer = api.client.generic(method.upper(), f"{BASE}{path}")
    lists = path[1:] in RESOURCES
    allowed = {"options"} | ({"post"} if lists or path == "/search" else set())
    allowed |= set() if path == "/search" else {"get", "head"}
    if method not in allowed:
        assert answer.status_code == 405
        assert {each.lower() for each in answer.headers["Allow"].split(", ")} == allowed
        assert answer.headers["Content-Type"] == "application/problem+json"
    else:
        assert answer.status_code in {200, 204, 404}, content(answer)
    check_open(answer)


def test_a_browser_may_ask_first(api: Program) -> None:
    answer = api.client.options(
        f"{BASE}/search",
        headers={
            "Origin": "https://other.example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    assert answer.status_code == 204
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert {"authorization", "content-type", "if-none-match"} <= set(allowed.split(", "))
    assert not answer.content


@pytest.mark.parametrize("path", ["/services", "/services?format=ndjson", "/services?minimal=true"])
def test_head_has_no_body(world: World, api: Program, path: str) -> None:
    got, head = api.client.get(f"{BASE}{path}"), api.client.head(f"{BASE}{path}")
    assert head.status_code == 200
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
    assert not content(head)
    assert head.headers.get("ETag") == got.headers.get("ETag")


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/services/", "/services/x", ITEM, "/search/x", "/services/x/y", "/taxonomies/x"],
)
def test_what_is_not_there(api: Program, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == 404
    assert "ac148810" not in answer.content.decode()
    check_open(answer)


def test_no_language_gets_in_between(api: Program) -> None:
    for language in ("ar", "es", "en"):
        answer = api.client.get(f"{BASE}/nothing", headers={"Accept-Language": language})
        assert answer.status_code == 404
        assert answer.json()["title"] == "There is nothing here"
    assert api.client.get(f"/ar{BASE}/services").status_code == 404


def test_eligibility_is_in_one_language_whatever_the_browser_asks(
    world: World, api: Program
) -> None:
    answers = {
        api.client.get(f"{BASE}/taxonomy_terms", headers={"Accept-Language": each}).content
        for each in ("ar", "en", "vi")
    }
    assert len(answers) == 1


def test_an_etag_saves_the_body(world: World, api: Program) -> None:
    first = api.get("/services")
    assert first.headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    again = api.client.get(f"{BASE}/services", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert again.headers["ETag"] == first.headers["ETag"]
    check_open(again)


def test_an_etag_changes_with_what_is_shown(world: World, api: Program) -> None:
    path = f"/services/{world.clinic.pk}"
    old = api.get(path).headers["ETag"]
    assert api.get(path).headers["ETag"] == old
    Service.objects.filter(pk=world.clinic.pk).update(name="Other")
    answer = api.client.get(f"{BASE}{path}", headers={"If-None-Match": old})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != old


def test_an_etag_tells_nothing_of_a_closed_place(world: World, api: Program) -> None:
    """Where it is moves within its cell: nothing that anybody gets changes."""
    path = f"/services/{world.next_door.pk}"
    before = api.get(path)
    location = world.location(world.next_door)
    place = open_place(location, world.keyring(world.cast.lena_lakeside))
    moved = replace(place, latitude=38.5234, longitude=-121.4345)
    store_place(location, moved, Tier.PARTNER, location.area)
    after = api.get(path)
    assert after.content == before.content
    assert after.headers["ETag"] == before.headers["ETag"]


def test_what_a_partner_reads_is_kept_by_nobody(world: World, partner: Program) -> None:
    answer = partner.get("/services")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    check_open(answer)


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("application/x-ndjson", 200),
        ("*/*", 200),
        ("application/*;q=0.5", 200),
        ("text/html", 406),
        ("image/png, text/csv", 406),
    ],
)
def test_only_json_can_be_had(api: Program, accept: str, status: int) -> None:
    answer = api.client.get(f"{BASE}/services", headers={"Accept": accept})
    assert answer.status_code == status


def test_what_breaks_is_told_as_a_problem_and_without_its_words(
    api: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("4 Casework Way")

    monkeypatch.setattr("waymark.directory.api.views.reading.asked", broken)
    answer = api.get("/services", search="secret words")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Casework" not in answer.content.decode()
    logged = "".join(faults.Place().format(record) for record in caplog.records)
    assert "RuntimeError at directory/api/" in logged
    assert "Casework" not in logged
    assert "secret" not in logged
    check_open(answer)


def test_the_api_stands_on_the_public_site_only() -> None:
    assert reverse("hsds", urlconf="waymark.config.public_urls") == "/api/hsds/"
    with pytest.raises(Exception, match="hsds"):
        reverse("hsds", urlconf="waymark.config.staff_urls")
