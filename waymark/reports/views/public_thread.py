"""Coming back with a code: read, add, withdraw, erase. The code travels in a POST body only."""

from contextlib import suppress

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.reports.actions import thread as actions
from waymark.reports.forms.public import MESSAGE, Mistake, Text, mistakes_of, read_text
from waymark.reports.models import State
from waymark.reports.promise import promise_in_words
from waymark.reports.queries import public as queries
from waymark.reports.queries.public import Thread
from waymark.reports.uploads import Body, read_body
from waymark.reports.views.out_of_order import not_stored
from waymark.reports.views.public import (
    BAD_REQUEST,
    CONFLICT,
    UNPROCESSABLE,
    form_mistakes,
    form_status,
    read_token,
)
from waymark.vault import form_token
from waymark.vault.form_token import Form

CONFIRMED = {"withdraw": "reports/public/withdraw.html", "erase": "reports/public/erase.html"}


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and show what it opens."""
    if request.method != "POST":
        return _code_page(request, "", "", 200)
    body = read_body(request)
    try:
        return _open(request, body)
    except Error as fault:
        return not_stored(request, body, fault)


def _open(request: HttpRequest, body: Body) -> HttpResponse:
    code = body.text("code").strip()
    found = queries.find_thread(code)
    if found is None:
        return _no_thread_page(request, body, code)
    if found.answered and found.report.answer_read_at is None:
        # A database that takes nothing at the moment must not keep the answer from its reader.
        with suppress(Error):
            actions.note_answer_read(found)
    return _thread_page(request, found, code)


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest) -> HttpResponse:
    """Do something with the thread whose code comes along. Without one, ask for it."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("return"))
    body = read_body(request)
    try:
        return _do(request, body)
    except Error as fault:
        return not_stored(request, body, fault)


def _do(request: HttpRequest, body: Body) -> HttpResponse:
    code = body.text("code").strip()
    found = queries.find_thread(code)
    if found is None:
        return _no_thread_page(request, body, code)
    step = body.text("do")
    if step in CONFIRMED:
        return render(request, CONFIRMED[step], {"code": code})
    try:
        return _act(request, body, found, code, step)
    except actions.Refused:
        return _refused_page(request, body, code)


def _act(request: HttpRequest, body: Body, found: Thread, code: str, step: str) -> HttpResponse:
    """One step. Raises Refused where the report's state does not allow it."""
    if step == "add":
        return _add(request, body, found, code)
    if step == "withdraw_now":
        actions.withdraw(found)
        return _fresh_page(request, code, _("You have withdrawn your report."))
    if step == "restore":
        actions.restore(found)
        return _fresh_page(request, code, _("Your report is back. The team sees it again."))
    if step == "erase_now":
        actions.erase(found.report)
        return _fresh_page(request, code, "")
    return _thread_page(request, found, code, status=BAD_REQUEST)


def _add(request: HttpRequest, body: Body, found: Thread, code: str) -> HttpResponse:
    """Add a message, or show it again with what is wrong with it."""
    token = read_token(Form.MESSAGE, body)
    text = read_text(body, MESSAGE)
    if not text.value:
        text.error = _("Please write something first.")
    mistakes = form_mistakes(body, token) + mistakes_of([text])
    if mistakes:
        return _thread_page(
            request, found, code, text=text, mistakes=mistakes, status=form_status(body, token)
        )
    actions.add_message(found, text.value, token.key)
    return _fresh_page(request, code, _("Your message has arrived."))


def _fresh_page(request: HttpRequest, code: str, done: str) -> HttpResponse:
    """The thread as it is after a step, with a sentence about what was done."""
    found = queries.find_thread(code)
    if found is None:
        return _code_page(request, code, "", 200)
    return _thread_page(request, found, code, done=done)


def _refused_page(request: HttpRequest, body: Body, code: str) -> HttpResponse:
    """The thread's state does not allow what was asked; what was typed is kept."""
    found = queries.find_thread(code)
    if found is None:
        return _no_thread_page(request, body, code)
    sentences = {
        State.WITHDRAWN: _(
            "This report is withdrawn. Bring it back first, then send your message."
        ),
        State.ERASED: _("This report is erased. Nothing can be added to it."),
    }
    state = State(found.report.state)
    message = sentences.get(state, _("We cannot open this report at the moment."))
    return _thread_page(
        request,
        found,
        code,
        text=read_text(body, MESSAGE),
        mistakes=[Mistake("main", message)],
        status=CONFLICT,
    )


def _no_thread_page(request: HttpRequest, body: Body, code: str) -> HttpResponse:
    """The same answer for every code that opens nothing, however close it is."""
    if body.strange:
        sentence = _("Your browser sent this in a form that we cannot read. Please try again.")
        return _code_page(request, code, sentence, BAD_REQUEST)
    sentence = _("We find no report with this code. Please check each letter and number.")
    return _code_page(request, code, sentence, UNPROCESSABLE)


def _code_page(request: HttpRequest, code: str, mistake: str, status: int) -> HttpResponse:
    values = {"code": code, "mistakes": [Mistake("code", mistake)] if mistake else []}
    return render(request, "reports/public/return.html", values, status=status)


def _thread_page(
    request: HttpRequest,
    found: Thread,
    code: str,
    *,
    text: Text | None = None,
    mistakes: list[Mistake] | None = None,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    report = found.report
    values = {
        "thread": found,
        "report": report,
        "code": code,
        "text": text or Text(MESSAGE),
        "mistakes": mistakes or [],
        "done": done,
        "token": form_token.issue(Form.MESSAGE),
        "late": report.answer_due_at is not None and report.answer_due_at < timezone.now(),
        "promise": promise_in_words(report.recipient, urgent=report.urgent),
    }
    name = "erased" if report.state == State.ERASED else "thread"
    return render(request, f"reports/public/{name}.html", values, status=status)
