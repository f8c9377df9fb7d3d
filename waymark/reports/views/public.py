"""The report form and its receipt: one page, one POST, no cookie."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.reports import flood, steady
from waymark.reports.actions import held
from waymark.reports.actions.intake import submit
from waymark.reports.attaching import Attached, attach
from waymark.reports.content import Relation
from waymark.reports.files import CheckedFile
from waymark.reports.forms.public import Mistake, ReportForm
from waymark.reports.models import Report, State
from waymark.reports.promise import promise_in_words
from waymark.reports.queries import public as queries
from waymark.reports.uploads import Body, read_body
from waymark.reports.views.out_of_order import UNAVAILABLE, not_stored, typed
from waymark.vault import form_token
from waymark.vault.form_token import ExpiredToken, Form, WrongToken

WRITE_PAGE = "reports/public/write.html"
RECEIPT_PAGE = "reports/public/receipt.html"
BAD_REQUEST, CONFLICT, TOO_LARGE, UNPROCESSABLE = 400, 409, 413, 422


@dataclass(frozen=True)
class Token:
    """A form's token and key. When they are new, `mistake` says why and `status` goes with it."""

    text: str
    key: bytes
    earlier_key: bytes | None = None
    mistake: str = ""
    status: int = UNPROCESSABLE


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """The form, and the receipt once it is sent."""
    if request.method != "POST":
        recipients = queries.published_recipients()
        return _fresh_page(request, ReportForm(recipients)) if recipients else _closed_page(request)
    body = read_body(request)
    try:
        if not queries.published_recipients():
            return _closed_page(request, body)
        return _receive(request, body)
    except Error as fault:
        return not_stored(request, body, fault)


def _closed_page(request: HttpRequest, body: Body | None = None) -> HttpResponse:
    """Nobody takes reports; what was typed is shown again."""
    values = {"said": typed(body) if body else []}
    return render(request, "reports/public/closed.html", values, status=UNAVAILABLE)


def _receive(request: HttpRequest, body: Body) -> HttpResponse:
    """Store the report, or show the form again with everything that was typed."""
    form = ReportForm.read(body, queries.published_recipients())
    token = read_token(Form.REPORT, body)
    key = token.earlier_key or token.key
    attached = attach(
        body.files("files"), key, expected=bool(body.text("held")), dropped=body.texts("drop")
    )
    mistakes = form_mistakes(body, token) + [Mistake("files", each) for each in attached.refusals]
    form.mistakes[:0] = mistakes
    if form.mistakes or form.recipient is None:
        if stored := queries.report_of_form(key):
            return _stored_page(request, stored, key, [])
        return _mended_page(request, body, form, token, attached)
    submitted = submit(
        form.recipient.recipient,
        form.content(),
        attached.all,
        token.key,
        get_language() or settings.LANGUAGE_CODE,
        quarantined=flood.reports.notice(
            flood.address_of(request), form.texts["what"].value, form_key=token.key
        ),
    )
    if body.text("held"):
        _drop_held_files(token.key)
    if submitted.repeated:
        return _stored_page(request, submitted.report, token.key, attached.all)
    return _receipt_page(request, submitted.report, submitted.receipt, attached.all)


def _drop_held_files(form_key: bytes) -> None:
    """They are in the report now. Where they cannot be removed, the ticker does it later."""
    with suppress(Error):
        held.drop_held_files(form_key)


def read_token(form: Form, body: Body) -> Token:
    """The token that came with a form; a fresh one in place of a wrong or old one."""
    text = body.text("token")
    try:
        return Token(text, form_token.read(form, text))
    except ExpiredToken as expired:
        mistake, status = _("This page was open for more than a day. Please send again."), CONFLICT
        earlier: bytes | None = expired.form_key
    except WrongToken:
        mistake, status = _("Something went wrong on the way. Please send again."), BAD_REQUEST
        earlier = None
    fresh = form_token.issue(form)
    return Token(fresh, form_token.read(form, fresh), earlier, mistake, status)


def form_mistakes(body: Body, token: Token) -> list[Mistake]:
    """What was wrong with the sending as a whole."""
    if body.cut:
        sentence = _(
            "Not everything arrived. The files were too large together, or the line broke. "
            "Please choose fewer or smaller files and send again."
        )
        return [Mistake("files", sentence)]
    sentence = _("Your browser sent this in a form that we cannot read. Please try again.")
    if body.strange:
        return [Mistake("main", sentence)]
    return [Mistake("main", token.mistake)] if token.mistake else []


def form_status(body: Body, token: Token) -> int:
    """The status of the page that shows a form again."""
    if body.too_large:
        return TOO_LARGE
    return BAD_REQUEST if body.cut or body.strange else token.status


def _mended_page(
    request: HttpRequest, body: Body, form: ReportForm, token: Token, attached: Attached
) -> HttpResponse:
    """The form again. Good files are kept under the key that the form has now."""
    kept = attached.kept
    if token.earlier_key is not None and kept:
        held.drop_held_files(token.earlier_key)
        held.hold(token.key, [each.file for each in kept])
    held.hold(token.key, attached.new, already=len(kept))
    files = held.held_files(token.key) if kept or attached.new else []
    return _form_page(request, form, token.text, files, form_status(body, token))


def _fresh_page(request: HttpRequest, form: ReportForm) -> HttpResponse:
    """The empty form: the same for everybody but for its token."""
    text = steady.page(
        ("write", get_language()),
        lambda: render_to_string(WRITE_PAGE, _form_values(form, steady.mark("token"), []), request),
        {"token": form_token.issue(Form.REPORT)},
    )
    return HttpResponse(text)


def _form_page(
    request: HttpRequest, form: ReportForm, token: str, files: Sequence[held.Held], status: int
) -> HttpResponse:
    return render(request, WRITE_PAGE, _form_values(form, token, files), status=status)


def _form_values(form: ReportForm, token: str, files: Sequence[held.Held]) -> dict[str, object]:
    return {
        "form": form,
        "token": token,
        "held": files,
        "relations": Relation.choices,
        "most_files": settings.MAX_FILES,
        "most_megabytes": settings.MAX_FILE_BYTES // (1024 * 1024),
        "words": [each.words(get_language() or "") for each in form.recipients],
    }


def _stored_page(
    request: HttpRequest, report: Report, form_key: bytes, files: Sequence[CheckedFile]
) -> HttpResponse:
    """The answer to a form that was sent before: the same receipt, or what became of it."""
    if queries.may_show_receipt_again(report):
        receipt = queries.receipts().for_form(form_key)
        return _receipt_page(request, report, receipt, files)
    erased = report.state == State.ERASED
    return render(request, f"reports/public/{'erased' if erased else 'arrived'}.html")


def _receipt_page(
    request: HttpRequest, report: Report, receipt: str, files: Sequence[CheckedFile]
) -> HttpResponse:
    """The receipt. Without files it differs only in its code, so that it is rendered rarely."""
    recipient, urgent = report.recipient, report.urgent
    values = {
        "receipt": receipt,
        "promise": promise_in_words(recipient, urgent=urgent),
        "cleaned": [file.name for file in files if not file.metadata_inside],
        "not_cleaned": [file.name for file in files if file.metadata_inside],
    }
    if files:
        return render(request, RECEIPT_PAGE, values)
    values["receipt"] = steady.mark("receipt")
    text = steady.page(
        ("receipt", get_language(), recipient.pk, urgent),
        lambda: render_to_string(RECEIPT_PAGE, values, request),
        {"receipt": receipt},
    )
    return HttpResponse(text)
