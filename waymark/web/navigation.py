"""The staff site's main links. A room adds its own in AppConfig.ready():

    navigation.register(Entry("queue", _("Reports"), "queue", 10, visible=may_see_queue))

`visible` gets `request.worker`; workers see only what their roles open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from waymark.web.doors import url_or_empty


@dataclass(frozen=True)
class Entry:
    """One link. `visible` takes a worker: a class of another room, which this one may not name."""

    key: str
    title: str | Promise
    url_name: str
    order: int
    visible: Callable[[Any], bool]


@dataclass(frozen=True)
class Link:
    """An entry that this worker may follow from this page."""

    title: str | Promise
    url: str
    current: bool


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Show a link to the workers it is for; the same key again replaces it."""
    _entries[entry.key] = entry


def links_for(worker: object, path: str) -> list[Link]:
    """The links of a worker in order; the one whose address begins `path` is current."""
    found = [
        (entry, url)
        for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.key))
        if entry.visible(worker) and (url := url_or_empty(entry.url_name))
    ]
    here = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return [Link(entry.title, url, url == here) for entry, url in found]
