"""One address: GET is the first page, the same for everybody; each step is one POST to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from waymark.directory.finding.where import Where
from waymark.screening.navigator import ending, way
from waymark.screening.navigator.answers import Answers
from waymark.screening.navigator.places import country_of, place_of
from waymark.screening.navigator.reading import Navigator, Step, navigator
from waymark.screening.navigator.screens import screen
from waymark.web.caching import PLAIN

UNPROCESSABLE = 422
# What a button asks for beside the next step: a step by its id, or one of these.
BACK, SKIP, END, CARD = "back", "skip", "end", "card"


@require_http_methods(["GET", "HEAD", "POST"])
def options(request: HttpRequest) -> HttpResponse:
    """The next screen. Answers travel in the form only: in no address, cookie, log or table."""
    found = navigator()
    if request.method != "POST":
        page = _screen(request, found, Answers(), found.steps[0])
        page.headers["Cache-Control"] = PLAIN
        return page
    answers = Answers.read(request.POST, found)
    at = found.step(request.POST.get("at", ""))
    go = request.POST.get("go", "")
    if go == CARD:
        return _card(request, found, answers)
    if go == BACK or (step := found.step(go)):
        target = way.before(at, found, answers) if go == BACK else step
        return _screen(request, found, answers, target or found.steps[0])
    if go == SKIP and at:
        answers = answers.without(at, found)
    return _onward(request, found, answers, at, to_end=go == END)


def _onward(
    request: HttpRequest, found: Navigator, answers: Answers, at: Step | None, *, to_end: bool
) -> HttpResponse:
    """The screen after this one; this one again where the place has to be told from others."""
    if at and any(question.kind == "town" for question in at.questions):
        where = place_of(answers)
        if where.to_choose:
            return _screen(request, found, answers, at, where)
    target = way.after(at, found, answers) if at else found.steps[0]
    if target and not to_end:
        return _screen(request, found, answers, target)
    return _end(request, found, answers)


def _screen(
    request: HttpRequest, found: Navigator, answers: Answers, step: Step, where: Where | None = None
) -> HttpResponse:
    values: dict[str, object] = {
        "screen": screen(found, answers, step, where),
        "carried": list(answers.fields(leave_out=step)),
        "end_offered": found.steps.index(step) > 2 or set(answers.given) > {"now"},
    }
    if step.questions:
        status = UNPROCESSABLE if where and where.unknown else 200
        return render(request, "screening/navigator/step.html", values, status=status)
    values["danger"] = answers.has("now", "danger")
    values["lines"] = ending.lines(answers, country_of(answers))
    return render(request, "screening/navigator/help.html", values)


def _end(request: HttpRequest, found: Navigator, answers: Answers) -> HttpResponse:
    end = ending.end(found, answers)
    values = {
        "end": end,
        "first": end.in_group("first"),
        "more": end.in_group("more"),
        "always": end.in_group("always"),
        "groups": ending.groups(found, end.found),
        "form": end.find_form,
        "carried": list(answers.fields()),
        "ticked": answers.values("needs"),
        "language": answers.one("language"),
        "sources": end.sources,
        "review": found.review,
    }
    return render(request, "screening/navigator/end.html", values)


def _card(request: HttpRequest, found: Navigator, answers: Answers) -> HttpResponse:
    """Numbers to print: no answer and no reason stands on the card."""
    end = ending.end(found, answers)
    values = {
        "lines": end.lines.shown,
        "results": end.results,
        "carried": list(answers.fields()),
        "numbers_only": request.POST.get("only") == "numbers",
    }
    return render(request, "screening/navigator/card.html", values)
