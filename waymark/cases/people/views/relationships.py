"""How people of a case are related."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, renewed, take_step
from waymark.cases.models import Case, Participant, Relationship
from waymark.cases.people.actions.records import change_relationship, relate
from waymark.cases.people.actions.removing import remove_record
from waymark.cases.people.forms.people import TwoPeopleForm
from waymark.cases.people.queries.people import names_of, participants_of
from waymark.cases.people.views.common import (
    FIELDS,
    TAB,
    answers_in,
    asked,
    form_for,
    participant_of,
)
from waymark.cases.people.views.people import people_page

RECORD = "relationship"


@require_http_methods(["GET", "HEAD", "POST"])
def relationship_add(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Say how two people of the case are related."""
    case = case_of(request, case_id)
    form = form_for(request, asked(request, RECORD), FIELDS)
    two = TwoPeopleForm(names_of(participants_of(case)), request.POST or None)
    if request.method != "POST":
        return _page(request, case, form, two)
    if not (form.is_valid() & two.is_valid()):
        return _page(request, case, form, two, status=UNPROCESSABLE)
    return take_step(
        request,
        lambda: relate(
            *_pair(case, two),
            form.answers(),
            by=request.worker,
            record_id=two.cleaned_data["record_id"],
        ),
        done=_("Saved."),
        back=("case_people", case.pk),
        again=lambda problem, status: _page(
            request, case_of(request, case_id), form, two, problem=problem, status=status
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def relationship_change(
    request: StaffRequest, case_id: UUID, relationship_id: UUID
) -> HttpResponse:
    """Change or take back a relationship."""
    case = case_of(request, case_id)
    found = _relationship(case, relationship_id)
    before = answers_in(found, request)
    form = form_for(request, asked(request, RECORD), FIELDS, before)
    initial = {"one": found.one_id, "other": found.other_id, "seen": found.version}
    people = names_of(participants_of(case))
    two = TwoPeopleForm(people, request.POST or None, initial=initial)
    if request.method != "POST":
        return _page(request, case, form, two, found)
    if not (form.is_valid() & two.is_valid()):
        return _page(request, case, form, two, found, status=UNPROCESSABLE)

    def again(problem: str, status: int) -> HttpResponse:
        fresh, now = case_of(request, case_id), _relationship(case, relationship_id)
        kept = renewed(two, now.version)
        return _page(request, fresh, form, kept, now, problem=problem, status=status)

    return take_step(
        request,
        lambda: change_relationship(
            found,
            *_pair(case, two),
            form.merged(before),
            seen=two.cleaned_data["seen"],
            by=request.worker,
            keyring=request.keyring,
        ),
        done=_("Saved."),
        back=("case_people", case.pk),
        again=again,
    )


@require_POST
def relationship_remove(
    request: StaffRequest, case_id: UUID, relationship_id: UUID
) -> HttpResponse:
    """Take back a relationship that was written by mistake."""
    case = case_of(request, case_id)
    found = _relationship(case, relationship_id)
    return take_step(
        request,
        lambda: remove_record(found, by=request.worker, keyring=request.keyring),
        done=_("The relationship is erased."),
        back=("case_people", case.pk),
        again=lambda problem, status: people_page(
            request, case_of(request, case_id), problem=problem, status=status
        ),
    )


def _relationship(case: Case, relationship_id: UUID) -> Relationship:
    rows = Relationship.objects.filter(case=case, envelope__erased_at=None)
    return get_object_or_404(rows.select_related("case", "envelope"), pk=relationship_id)


def _pair(case: Case, form: TwoPeopleForm) -> tuple[Participant, Participant]:
    data = form.cleaned_data
    return participant_of(case, UUID(data["one"])), participant_of(case, UUID(data["other"]))


def _page(
    request: StaffRequest,
    case: Case,
    form: Any,
    two: Any,
    found: Relationship | None = None,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "two": two, "relationship": found}
    return case_page(request, case, TAB, "cases/people/relationship.html", context, **more)
