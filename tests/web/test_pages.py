"""The first page and its doors, the pages about this site, and its health."""

import re

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django.fixtures import Settings

from waymark.web import doors
from waymark.web.doors import Door


def test_without_rooms_there_is_a_first_page_without_doors(public: Client) -> None:
    page = public.get("/en/").content.decode()
    assert "<h1>" in page
    assert "door" not in page.split("<main")[1]


def test_doors_stand_in_their_order(public: Client) -> None:
    for key, order in (("learn", 30), ("help", 10), ("saw", 20)):
        doors.register(Door(key, f"Title {key}", "Text", "test_write", order))
    main = public.get("/en/").content.decode().split("<main")[1]
    assert re.findall(r"Title (\w+)", main) == ["help", "saw", "learn"]
    assert main.count('href="/en/write/"') == 3


def test_a_door_leads_to_the_page_in_the_same_language(public: Client) -> None:
    doors.register(Door("saw", "I saw something", "Text", "test_write", 1))
    assert 'href="/ar/write/"' in public.get("/ar/").content.decode()


def test_a_door_without_a_room_behind_it_is_not_shown(public: Client) -> None:
    doors.register(Door("find", "Find services", "Text", "no_such_room", 1))
    assert "Find services" not in public.get("/en/").content.decode()


def test_secondary_doors_come_after_the_others(public: Client) -> None:
    doors.register(Door("back", "Come back", "Text", "test_write", 1, secondary=True))
    doors.register(Door("help", "I need help", "Text", "test_write", 2))
    main = public.get("/en/").content.decode().split("<main")[1]
    assert main.index("I need help") < main.index("Come back")
    assert main.count('class="doors"') == 2


def test_a_door_registered_twice_is_one_door(public: Client) -> None:
    for title in ("Old", "New"):
        doors.register(Door("help", title, "Text", "test_write", 1))
    assert [d.door.title for d in doors.open_doors()] == ["New"]


def test_texts_of_doors_are_escaped(public: Client) -> None:
    doors.register(Door("help", "<b>Help", "<i>Text", "test_write", 1))
    main = public.get("/en/").content.decode().split("<main")[1]
    assert "<b>" not in main
    assert "<i>" not in main


@pytest.mark.parametrize("address", ["/en/", "/en/about/"])
def test_the_organisation_is_named_and_escaped(public: Client, address: str) -> None:
    page = public.get(address).content.decode()
    assert "Riverside &lt;Coalition&gt;" in page
    assert "<Coalition>" not in page


def test_the_safety_page_says_what_leaving_cannot_do(public: Client) -> None:
    page = public.get("/en/safe/").content.decode()
    for word in ("history", "Wi-Fi", "spying app", "other devices", "private window", "come back"):
        assert word in page


def test_the_page_about_keeping_does_not_promise_too_much(public: Client) -> None:
    page = public.get("/en/about/").content.decode()
    assert "end-to-end" not in page.lower()
    assert "sees your report for a moment" in page
    assert "by law" in page


@pytest.mark.parametrize("address", ["/en/", "/ar/", "/en/safe/", "/en/about/", "/en/none/"])
def test_every_page_has_one_heading_of_the_first_level_and_one_main(
    public: Client, address: str
) -> None:
    page = public.get(address).content.decode()
    assert page.count("<h1") == page.count("<main") == 1
    assert 'name="viewport"' in page


def test_the_demonstration_says_so_on_every_page(public: Client, settings: Settings) -> None:
    assert "banner" not in public.get("/en/").content.decode().split("<body")[1]
    settings.DEMONSTRATION = True
    for address in ("/", "/ar/safe/", "/en/none/", "/en/breaks/"):
        assert 'class="banner"' in public.get(address).content.decode()


def test_pages_are_small_on_the_wire(public: Client) -> None:
    for address in ("/en/", "/ar/safe/", "/vi/about/"):
        response = public.get(address, headers={"Accept-Encoding": "gzip"})
        assert len(response.content) < 7_000


def test_searching_machines_are_told_what_is_theirs(public: Client) -> None:
    robots = public.get("/robots.txt")
    assert robots.headers["Content-Type"].startswith("text/plain")
    assert robots.content == b"User-agent: *\nDisallow: /x\n"


def test_the_staff_site_is_for_no_searching_machine(staff: Client) -> None:
    assert staff.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("kind", ["public", "staff"])
def test_health_depends_on_the_database(
    request: pytest.FixtureRequest, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client: Client = request.getfixturevalue(kind)
    assert (client.get("/healthz").status_code, client.get("/healthz").content) == (200, b"ok")

    def no_cursor() -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patched:
        patched.setattr("waymark.web.views.connection.cursor", no_cursor)
        response = client.get("/healthz")
    assert response.status_code == 503
    assert "Content-Security-Policy" in response.headers
