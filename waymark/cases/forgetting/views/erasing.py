"""Erase a record, a field, a person, a case: each shows first what will go."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_page
from waymark.cases.caseload.views.stepping import take_step
from waymark.cases.forgetting.actions import erasing, fields
from waymark.cases.forgetting.burying import is_held
from waymark.cases.forgetting.copies import (
    Gone,
    everybody_in,
    everywhere_as,
    gone_record,
    received,
)
from waymark.cases.forgetting.forms import EraseForm, FieldEraseForm
from waymark.cases.forgetting.hanging import records_about, records_of
from waymark.cases.forgetting.queries import fields_in, kind_of, numbers_of
from waymark.cases.forgetting.views.common import (
    UNPROCESSABLE,
    participant_in,
    record_in,
    supervised,
)
from waymark.cases.models import Case, CaseRecord, Participant
from waymark.cases.names import case_name, person_name
from waymark.cases.people.actions.changing import note_reading

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def forget_case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """All that goes with the case, and the button that erases it."""
    case = supervised(request, case_id)
    form = EraseForm(case_name(case), request.POST or None)

    def page(**more: Any) -> HttpResponse:
        return _whole_case_page(request, case, form, **more)

    return _erase(request, case, form, lambda: erasing.erase_case(case, by=request.worker), page)


@require_POST
def forget_case_field(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Erase one field of the case itself."""
    case = supervised(request, case_id)
    form, empty = FieldEraseForm(request.POST), EraseForm(case_name(case))
    if not form.is_valid():
        return _whole_case_page(request, case, empty, status=UNPROCESSABLE)
    name, seen = form.cleaned_data["field"], form.cleaned_data["seen"]
    return take_step(
        request,
        lambda: fields.erase_case_field(
            case, name, seen=seen, by=request.worker, keyring=request.keyring
        ),
        done=_("The field is erased. Nobody can read it any more."),
        back=("forget_case", case.pk),
        again=lambda problem, status: _whole_case_page(
            request, supervised(request, case_id), empty, problem=problem, status=status
        ),
    )


@require_http_methods(BOTH)
def forget_person(request: StaffRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """All that is about one person in every case, and the button that erases it."""
    case = supervised(request, case_id)
    participant = participant_in(case, participant_id)
    name = person_name(participant.person.standing)
    form = EraseForm(name, request.POST or None)

    def page(**more: Any) -> HttpResponse:
        return _person_page(request, case, participant, form, **more)

    return _erase(
        request, case, form, lambda: erasing.erase_person(participant, by=request.worker), page
    )


@require_http_methods(BOTH)
def forget_record(
    request: StaffRequest, case_id: UUID, label: str, record_id: UUID
) -> HttpResponse:
    """What the record says, a button for each of its fields, and one for the whole."""
    case = supervised(request, case_id)
    record = record_in(case, label, record_id)
    if request.method != "POST":
        return _record_page(request, case, record)
    return take_step(
        request,
        lambda: erasing.erase_record(record, by=request.worker, keyring=request.keyring),
        done=_("It is erased. Nobody can read it any more."),
        back=("case_forgetting", case.pk),
        again=lambda problem, status: _record_page(
            request, case, record, problem=problem, status=status
        ),
    )


@require_POST
def forget_field(request: StaffRequest, case_id: UUID, label: str, record_id: UUID) -> HttpResponse:
    """Erase one field of a record."""
    case = supervised(request, case_id)
    record = record_in(case, label, record_id)
    form = FieldEraseForm(request.POST)
    if not form.is_valid():
        return _record_page(request, case, record, status=UNPROCESSABLE)
    name, seen = form.cleaned_data["field"], form.cleaned_data["seen"]
    return take_step(
        request,
        lambda: fields.erase_field(
            record, name, seen=seen, by=request.worker, keyring=request.keyring
        ),
        done=_("The field is erased. Nobody can read it any more."),
        back=("forget_record", case.pk, label, record.pk),
        again=lambda problem, status: _record_page(
            request, case, record_in(case, label, record_id), problem=problem, status=status
        ),
    )


@require_POST
def forget_identity_field(
    request: StaffRequest, case_id: UUID, participant_id: UUID
) -> HttpResponse:
    """Erase one field of who somebody is."""
    case = supervised(request, case_id)
    participant = participant_in(case, participant_id)
    form = FieldEraseForm(request.POST)
    empty = EraseForm(person_name(participant.person.standing))
    if not form.is_valid():
        return _person_page(request, case, participant, empty, status=UNPROCESSABLE)
    name, seen = form.cleaned_data["field"], form.cleaned_data["seen"]
    return take_step(
        request,
        lambda: fields.erase_identity_field(
            participant, name, seen=seen, by=request.worker, keyring=request.keyring
        ),
        done=_("The field is erased. Nobody can read it any more."),
        back=("forget_person", case.pk, participant.pk),
        again=lambda problem, status: _person_page(
            request,
            case,
            participant_in(case, participant_id),
            empty,
            problem=problem,
            status=status,
        ),
    )


def _erase(
    request: StaffRequest,
    case: Case,
    form: EraseForm,
    act: Callable[[], None],
    page: Callable[..., HttpResponse],
) -> HttpResponse:
    """Show what goes; on POST with the right name, let it go and show the tombstones."""
    if request.method != "POST":
        return page()
    if not form.is_valid():
        return page(status=UNPROCESSABLE)
    return take_step(
        request,
        act,
        done=_("It is erased. Nobody can read it any more."),
        back=("case_erased", case.pk),
        again=lambda problem, status: page(problem=problem, status=status),
    )


def _whole_case_page(
    request: StaffRequest, case: Case, form: EraseForm, **more: Any
) -> HttpResponse:
    context = {
        "fields": fields_in(case, request.keyring),
        "numbers": numbers_of(records_of(case)),
        "received": _received(request, Gone(everybody_in(case.pk), None)),
        "form": form,
    }
    return _page(request, case, "forget_case.html", context, **more)


def _record_page(
    request: StaffRequest, case: Case, record: CaseRecord, **more: Any
) -> HttpResponse:
    label = record._meta.label_lower
    context = {
        "record": record,
        "label": label,
        "kind": kind_of(label),
        "fields": fields_in(record, request.keyring),
        "received": _received(request, gone_record(record)),
    }
    return _page(request, case, "forget_record.html", context, **more)


def _received(request: StaffRequest, gone: Gone | None) -> list[str]:
    """Who outside was given something of it: nothing is erased there."""
    return received(gone, request.worker, request.keyring)


def _person_page(
    request: StaffRequest, case: Case, participant: Participant, form: EraseForm, **more: Any
) -> HttpResponse:
    """Erasing a field needs to see it: the page says who the person is, and that is audited."""
    person = participant.person.standing
    note_reading(person, by=request.worker)
    context = {
        "participant": participant,
        "person": person,
        "name": person_name(person),
        "fields": fields_in(person, request.keyring),
        "numbers": numbers_of(records_about([participant])),
        "received": _received(request, Gone(everywhere_as(person.pk), None)),
        "form": form,
    }
    return _page(request, case, "forget_person.html", context, **more)


def _page(
    request: StaffRequest, case: Case, template: str, context: dict[str, Any], **more: Any
) -> HttpResponse:
    context["held"] = is_held(case)
    return case_page(request, case, "", f"cases/forgetting/{template}", context, **more)
