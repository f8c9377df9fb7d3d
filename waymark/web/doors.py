"""The doors of the first page. A room opens its own in AppConfig.ready():

    doors.register(Door("saw", _("I saw something"), _("Tell us what you saw."), "choose", 20))

A door leads to a URL name without arguments. A room that is not installed registers none, and a
door whose address does not exist on this site is not shown.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Door:
    """One door: the four are primary; "come back with your code" is a secondary one."""

    key: str
    title: str | Promise
    text: str | Promise
    url_name: str
    order: int
    secondary: bool = False


@dataclass(frozen=True)
class OpenDoor:
    """A door with the address it leads to, in the language of the page."""

    door: Door
    url: str


_doors: dict[str, Door] = {}


def register(door: Door) -> None:
    """Show a door on the first page; the same key again replaces it."""
    _doors[door.key] = door


def open_doors(*, secondary: bool = False) -> list[OpenDoor]:
    """The doors that lead somewhere on this site, in order."""
    chosen = sorted((d for d in _doors.values() if d.secondary is secondary), key=_order)
    return [OpenDoor(door, url) for door in chosen if (url := url_or_empty(door.url_name))]


def url_or_empty(url_name: str) -> str:
    """The address of a URL name, or an empty text where the room is not installed."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _order(door: Door) -> tuple[int, str]:
    return door.order, door.key
