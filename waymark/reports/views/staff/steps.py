"""What a worker does with one report: one address and one POST for each step."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.accounts.gate import StaffRequest
from waymark.reports.actions import answering, situations, triage
from waymark.reports.forms.staff import AnswerForm, HandOverForm, MarkForm, NoteForm, SituationForm
from waymark.reports.models import Disposition, Report
from waymark.reports.queries.record import situations_for
from waymark.reports.queries.visible import colleagues_for, situations_visible_to, visible_to
from waymark.reports.states import CannotNow, Seen
from waymark.reports.views.staff.report import report_of, report_page

CONFLICT = 409
UNPROCESSABLE = 422


def _step(
    request: StaffRequest, report: Report, act: Callable[[], object], done: str, **typed: Any
) -> HttpResponse:
    """Take a step and go back to the report; if it cannot be taken now, say why and keep all."""
    try:
        act()
    except CannotNow as refusal:
        fresh = report_of(request, report.pk)
        return report_page(
            request, fresh, problem=str(refusal.sentence), status=CONFLICT, **_renewed(fresh, typed)
        )
    messages.success(request, done)
    return redirect("report", report.pk)


def _renewed(report: Report, typed: dict[str, Any]) -> dict[str, Any]:
    """The same forms with what was typed, but knowing what the page shows now."""
    for form in typed.values():
        if "seen" in form.fields:
            data = form.data.copy()
            data[form.add_prefix("seen")] = str(Seen.of(report))
            form.data = data
    return typed


def _again(request: StaffRequest, report: Report, **typed: Any) -> HttpResponse:
    """The page with the mistakes in a form."""
    return report_page(request, report, status=UNPROCESSABLE, **typed)


@require_POST
def take(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Hold the report."""
    report, seen = report_of(request, report_id), Seen.parse(request.POST.get("seen", ""))
    return _step(
        request,
        report,
        lambda: triage.take(report, by=request.worker, seen=seen),
        _("You hold this report now."),
    )


@require_POST
def release(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Put the report back."""
    report = report_of(request, report_id)
    return _step(
        request,
        report,
        lambda: triage.release(report, by=request.worker),
        _("The report is back in the queue for anybody to take."),
    )


@require_POST
def hand_over(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Give the report to a colleague."""
    report = report_of(request, report_id)
    form = HandOverForm(colleagues_for(report.recipient), request.POST, prefix="hand_over")
    if not form.is_valid():
        return _again(request, report, hand_over_form=form)
    to, seen = form.cleaned_data["to"], form.cleaned_data["seen"]
    return _step(
        request,
        report,
        lambda: triage.hand_over(report, to=to, by=request.worker, seen=seen),
        _("%(name)s holds this report now.") % {"name": to.name},
        hand_over_form=form,
    )


@require_POST
def answer(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Send words to the reporter."""
    report = report_of(request, report_id)
    form = AnswerForm(request.POST, prefix="answer")
    if not form.is_valid():
        return _again(request, report, answer_form=form)
    return _step(
        request,
        report,
        lambda: answering.answer(
            report, **form.cleaned_data, by=request.worker, keyring=request.keyring
        ),
        _("Your answer is there for the reporter to read."),
        answer_form=form,
    )


@require_POST
def note(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Write a note for colleagues."""
    report = report_of(request, report_id)
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return _again(request, report, note_form=form)
    return _step(
        request,
        report,
        lambda: answering.add_note(report, **form.cleaned_data, by=request.worker),
        _("Your note is saved."),
        note_form=form,
    )


@require_POST
def mark(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Close the report."""
    report = report_of(request, report_id)
    lines = situations_for(request.worker, request.keyring)
    form = MarkForm(lines, visible_to(request.worker), request.POST, prefix="mark")
    if not form.is_valid():
        return _again(request, report, mark_form=form)
    data = form.cleaned_data
    situation = data["situation"] or None
    return _step(
        request,
        report,
        lambda: triage.mark(
            report,
            Disposition(data["disposition"]),
            by=request.worker,
            situation=situation
            and get_object_or_404(situations_visible_to(request.worker), pk=situation),
            duplicate_of=data["duplicate_of"],
        ),
        _("The report is closed. You can reopen it."),
        mark_form=form,
    )


@require_POST
def reopen(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Undo the closing."""
    report = report_of(request, report_id)
    return _step(
        request,
        report,
        lambda: triage.reopen(report, by=request.worker),
        _("The report is open again."),
    )


@require_POST
def lift_quarantine(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Take the report out of the flood."""
    report = report_of(request, report_id)
    return _step(
        request,
        report,
        lambda: triage.lift_quarantine(report, by=request.worker),
        _("The report is in the ordinary queue now."),
    )


@require_POST
def group(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Put the report into a situation, an old or a new one."""
    report = report_of(request, report_id)
    lines = situations_for(request.worker, request.keyring)
    form = SituationForm(lines, request.POST, prefix="group")
    if not form.is_valid():
        return _again(request, report, group_form=form)
    chosen, title = form.cleaned_data["situation"], form.cleaned_data["title"]

    def act() -> None:
        if title:
            situations.create_situation(title, report=report, by=request.worker)
        else:
            visible = situations_visible_to(request.worker)
            situations.group(report, get_object_or_404(visible, pk=chosen), by=request.worker)

    return _step(
        request, report, act, _("The report belongs to the situation now."), group_form=form
    )


@require_POST
def ungroup(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Take the report out of its situation."""
    report = report_of(request, report_id)
    return _step(
        request,
        report,
        lambda: situations.group(report, None, by=request.worker),
        _("The report belongs to no situation now."),
    )
