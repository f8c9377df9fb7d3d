"""The public pages of figures, and the same figures as files."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from waymark.learn.figures import drawing, queries, showing, tables
from waymark.learn.figures.reading import book
from waymark.learn.figures.record import Figure, Series
from waymark.learn.figures.rows import TOPICS
from waymark.web.caching import plain_page


@plain_page
def overview(request: HttpRequest) -> HttpResponse:
    """The topics, the series, and the way to the numbers that we do not use."""
    context = {
        "intro": book().words("intro.text"),
        "topics": [showing.topic(key) for key in TOPICS if queries.about(key)],
        "series": [(each.id, drawing.title(each)) for each in queries.all_series()],
    }
    return render(request, "learn/figures.html", context)


@plain_page
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """Every figure of a topic: those in force in full, those replaced by name."""
    found = queries.newest_first(queries.about(topic))
    if not found:
        raise Http404
    context = {
        "topic": showing.topic(topic),
        "units": showing.units_of(found),
        "notes": showing.notes_of(found),
        "shown": [showing.shown(each) for each in found if not queries.replacing(each)],
        "replaced": [showing.shown(each) for each in found if queries.replacing(each)],
        "series": [(s.id, drawing.title(s)) for s in queries.all_series() if s.topic == topic],
    }
    return render(request, "learn/figures_topic.html", context)


@plain_page
def figure(request: HttpRequest, identity: str) -> HttpResponse:
    """One figure with everything that is known about it."""
    found = queries.figure(identity)
    if found is None:
        raise Http404
    return render(request, "learn/figures_figure.html", showing.everything(found))


@plain_page
def series(request: HttpRequest, identity: str) -> HttpResponse:
    """A chart with a table beside it."""
    found = _series(identity)
    figures = tables.figures_of(found)
    context = {
        "series": found,
        "topic": showing.topic(found.topic),
        "title": drawing.title(found),
        "text": drawing.text(found),
        "counted": drawing.counted(found),
        "chart": drawing.chart(found),
        "lines": drawing.lines(found),
        "units": showing.units_of(figures),
        "notes": showing.notes_of(figures),
    }
    return render(request, "learn/figures_series.html", context)


@plain_page
def unused(request: HttpRequest) -> HttpResponse:
    """Numbers that go around, why we do not use them, and what to use instead."""
    context = {"numbers": [showing.not_used(each) for each in queries.unused()]}
    return render(request, "learn/figures_unused.html", context)


@plain_page
def all_as_csv(_request: HttpRequest) -> HttpResponse:
    """Every figure as CSV."""
    return _csv(queries.figures(), "figures")


@plain_page
def all_as_json(_request: HttpRequest) -> HttpResponse:
    """Every figure, series and number not used, as JSON."""
    return _json(
        {
            "figures": tables.as_objects(queries.figures()),
            "series": [tables.series_as_object(each) for each in queries.all_series()],
            "unused": [tables.unused_as_object(each) for each in queries.unused()],
        },
        "figures",
    )


@plain_page
def series_as_csv(_request: HttpRequest, identity: str) -> HttpResponse:
    """The figures of a series as CSV."""
    return _csv(tables.figures_of(_series(identity)), identity)


@plain_page
def series_as_json(_request: HttpRequest, identity: str) -> HttpResponse:
    """A series with its figures as JSON."""
    found = _series(identity)
    figures = tables.as_objects(tables.figures_of(found))
    return _json({**tables.series_as_object(found), "figures": figures}, identity)


def _series(identity: str) -> Series:
    found = queries.series(identity)
    if found is None:
        raise Http404
    return found


def _csv(figures: Sequence[Figure], name: str) -> HttpResponse:
    response = HttpResponse(tables.as_csv(figures), content_type="text/csv; charset=utf-8")
    return _as_file(response, f"{name}.csv")


def _json(content: dict[str, object], name: str) -> HttpResponse:
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _as_file(response, f"{name}.json")


def _as_file(response: HttpResponse, name: str) -> HttpResponse:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
