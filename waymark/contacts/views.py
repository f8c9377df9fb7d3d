from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.contacts import queries
from waymark.web.doors import url_or_empty


@require_safe
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
        "write_url": url_or_empty("choose"),
    }
    return render(request, "contacts/lines.html", context)
