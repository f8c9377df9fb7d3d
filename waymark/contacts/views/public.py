from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from waymark.contacts import queries
from waymark.web.caching import plain_page
from waymark.web.doors import open_doors

# The door of the room above that takes reports, where that room is installed.
WRITE_DOOR = "saw"


@plain_page
def lines(request: HttpRequest, country: str = "") -> HttpResponse:
    """The lines of a country that the reader chose; before that, of the organisation's own.

    Nothing is guessed from an address.
    """
    countries = queries.countries()
    if country and country not in {known.code for known in countries}:
        raise Http404
    chosen = country or queries.own_country()
    own = queries.own_country()
    context = {
        "lines": queries.lines_for(chosen) if chosen else None,
        "own": queries.named(own) if own else None,
        "elsewhere": [known for known in countries if known.code != chosen],
        "write_url": _door(WRITE_DOOR),
    }
    return render(request, "contacts/lines.html", context)


def _door(key: str) -> str:
    """The address behind a door of the first page; empty where there is none."""
    return next((opened.url for opened in open_doors() if opened.door.key == key), "")
