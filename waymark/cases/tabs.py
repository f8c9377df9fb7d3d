"""The pages of one case. A slice or a room above adds its own in AppConfig.ready():

    tabs.register(Tab("people", _("People"), "case_people", 20))

A tab leads to a URL name that takes the case's id.
"""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Tab:
    """One page of a case."""

    key: str
    title: str | Promise
    url_name: str
    order: int


@dataclass(frozen=True)
class OpenTab:
    """A tab with its address; `current` is the page that shows it."""

    title: str | Promise
    url: str
    current: bool


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Show a page of every case; the same key again replaces it."""
    _tabs[tab.key] = tab


def tabs_of(case_id: UUID, current: str) -> list[OpenTab]:
    """The tabs of a case in order. `current` is a tab's key."""
    ordered = sorted(_tabs.values(), key=lambda tab: (tab.order, tab.key))
    return [
        OpenTab(tab.title, reverse(tab.url_name, args=[case_id]), tab.key == current)
        for tab in ordered
    ]
