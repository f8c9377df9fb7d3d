"""Signs on the public site: by place, and by who is looking."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from waymark.learn.signs.reading import LOOKERS, PLACES, Sign, signs
from waymark.web.caching import plain_page


@plain_page
def overview(request: HttpRequest) -> HttpResponse:
    """What a sign is, the places, and the people who look."""
    found = signs()
    context = {
        "intro": found.words("intro.text"),
        "places": [(key, found.words(f"places.{key}")) for key in PLACES],
        "lookers": [(key, found.words(f"lookers.{key}")) for key in LOOKERS],
        "sources": found.sources_of(found.public()),
        "review": found.review,
    }
    return render(request, "learn/signs.html", context)


@plain_page
def at_place(request: HttpRequest, place: str) -> HttpResponse:
    """The signs that may be noticed at one place."""
    if place not in PLACES:
        raise Http404
    return _list(request, f"places.{place}", signs().public(place=place))


@plain_page
def by_looker(request: HttpRequest, looker: str) -> HttpResponse:
    """The signs that one kind of person is in a position to notice."""
    if looker not in LOOKERS:
        raise Http404
    return _list(request, f"lookers.{looker}", signs().public(looker=looker))


def _list(request: HttpRequest, title_key: str, chosen: list[Sign]) -> HttpResponse:
    found = signs()
    context = {
        "title": found.words(title_key),
        "intro": found.words("intro.text"),
        "signs": chosen,
        "sources": found.sources_of(chosen),
        "review": found.review,
    }
    return render(request, "learn/signs_list.html", context)
