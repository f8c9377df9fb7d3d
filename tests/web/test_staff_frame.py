"""The frame of the staff site: links by role, who is signed in, lock and sign-out, messages."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client

from waymark.web import navigation
from waymark.web.navigation import Entry, Link, Menu, grouped, links_for


@pytest.fixture(autouse=True)
def _entries(_fresh: None) -> None:
    navigation.register(Entry("search", "Search", "test_search", 20, lambda worker: True))
    navigation.register(Entry("reports", "Reports", "test_reports", 10, lambda worker: True))
    navigation.register(Entry("audit", "Audit", "test_reports", 30, lambda w: w.name == "Otto"))
    navigation.register(Entry("gone", "Gone", "no_such_room", 5, lambda worker: True))


def header(page: str) -> str:
    return page.split("<header")[1].split("</header>", maxsplit=1)[0]


def test_links_stand_in_order_and_only_where_they_lead_somewhere(staff: Client) -> None:
    found = header(staff.get("/lock/").content.decode())
    assert re.findall(r">(Reports|Search|Audit|Gone)<", found) == ["Reports", "Search"]


def test_a_role_sees_its_own_links(staff: Client) -> None:
    found = header(staff.get("/lock/", headers={"X-Worker": "Otto"}).content.decode())
    assert ">Audit<" in found


@pytest.mark.parametrize(
    ("address", "title"), [("/reports/", "Reports"), ("/reports/search/", "Search"), ("/lock/", "")]
)
def test_only_the_nearest_link_is_current(staff: Client, address: str, title: str) -> None:
    found = header(staff.get(address).content.decode())
    current = re.findall(r'aria-current="page">(\w+)<', found)
    assert current == ([title] if title else [])


def test_a_group_of_the_menu_opens_without_a_script_and_says_where_one_is(staff: Client) -> None:
    found = header(staff.get("/reports/").content.decode())
    assert '<details name="menu" class="here"><summary>Settings</summary>' in found
    assert 'class="here"' not in header(staff.get("/lock/").content.decode())


def test_a_group_of_one_is_a_plain_link(staff: Client) -> None:
    navigation.register(Entry("cases", "All", "test_reports", 1, lambda w: True, Menu.CASES))
    found = header(staff.get("/lock/").content.decode())
    assert found.count("<details") == 1
    assert found.index(">All</a>") < found.index("<summary>Settings</summary>")


def test_groups_stand_in_their_order_and_keep_that_of_their_links() -> None:
    links = [
        Link("B", "/b/", current=False, group=Menu.SETTINGS),
        Link("A", "/a/", current=True, group=Menu.REPORTS),
        Link("C", "/c/", current=False, group=Menu.SETTINGS),
    ]
    found = grouped(links)
    assert [[link.title for link in group.links] for group in found] == [["A"], ["B", "C"]]
    assert [group.current for group in found] == [True, False]


def test_a_stranger_sees_no_links_and_no_forms(staff: Client) -> None:
    found = header(staff.get("/reports/", headers={"X-Worker": ""}).content.decode())
    assert "href" not in found
    assert "<form" not in found


def test_the_worker_is_named_and_escaped(staff: Client) -> None:
    assert "Ana &lt;Hotline&gt;" in header(staff.get("/reports/").content.decode())


def test_lock_and_sign_out_are_forms_with_a_token(staff: Client) -> None:
    found = header(staff.get("/reports/").content.decode())
    for address in ("/lock/", "/sign-out/"):
        assert f'<form method="post" action="{address}">' in found
    assert found.count("csrfmiddlewaretoken") == 2


def test_messages_are_announced(staff: Client) -> None:
    page = staff.get("/reports/?say=yes").content.decode()
    assert '<p class="notice warn" role="status">Something to know</p>' in page


def test_the_root_leads_to_the_first_link_of_the_worker(staff: Client) -> None:
    response = staff.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/reports/")


def test_the_root_is_a_page_for_a_worker_without_links(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waymark.web.navigation._entries", {})
    assert staff.get("/").status_code == 200


def test_no_worker_is_asked_about_an_entry_twice(staff: Client) -> None:
    asked: list[object] = []

    def visible(worker: object) -> bool:
        asked.append(worker)
        return True

    navigation.register(Entry("x", "X", "none", 1, visible))
    ana = SimpleNamespace(name="Ana")
    links_for(ana, "/")
    assert asked == [ana]
