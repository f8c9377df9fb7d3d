"""The people of a case, and what one of them is in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, renewed, take_step
from waymark.cases.fields.forms import AnswersForm
from waymark.cases.models import Case, Participant
from waymark.cases.names import person_name
from waymark.cases.people.actions.changing import change_part
from waymark.cases.people.actions.removing import hangs_on, remove_from_case
from waymark.cases.people.forms.people import RecordForm
from waymark.cases.people.queries.people import (
    event_lines,
    is_restricted,
    part_of,
    people_lines,
    relation_lines,
    shown_record,
)
from waymark.cases.people.views.common import (
    PART,
    TAB,
    answers_in,
    asked,
    form_for,
    participant_of,
)
from waymark.cases.permissions import may_open_person


@require_safe
def case_people(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Everybody in the case, how they are related, and what happened."""
    return people_page(request, case_of(request, case_id))


def people_page(request: StaffRequest, case: Case, **more: Any) -> HttpResponse:
    """The page; also where a step that cannot be taken now leads back to."""
    context = {
        "lines": people_lines(case, request.keyring),
        "relations": relation_lines(case, request.keyring),
        "events": event_lines(case, request.keyring),
    }
    return case_page(request, case, TAB, "cases/people/people.html", context, **more)


@require_safe
def participant(request: StaffRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """What somebody is in the case. Who they are stands on a page of its own."""
    case = case_of(request, case_id)
    return _page(request, case, participant_of(case, participant_id))


def _page(request: StaffRequest, case: Case, found: Participant, **more: Any) -> HttpResponse:
    answers = answers_in(found, request)
    context = {
        "participant": found,
        "person": found.person.standing,
        "name": person_name(found.person.standing),
        "sections": shown_record(request.worker.organisation, "participant", answers),
        "restricted": is_restricted(found),
        "removable": not hangs_on(found),
        "may_open": may_open_person(request.worker, found.person.standing),
    }
    return case_page(request, case, TAB, "cases/people/participant.html", context, **more)


@require_http_methods(["GET", "HEAD", "POST"])
def participant_change(request: StaffRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """Change what somebody is in the case. What is asked follows from the role that is kept."""
    case = case_of(request, case_id)
    found = participant_of(case, participant_id)
    before = answers_in(found, request)
    fields = asked(request, "participant", part_of(before))
    form = form_for(request, fields, PART, before)
    hidden = RecordForm(request.POST or None, initial={"seen": found.version})
    if request.method != "POST":
        return _change_page(request, case, found, form, hidden)
    if not (form.is_valid() & hidden.is_valid()):
        return _change_page(request, case, found, form, hidden, status=UNPROCESSABLE)

    def again(problem: str, status: int) -> HttpResponse:
        fresh, now = case_of(request, case_id), participant_of(case, participant_id)
        kept = renewed(hidden, now.version)
        return _change_page(request, fresh, now, form, kept, status=status, problem=problem)

    return take_step(
        request,
        lambda: change_part(
            found,
            form.merged(before),
            seen=hidden.cleaned_data["seen"],
            by=request.worker,
            keyring=request.keyring,
        ),
        done=_("Saved."),
        back=("case_participant", case.pk, found.pk),
        again=again,
    )


def _change_page(
    request: StaffRequest,
    case: Case,
    found: Participant,
    form: AnswersForm,
    hidden: Form,
    **more: Any,
) -> HttpResponse:
    name = person_name(found.person.standing)
    context = {"participant": found, "name": name, "form": form, "hidden_form": hidden}
    return case_page(request, case, TAB, "cases/people/participant_change.html", context, **more)


@require_POST
def participant_remove(request: StaffRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """Take somebody out who was added by mistake."""
    case = case_of(request, case_id)
    found = participant_of(case, participant_id)
    return take_step(
        request,
        lambda: remove_from_case(found, by=request.worker),
        done=_("This person is not in the case any more."),
        back=("case_people", case.pk),
        again=lambda problem, status: people_page(
            request, case_of(request, case_id), problem=problem, status=status
        ),
    )


def saved_part(request: StaffRequest, case: Case, added: Participant) -> HttpResponse:
    """Where the worker goes on after somebody was added."""
    messages.success(request, _("The person is in the case now."))
    return redirect("case_participant_change", case.pk, added.pk)
