"""Lessons on the public site. A page of a lesson is plain: nothing leaves the browser by it."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename

from waymark.learn.lessons import embedding, scorm
from waymark.learn.lessons.marking import AFTER, BEFORE, Sheet, blank
from waymark.learn.lessons.reading import Lesson, lesson_at, lessons
from waymark.learn.lessons.wording import AUDIENCE_TITLES
from waymark.web.caching import plain_page
from waymark.web.copies import copying

Answer = Callable[..., HttpResponse]


def framed(view: Answer) -> Answer:
    """Where a view is asked with `embedded`, it exists for the sites that may show it only."""

    @wraps(view)
    def answer(request: HttpRequest, path: str, *, embedded: bool = False) -> HttpResponse:
        if not embedded:
            return view(request, path, embedded=False)
        if not embedding.origins():
            raise Http404
        return embedding.let_in(view(request, path, embedded=True))

    return answer


@plain_page
def overview(request: HttpRequest) -> HttpResponse:
    """Every lesson, by whom it is for."""
    groups = [
        (title, [lesson for lesson in lessons() if lesson.audience == key])
        for key, title in AUDIENCE_TITLES.items()
    ]
    return render(request, "learn/lessons.html", {"groups": [one for one in groups if one[1]]})


@plain_page
@framed
def lesson(request: HttpRequest, path: str, *, embedded: bool) -> HttpResponse:
    """Questions, the story, the same questions, and how to be counted, on one page."""
    found = lesson_or_404(path)
    return show(request, found, blank(found, BEFORE), blank(found, AFTER), embedded=embedded)


@plain_page
def certificate(request: HttpRequest, path: str) -> HttpResponse:
    """A page to type a name into and to print. Nothing that is typed leaves the browser."""
    # A copy is read on another day: there the learner writes the date too.
    today = None if copying() else timezone.localdate()
    values = {"lesson": lesson_or_404(path), "today": today}
    return render(request, "learn/lesson_certificate.html", values)


@plain_page
def guide(request: HttpRequest, path: str) -> HttpResponse:
    """What helps whoever leads a group, to print."""
    found = lesson_or_404(path)
    if not found.guide:
        raise Http404
    return render(request, "learn/lesson_guide.html", {"lesson": found})


@plain_page
def package(request: HttpRequest, path: str) -> HttpResponse:
    """The lesson for a school's or a hospital's own learning system."""
    found = lesson_or_404(path)
    name = get_valid_filename(scorm.file_name(found))
    return HttpResponse(
        scorm.package(found),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def lesson_or_404(path: str) -> Lesson:
    """The lesson at a path, or the page that says there is none."""
    found = lesson_at(path)
    if found is None:
        raise Http404
    return found


def show(
    request: HttpRequest,
    found: Lesson,
    before: Sheet,
    after: Sheet,
    *,
    embedded: bool,
    mistakes: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """The page of a lesson, with the answers so far and what is wrong with them."""
    more = {"before": before, "after": after, "mistakes": mistakes or []}
    return page(
        request, "learn/lesson.html", found, embedded, more, status=422 if mistakes else 200
    )


def page(
    request: HttpRequest,
    template: str,
    found: Lesson,
    embedded: bool,
    more: dict[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page about a lesson, on this site or inside another."""
    context: dict[str, object] = {
        "lesson": found,
        "embedded": embedded,
        "base": "learn/lesson_embedded.html" if embedded else "web/public.html",
        "count_url": address("lesson_count", found, embedded),
        "lesson_url": address("lesson", found, embedded),
        **more,
    }
    if embedded:
        context["frame"] = embedding.bare_frame(request)
    return render(request, template, context, status=status)


def address(name: str, found: Lesson, embedded: bool) -> str:
    """The address of a page about a lesson; the same page has another one inside other sites."""
    return reverse(f"{name}_embedded" if embedded else name, args=[found.path])
