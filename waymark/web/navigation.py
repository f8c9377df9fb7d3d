"""The staff site's main links. A room adds its own in AppConfig.ready():

    navigation.register(Entry("queue", _("Reports"), "queue", 10, may_see_queue, Menu.REPORTS))

`visible` gets `request.worker`; workers see only what their roles open. Links stand in groups, so
that somebody with many roles still has a short menu.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.web.doors import url_or_empty


class Menu(TextChoices):
    """What a link is for; groups stand in this order."""

    REPORTS = "reports", _("Reports")
    CASES = "cases", _("Cases")
    DIRECTORY = "directory", _("Directory")
    LEARN = "learn", _("Learn")
    FIGURES = "figures", _("Figures")
    SETTINGS = "settings", _("Settings")


_PLACES = {group: place for place, group in enumerate(Menu)}


@dataclass(frozen=True)
class Entry:
    """One link. `visible` takes a worker: a class of another room, which this one may not name."""

    key: str
    title: str | Promise
    url_name: str
    order: int
    visible: Callable[[Any], bool]
    group: Menu = Menu.SETTINGS


@dataclass(frozen=True)
class Link:
    """An entry that this worker may follow from this page."""

    title: str | Promise
    url: str
    current: bool
    group: Menu = Menu.SETTINGS


@dataclass(frozen=True)
class LinkGroup:
    """Links of one group: a menu of its own, or a plain link where there is only one."""

    title: str | Promise
    links: list[Link]
    current: bool


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Show a link to the workers it is for; the same key again replaces it."""
    _entries[entry.key] = entry


def links_for(worker: object, path: str) -> list[Link]:
    """The links of a worker in order; the one whose address begins `path` is current.

    Orders count across groups: the first link of all is where this worker begins.
    """
    found = [
        (entry, url)
        for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.key))
        if entry.visible(worker) and (url := url_or_empty(entry.url_name))
    ]
    here = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return [Link(entry.title, url, url == here, entry.group) for entry, url in found]


def grouped(links: Sequence[Link]) -> list[LinkGroup]:
    """Links by group; those of one group keep their order."""
    ordered = sorted(links, key=lambda link: _PLACES[link.group])
    found = ((group, list(part)) for group, part in groupby(ordered, key=lambda link: link.group))
    return [LinkGroup(g.label, part, any(link.current for link in part)) for g, part in found]
