"""One record: read it, take a step with it, bring back what it said, take it back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.answers import Answers, value_of
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, renewed, take_step
from waymark.cases.models import AboutParticipant, Case
from waymark.cases.support.actions.records import (
    answers_now,
    bring_back,
    change_record,
    remove_record,
)
from waymark.cases.support.clocks import clock_of
from waymark.cases.support.forms.people import HiddenForm
from waymark.cases.support.forms.records import RecordForm, record_form
from waymark.cases.support.kinds import CHANGE, Kind
from waymark.cases.support.queries.comparing import compared
from waymark.cases.support.queries.lines import about_whom
from waymark.cases.support.queries.page import page_of
from waymark.cases.support.views.common import kind_named, record_of
from waymark.cases.support.views.lists import list_page
from waymark.directory.queries.visible import visible_to


@dataclass(frozen=True)
class Taken:
    """A step with a record, and what was typed for it."""

    kind: Kind
    record: AboutParticipant
    step: str
    form: RecordForm
    hidden: Form


@require_safe
def support_record(
    request: StaffRequest, case_id: UUID, kind: str, record_id: UUID
) -> HttpResponse:
    """What a record says, and what it said before."""
    case, chosen = case_of(request, case_id), kind_named(kind)
    return _record_page(request, case, chosen, record_of(case, chosen, record_id))


@require_http_methods(["GET", "HEAD", "POST"])
def support_step(
    request: StaffRequest, case_id: UUID, kind: str, record_id: UUID, step: str
) -> HttpResponse:
    """Change a record, or take one of the steps of its kind."""
    case, chosen = case_of(request, case_id), kind_named(kind)
    _require_step(chosen, step)
    record = record_of(case, chosen, record_id)
    before = answers_now(record, request.keyring)
    organisation = request.worker.organisation
    data = request.POST if request.method == "POST" else None
    form = record_form(chosen, organisation, data, before=before, step=step)
    hidden = HiddenForm(data, initial={"seen": record.version})
    taken = Taken(chosen, record, step, form, hidden)
    if data is None:
        return _step_page(request, case, taken)
    if not (form.is_valid() & hidden.is_valid()):
        return _step_page(request, case, taken, status=UNPROCESSABLE)

    def again(problem: str, status: int) -> HttpResponse:
        fresh, now = case_of(request, case_id), record_of(case, chosen, record_id)
        kept = Taken(chosen, now, step, form, renewed(hidden, now.version))
        return _step_page(request, fresh, kept, status=status, problem=problem)

    seen = hidden.cleaned_data["seen"]
    return take_step(
        request,
        lambda: change_record(
            record, form.all_answers(), seen=seen, by=request.worker, keyring=request.keyring
        ),
        done=_("Saved. What it said before is kept."),
        back=("support_record", case.pk, chosen.slug, record.pk),
        again=again,
    )


@require_POST
def support_back(
    request: StaffRequest, case_id: UUID, kind: str, record_id: UUID, version: int
) -> HttpResponse:
    """Let a record say again what it said in an earlier version: undo."""
    case, chosen = case_of(request, case_id), kind_named(kind)
    record = record_of(case, chosen, record_id)
    hidden = HiddenForm(request.POST)
    seen = hidden.cleaned_data["seen"] if hidden.is_valid() else 0

    def again(problem: str, status: int) -> HttpResponse:
        fresh, now = case_of(request, case_id), record_of(case, chosen, record_id)
        return _record_page(request, fresh, chosen, now, problem=problem, status=status)

    return take_step(
        request,
        lambda: bring_back(record, version, seen=seen, by=request.worker, keyring=request.keyring),
        done=_("It says again what it said before."),
        back=("support_record", case.pk, chosen.slug, record.pk),
        again=again,
    )


@require_POST
def support_remove(
    request: StaffRequest, case_id: UUID, kind: str, record_id: UUID
) -> HttpResponse:
    """Take back a record that was written by mistake: it is erased. Never a determination."""
    case, chosen = case_of(request, case_id), kind_named(kind)
    record = record_of(case, chosen, record_id)
    if chosen.only_grows:
        raise Http404
    return take_step(
        request,
        lambda: remove_record(record, by=request.worker, keyring=request.keyring),
        done=_("The record is erased."),
        back=(f"case_{chosen.tab}", case.pk),
        again=lambda problem, status: list_page(
            request, case_of(request, case_id), chosen, problem=problem, status=status
        ),
    )


def _require_step(kind: Kind, step: str) -> None:
    if kind.only_grows or (step != CHANGE and kind.step(step) is None):
        raise Http404


def _provider_url(request: StaffRequest, answers: Answers) -> str:
    """The entry of the directory that gave a service, if the worker may know of it."""
    entry = str(value_of(answers, "provider_service", ""))
    known = bool(entry) and visible_to(request.worker).filter(pk=entry).exists()
    return reverse("directory_service", args=[entry]) if known else ""


def _record_page(
    request: StaffRequest, case: Case, kind: Kind, record: AboutParticipant, **more: Any
) -> HttpResponse:
    organisation, keyring = request.worker.organisation, request.keyring
    page = page_of(kind, record, organisation, keyring)
    context = {
        "kind": kind,
        "record": record,
        "about": about_whom(record),
        "page": page,
        "clock": clock_of(page.answers) if kind.slug == "milestone" else None,
        "provider_url": _provider_url(request, page.answers),
        "comparison": compared(kind, record, case, organisation, keyring),
    }
    return case_page(request, case, kind.tab, "cases/support/record.html", context, **more)


def _step_page(request: StaffRequest, case: Case, taken: Taken, **more: Any) -> HttpResponse:
    kind, record = taken.kind, taken.record
    page = page_of(kind, record, request.worker.organisation, request.keyring)
    chosen = kind.step(taken.step)
    context = {
        "kind": kind,
        "record": record,
        "about": about_whom(record),
        "title": chosen.title if chosen else _("Change"),
        "form": taken.form,
        "hidden_form": taken.hidden,
        "page": page,
        "possible": taken.step == CHANGE or taken.step in dict(page.steps),
    }
    return case_page(request, case, kind.tab, "cases/support/step.html", context, **more)
