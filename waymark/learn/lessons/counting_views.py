"""A learner who chooses to be counted: answers come in once, their marks go out once.

The page of a lesson is the same for everybody and so can carry no token. So the answers first come
back as a code, with the marks that would be counted; what counts is sending that code, and a code
counts once however often it is sent.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.accounts import throttle
from waymark.accounts.address import client_address
from waymark.accounts.throttle import Counter, Pace
from waymark.learn.lessons import codes
from waymark.learn.lessons.codes import Code
from waymark.learn.lessons.counting import count_first, this_month
from waymark.learn.lessons.marking import AFTER, BEFORE, Sheet, filled
from waymark.learn.lessons.reading import Lesson
from waymark.learn.lessons.views import framed, lesson_or_404, page, show

# A school behind one address is free; a program that goes on is slowed down to one an hour.
FLOOD = Pace(free=300, first=60, longest=3600)
CONFLICT, TOO_MANY, UNPROCESSABLE = 409, 429, 422


@require_POST
@framed
def count(request: HttpRequest, path: str, *, embedded: bool) -> HttpResponse:
    """Marks for answers, or the count for a code of marks."""
    lesson = lesson_or_404(path)
    if "code" in request.POST:
        return _count(request, lesson, embedded)
    before, after = (filled(lesson, moment, request.POST) for moment in (BEFORE, AFTER))
    if mistakes := mistakes_in(request, before, after):
        return show(request, lesson, before, after, embedded=embedded, mistakes=mistakes)
    return _result(request, lesson, codes.issue(lesson, before.marks, after.marks), embedded)


def mistakes_in(request: HttpRequest, *sheets: Sheet) -> list[tuple[str, str]]:
    """What is missing, each with the id of the field."""
    missing = [asked.name for sheet in sheets for asked in sheet.missing]
    found = []
    if missing:
        said = _("Please answer each question. Your other answers are kept.")
        found.append((f"{missing[0]}-1", said))
    if request.POST.get("consent") != "yes":
        found.append(("consent", _("Please tick the box if we may count your answers.")))
    return found


def too_many(request: HttpRequest) -> bool:
    """Whether this is one of very many from one place; counted in memory only."""
    return bool(throttle.admit((Counter("lesson", client_address(request), FLOOD),)))


def flooded() -> str:
    """What somebody reads who has to wait."""
    return _("Many answers came from your network. Please wait an hour and send again.")


def _count(request: HttpRequest, lesson: Lesson, embedded: bool) -> HttpResponse:
    code = codes.read(request.POST["code"])
    if code is None or not code.fits(lesson):
        said = _("This page changed on the way, so nothing was counted. Please start again.")
        return _refused(request, lesson, embedded, said, UNPROCESSABLE)
    if timezone.localdate() > code.day + codes.FIRST_WITHIN:
        said = _("This page was open for more than a week, so nothing was counted.")
        return _refused(request, lesson, embedded, said, CONFLICT)
    if too_many(request):
        return _result(request, lesson, code, embedded, said=flooded())
    count_first(lesson, code)
    return _result(request, lesson, code, embedded, counted=True)


def _result(
    request: HttpRequest,
    lesson: Lesson,
    code: Code,
    embedded: bool,
    *,
    counted: bool = False,
    said: str = "",
) -> HttpResponse:
    """The marks: what would be counted, or that it was, with the code to keep."""
    more = {"code": code, "counted": counted, "month": this_month(), "said": said}
    status = TOO_MANY if said else 200
    return page(request, "learn/lesson_marks.html", lesson, embedded, more, status=status)


def _refused(
    request: HttpRequest, lesson: Lesson, embedded: bool, said: str, status: int
) -> HttpResponse:
    more: dict[str, object] = {"code": None, "said": said}
    return page(request, "learn/lesson_marks.html", lesson, embedded, more, status=status)
