"""The pages of one case. A slice or a room above adds its own in AppConfig.ready():

    tabs.register(Tab("people", _("People"), "case_people", 20, Group.CASE))

A tab leads to a URL name that takes the case's id.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Group(TextChoices):
    """Tabs that belong together, in the order in which they are shown."""

    CASE = "case", _("The case")
    WORK = "work", _("Work")
    SUPPORT = "support", _("Support")
    CONSENT = "consent", _("Consent and sharing")


@dataclass(frozen=True)
class Tab:
    """One page of a case."""

    key: str
    title: str | Promise
    url_name: str
    order: int
    group: Group


@dataclass(frozen=True)
class OpenTab:
    """A tab with its address; `current` is the page that shows it."""

    title: str | Promise
    url: str
    current: bool


@dataclass(frozen=True)
class OpenGroup:
    """A group with its tabs; it leads to the first of them."""

    title: str | Promise
    tabs: tuple[OpenTab, ...]

    @property
    def url(self) -> str:
        """Where a click on the group leads."""
        return self.tabs[0].url

    @property
    def current(self) -> bool:
        """Whether the page is one of this group's."""
        return any(tab.current for tab in self.tabs)


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Show a page of every case; the same key again replaces it."""
    _tabs[tab.key] = tab


def tabs_of(case_id: UUID, current: str) -> list[OpenGroup]:
    """The tabs of a case in groups, in order. `current` is a tab's key."""
    ordered = sorted(_tabs.values(), key=lambda tab: (tab.order, tab.key))
    groups = ((group, [tab for tab in ordered if tab.group == group]) for group in Group)
    return [
        OpenGroup(group.label, tuple(_open(tab, case_id, current) for tab in tabs))
        for group, tabs in groups
        if tabs
    ]


def _open(tab: Tab, case_id: UUID, current: str) -> OpenTab:
    return OpenTab(tab.title, reverse(tab.url_name, args=[case_id]), tab.key == current)
