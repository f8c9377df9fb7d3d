"""A learner who comes back after a month with the code: the same questions once more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.learn.lessons import codes
from waymark.learn.lessons.codes import Code
from waymark.learn.lessons.counting import count_later, is_spent, this_month
from waymark.learn.lessons.counting_views import (
    CONFLICT,
    TOO_MANY,
    UNPROCESSABLE,
    flooded,
    mistakes_in,
    too_many,
)
from waymark.learn.lessons.marking import LATER, Sheet, blank, filled
from waymark.learn.lessons.reading import Lesson
from waymark.web.caching import plain_page

SENT = "send"


@plain_page
def ask(request: HttpRequest) -> HttpResponse:
    """Where the code is typed."""
    return render(request, "learn/lesson_later.html", {"typed": "", "said": ""})


@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest) -> HttpResponse:
    """Type the code, answer the questions, be counted: three steps at one address."""
    if request.method != "POST":
        return ask(request)
    typed = request.POST.get("code", "")
    code = codes.read(typed)
    lesson = code.lesson if code else None
    if refusal := _refusal(code, lesson):
        said, status = refusal
        values = {"typed": typed[:60], "said": said}
        return render(request, "learn/lesson_later.html", values, status=status)
    if code is None or lesson is None:
        raise AssertionError("a code without a lesson was refused above")
    if request.POST.get("do") != SENT:
        return _questions(request, lesson, code, blank(lesson, LATER))
    return _receive(request, lesson, code)


def _receive(request: HttpRequest, lesson: Lesson, code: Code) -> HttpResponse:
    sheet = filled(lesson, LATER, request.POST)
    if mistakes := mistakes_in(request, sheet):
        return _questions(request, lesson, code, sheet, mistakes, status=UNPROCESSABLE)
    if too_many(request):
        return _questions(request, lesson, code, sheet, [("consent", flooded())], status=TOO_MANY)
    count_later(lesson, code, sheet.marks)
    values = {"lesson": lesson, "code": code, "later": sheet}
    return render(request, "learn/lesson_later_marks.html", values)


def _refusal(code: Code | None, lesson: Lesson | None) -> tuple[str, int] | None:
    """Why the questions are not asked with this code, and the status of that answer."""
    if code is None:
        return _("This code does not fit. Please check each letter and digit."), UNPROCESSABLE
    if code.expired:
        return _("This code is more than a year old. It cannot be counted any more."), CONFLICT
    if timezone.localdate() < code.opens:
        said = _("It is too early. Please come back on %(day)s. Your code still works then.")
        return said % {"day": date_format(code.due, "DATE_FORMAT")}, CONFLICT
    if lesson is None:
        said = _("This lesson has changed since then. Your code cannot be counted any more.")
        return said, CONFLICT
    if is_spent(code):
        return _("This code was counted already. Thank you for coming back."), CONFLICT
    return None


def _questions(
    request: HttpRequest,
    lesson: Lesson,
    code: Code,
    sheet: Sheet,
    mistakes: list[tuple[str, str]] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    values = {
        "lesson": lesson,
        "code": code,
        "later": sheet,
        "mistakes": mistakes or [],
        "month": this_month(),
    }
    return render(request, "learn/lesson_later_questions.html", values, status=status)
