"""Historic trafficking events of a case."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, renewed, take_step
from waymark.cases.models import Case, HistoricEvent, Participant
from waymark.cases.people.actions.records import Place, add_event, change_event
from waymark.cases.people.actions.removing import remove_record
from waymark.cases.people.forms.people import AboutForm
from waymark.cases.people.queries.people import names_of, participants_of, shown_record
from waymark.cases.people.views.common import (
    FIELDS,
    TAB,
    answers_in,
    asked,
    form_for,
    participant_of,
)
from waymark.cases.people.views.people import people_page
from waymark.reports.queries.record import situations_for
from waymark.reports.queries.visible import situations_visible_to

RECORD = "event"


@require_http_methods(["GET", "HEAD", "POST"])
def event_add(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write down what happened."""
    case = case_of(request, case_id)
    form = form_for(request, asked(request, RECORD), FIELDS)
    about = _about_form(request, case, case.situation_id, {"situation": case.situation_id or ""})
    if request.method != "POST":
        return _page(request, case, form, about)
    if not (form.is_valid() & about.is_valid()):
        return _page(request, case, form, about, status=UNPROCESSABLE)
    return take_step(
        request,
        lambda: add_event(
            case,
            _about(case, about),
            form.answers(),
            by=request.worker,
            record_id=about.cleaned_data["record_id"],
            place=_place(request, about),
        ),
        done=_("Saved."),
        back=("case_people", case.pk),
        again=lambda problem, status: _page(
            request, case_of(request, case_id), form, about, problem=problem, status=status
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def event_change(request: StaffRequest, case_id: UUID, event_id: UUID) -> HttpResponse:
    """Read, change or take back an event."""
    case = case_of(request, case_id)
    found = _event(case, event_id)
    before = answers_in(found, request)
    form = form_for(request, asked(request, RECORD), FIELDS, before)
    initial = {
        "about": found.participant_id or "",
        "situation": found.situation_id or "",
        "seen": found.version,
    }
    about = _about_form(request, case, found.situation_id, initial)
    if request.method != "POST":
        return _page(request, case, form, about, found)
    if not (form.is_valid() & about.is_valid()):
        return _page(request, case, form, about, found, status=UNPROCESSABLE)

    def again(problem: str, status: int) -> HttpResponse:
        fresh, now = case_of(request, case_id), _event(case, event_id)
        kept = renewed(about, now.version)
        return _page(request, fresh, form, kept, now, problem=problem, status=status)

    return take_step(
        request,
        lambda: change_event(
            found,
            _about(case, about),
            form.merged(before),
            seen=about.cleaned_data["seen"],
            by=request.worker,
            keyring=request.keyring,
            place=_place(request, about),
        ),
        done=_("Saved."),
        back=("case_people", case.pk),
        again=again,
    )


@require_POST
def event_remove(request: StaffRequest, case_id: UUID, event_id: UUID) -> HttpResponse:
    """Take back an event that was written by mistake."""
    case = case_of(request, case_id)
    found = _event(case, event_id)
    return take_step(
        request,
        lambda: remove_record(found, by=request.worker, keyring=request.keyring),
        done=_("The event is erased."),
        back=("case_people", case.pk),
        again=lambda problem, status: people_page(
            request, case_of(request, case_id), problem=problem, status=status
        ),
    )


def _event(case: Case, event_id: UUID) -> HistoricEvent:
    rows = case.historicevents.filter(envelope__erased_at=None)
    return get_object_or_404(rows.select_related("case", "envelope"), pk=event_id)


def _about_form(
    request: StaffRequest, case: Case, now: UUID | None, initial: dict[str, Any]
) -> AboutForm:
    """Where the worker may not open the situation of now, it is not theirs to change."""
    lines = situations_for(request.worker, request.keyring)
    choices = [
        (str(line.situation.pk), " ".join(filter(None, (line.name, line.title)))) for line in lines
    ]
    known = now is None or str(now) in dict(choices)
    people = names_of(participants_of(case))
    return AboutForm(people, choices if known else [], request.POST or None, initial=initial)


def _place(request: StaffRequest, form: AboutForm) -> Place | None:
    if not form.says_situation:
        return None
    chosen = form.cleaned_data["situation"]
    rows = situations_visible_to(request.worker)
    return Place(get_object_or_404(rows, pk=chosen) if chosen else None)


def _about(case: Case, form: AboutForm) -> Participant | None:
    chosen = form.cleaned_data["about"]
    return participant_of(case, UUID(chosen)) if chosen else None


def _page(
    request: StaffRequest,
    case: Case,
    form: Any,
    about: Any,
    found: HistoricEvent | None = None,
    **more: Any,
) -> HttpResponse:
    organisation = request.worker.organisation
    shown = shown_record(organisation, RECORD, answers_in(found, request)) if found else []
    context = {"form": form, "about": about, "event": found, "sections": shown}
    return case_page(request, case, TAB, "cases/people/event.html", context, **more)
