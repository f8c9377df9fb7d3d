"""The page of one report, its files, and whether something on it is new."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from waymark.accounts.gate import StaffRequest
from waymark.reports.actions.reading import note_file_opening
from waymark.reports.actions.triage import note_opening
from waymark.reports.forms.staff import AnswerForm, HandOverForm, MarkForm, NoteForm, SituationForm
from waymark.reports.models import Report, State
from waymark.reports.names import report_name
from waymark.reports.permissions import is_supervisor
from waymark.reports.queries.recipients import name_of
from waymark.reports.queries.record import file_line, record_of, situations_for
from waymark.reports.queries.visible import colleagues_for, visible_to
from waymark.reports.states import Seen, Step, is_allowed

NOT_MODIFIED = 304
OK = 200


def report_of(request: StaffRequest, report_id: UUID) -> Report:
    """The report with that id, if the worker may see it; else there is none."""
    rows = visible_to(request.worker).select_related("recipient", "holder", "situation")
    return get_object_or_404(rows.select_related("duplicate_of"), pk=report_id)


@require_safe
def report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """The page of a report. Each opening is audited."""
    return report_page(request, report_of(request, report_id))


def report_page(
    request: StaffRequest,
    found: Report,
    *,
    problem: str = "",
    status: int = OK,
    **typed: Any,
) -> HttpResponse:
    """Open the report and show it; `typed` are forms that came back with something in them."""
    note_opening(found, by=request.worker)
    record = record_of(found, request.keyring, timezone.now())
    context = {
        "record": record,
        "report": found,
        "recipient_name": name_of(found.recipient, get_language()),
        "problem": problem,
        "kept": "\n\n".join(
            str(form.data.get(form.add_prefix("text"), "")) for form in typed.values()
        ),
        "news_tag": _news_tag(found),
        "duplicate_name": _name_of_original(request, found),
        "can": {step.value: is_allowed(step, found) for step in Step},
        "mine": found.holder_id == request.worker.pk,
        "may_release": found.holder_id == request.worker.pk or is_supervisor(request.worker),
        **_forms(request, found, record.seen),
        **typed,
    }
    return render(request, "reports/staff/report.html", context, status=status)


def _name_of_original(request: StaffRequest, found: Report) -> str:
    """The name of the report that this one repeats, if the worker may see that one."""
    original = found.duplicate_of
    seen = original is not None and visible_to(request.worker).filter(pk=original.pk).exists()
    return report_name(original) if original is not None and seen else ""


def _text_in(form: Form) -> str:
    """What was typed into a form's large box, if it has one."""
    return str(form.data.get(form.add_prefix("text"), ""))


def _forms(request: StaffRequest, found: Report, seen: Seen) -> dict[str, Any]:
    """Empty forms for every step that the report's state allows."""
    if found.state in {State.WITHDRAWN, State.ERASED}:
        return {}
    lines = situations_for(request.worker, request.keyring)
    shown = {"seen": str(seen)}
    colleagues = colleagues_for(found.recipient)
    if found.holder_id is not None:
        colleagues = colleagues.exclude(pk=found.holder_id)
    return {
        "answer_form": AnswerForm(initial=shown, prefix="answer"),
        "note_form": NoteForm(prefix="note"),
        "hand_over_form": HandOverForm(colleagues, initial=shown, prefix="hand_over"),
        "group_form": SituationForm(lines, prefix="group"),
        "mark_form": MarkForm(
            lines,
            visible_to(request.worker),
            prefix="mark",
            initial={"situation": str(found.situation_id or "")},
        ),
    }


@require_safe
def report_news(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """For the script on the page: whether the thread is still as it showed it. Opens nothing."""
    found = report_of(request, report_id)
    tag = _news_tag(found)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=NOT_MODIFIED, headers={"ETag": tag})
    response = render(request, "reports/staff/parts/news.html", {"report": found})
    response.headers["ETag"] = tag
    return response


def _news_tag(found: Report) -> str:
    """Changes with the state, the holder and every message."""
    return f'"{found.state}.{Seen.of(found)}"'


@require_safe
def report_file(request: StaffRequest, report_id: UUID, file_id: UUID) -> HttpResponse:
    """Download a file, sealed until now. It is never shown in the browser; audited."""
    found = report_of(request, report_id)
    file = get_object_or_404(
        found.attachments.filter(envelope__erased_at=None), pk=file_id, report__state__in=_READABLE
    )
    key = request.keyring.data_key(file.envelope_id)
    line, body = file_line(file, key), key.open(file, "body")
    note_file_opening(file, by=request.worker)
    name = content_disposition_header(as_attachment=True, filename=line.name) or "attachment"
    return HttpResponse(
        body,
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Disposition": name,
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


_READABLE = (State.NEW, State.TAKEN, State.ANSWERED, State.CLOSED)
