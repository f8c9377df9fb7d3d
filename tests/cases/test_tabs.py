"""The pages of a case: grouped, in order, one of them the current one."""

import uuid

import pytest

from waymark.cases import tabs
from waymark.cases.tabs import Group, Tab, tabs_of

CASE = uuid.UUID(int=7)


def test_each_page_of_a_case_stands_once_and_leads_somewhere() -> None:
    found = [tab for group in tabs_of(CASE, "overview") for tab in group.tabs]
    assert len({tab.url for tab in found}) == len(found) >= 13
    assert all(str(CASE) in tab.url for tab in found)
    assert [tab.title for tab in found if tab.current] == ["Overview"]


def test_a_group_leads_to_its_first_page_and_knows_whether_it_is_the_one() -> None:
    groups = tabs_of(CASE, "milestones")
    assert [group.title for group in groups] == [group.label for group in Group]
    assert [group.url for group in groups] == [group.tabs[0].url for group in groups]
    assert [group.title for group in groups if group.current] == [Group.SUPPORT.label]


def test_a_page_that_is_no_tab_makes_none_current() -> None:
    assert not any(group.current for group in tabs_of(CASE, "no such page"))


def test_a_room_adds_and_replaces_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "_tabs", {})
    tabs.register(Tab("a", "Second", "case_notes", 20, Group.WORK))
    tabs.register(Tab("b", "First", "case_tasks", 10, Group.WORK))
    tabs.register(Tab("a", "Notes", "case_notes", 20, Group.WORK))
    (only,) = tabs_of(CASE, "a")
    assert [tab.title for tab in only.tabs] == ["First", "Notes"]
