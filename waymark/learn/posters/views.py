"""Posters on the public site: the list, a preview with its downloads, and the files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from waymark.learn.posters.choosing import Choice, Choices, choices
from waymark.learn.posters.forms import ENDINGS, FORMS, form_and_choice
from waymark.learn.posters.press import Busy, made
from waymark.learn.posters.sheet import sheet_of
from waymark.learn.posters.texts import Poster, posters
from waymark.web import errors
from waymark.web.caching import plain_page


@plain_page
def overview(request: HttpRequest) -> HttpResponse:
    """Every text that there is a poster and a card of."""
    return render(request, "learn/posters.html", {"posters": posters().values()})


@plain_page
def preview(request: HttpRequest, key: str, chosen: str = "") -> HttpResponse:
    """A text as it will be printed, with whose lines and in which forms it can be had."""
    poster = _poster(key)
    every = choices(poster)
    choice = _choice(every, chosen) if chosen else every.usual()
    sheet = sheet_of(poster, choice)
    context = {
        "poster": poster,
        "sheet": sheet,
        # Drawn by us from an address of our own; nothing in it was typed by anybody.
        "picture": mark_safe(sheet.picture),  # noqa: S308
        "choice": choice,
        "countries": every.countries(),
        "single_lines": every.single_lines(choice),
        "forms": FORMS.values(),
    }
    return render(request, "learn/poster.html", context)


@plain_page
def file(request: HttpRequest, key: str, name: str, ending: str) -> HttpResponse:
    """One file. Its name says everything that it depends on: nothing else makes one."""
    found = form_and_choice(name)
    if found is None or ending not in ENDINGS:
        raise Http404
    poster, (form, chosen) = _poster(key), found
    sheet = sheet_of(poster, _choice(choices(poster), chosen), form.most_lines)
    named = f'attachment; filename="{form.key}-{sheet.language}.{ending}"'
    try:
        content = made(sheet, form, ending)
    except Busy:
        return errors.busy(request)
    return HttpResponse(
        content,
        content_type=ENDINGS[ending],
        headers={"Content-Disposition": named},
    )


def _poster(key: str) -> Poster:
    try:
        return posters()[key]
    except KeyError:
        raise Http404 from None


def _choice(every: Choices, key: str) -> Choice:
    found = every.find(key)
    if found is None:
        raise Http404
    return found
