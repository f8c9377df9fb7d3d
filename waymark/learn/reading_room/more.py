"""What else there is to look at beside the pages: signs, figures, lessons, posters.

Each part of this room, and any room above, adds its own in AppConfig.ready():

    more.register(Door("signs", _("Signs, by place"), _("What you may notice."), "signs", 10))
"""

from waymark.web.doors import Door, OpenDoor, url_or_empty

_places: dict[str, Door] = {}


def register(place: Door) -> None:
    """Show a place below the list of pages; the same key again replaces it."""
    _places[place.key] = place


def other_places() -> list[OpenDoor]:
    """The places that lead somewhere on this site, in order."""
    chosen = sorted(_places.values(), key=lambda place: (place.order, place.key))
    return [OpenDoor(place, url) for place in chosen if (url := url_or_empty(place.url_name))]
