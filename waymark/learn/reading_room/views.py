"""The pages that people read, and what there is to read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from waymark.learn.content.pages import page_at
from waymark.learn.reading_room.more import other_places
from waymark.learn.reading_room.sections import TITLES, countries, sections
from waymark.web.caching import plain_page

RIGHTS = "rights"


@plain_page
def contents(request: HttpRequest) -> HttpResponse:
    """Everything there is to read, by part."""
    context = {"sections": sections(), "more": other_places()}
    return render(request, "learn/contents.html", context)


@plain_page
def page(request: HttpRequest, path: str) -> HttpResponse:
    """One page; the first page about rights also lists the countries."""
    found = page_at(path)
    if found is None:
        raise Http404
    context = {
        "page": found,
        "section": TITLES[found.section],
        "countries": countries() if found.slug == RIGHTS else [],
    }
    return render(request, "learn/page.html", context)
