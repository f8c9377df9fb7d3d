"""What people ask about their own data: record it, decide, give a copy, say that it is done."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.views.stepping import CONFLICT, UNPROCESSABLE, renewed, take_step
from waymark.cases.forgetting.views.common import participant_in
from waymark.cases.models import Case
from waymark.cases.names import person_name
from waymark.cases.people.queries.people import is_restricted, participants_of
from waymark.cases.permissions import may_supervise
from waymark.referrals.gate import Ask, Refused, leaving, turn_away
from waymark.referrals.models import RightKind, RightsRequest
from waymark.referrals.receivers import Receiver
from waymark.referrals.rights import actions
from waymark.referrals.rights.choosing import Offer, offer_of
from waymark.referrals.rights.copying import cover_for
from waymark.referrals.rights.forms import ChooseForm, DecideForm, FinishForm, RequestForm
from waymark.referrals.rights.package import attached, package_of
from waymark.referrals.rights.queries import lines_of, requests_of
from waymark.referrals.rights.states import RightsStep, is_allowed
from waymark.referrals.ways import Way, way_out

TAB = "rights"
BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def case_rights(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The requests of a case, and a form for another."""
    case = case_of(request, case_id)
    if request.method != "POST":
        return _list(request, case, RequestForm(participants_of(case)))
    form = RequestForm(participants_of(case), request.POST)
    if not form.is_valid():
        return _list(request, case, form, status=UNPROCESSABLE)
    said = form.cleaned_data
    said["kind"] = RightKind(said["kind"])
    return take_step(
        request,
        lambda: actions.record_request(**said, by=request.worker),
        done=_("The request is written down."),
        back=("case_rights", case.pk),
        again=lambda problem, status: _list(request, case, form, problem=problem, status=status),
    )


@require_safe
def rights_request(request: StaffRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """One request: what was asked, what was decided, what comes next."""
    return _one(request, _request_of(request, case_id, request_id))


@require_POST
def rights_decide(request: StaffRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """Grant it, or refuse it with a reason."""
    found = _request_of(request, case_id, request_id)
    require(may_supervise, request.worker, found.case)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _one(request, found, decide_form=form, status=UNPROCESSABLE)
    data = {**form.cleaned_data, "granted": form.cleaned_data["granted"] == "yes"}

    def again(problem: str, status: int) -> HttpResponse:
        now = _request_of(request, case_id, request_id)
        kept = renewed(form, now.version)
        return _one(request, now, decide_form=kept, problem=problem, status=status)

    return take_step(
        request,
        lambda: actions.decide(found, **data, by=request.worker, keyring=request.keyring),
        done=_("The decision is written down. Tell the person."),
        back=("rights_request", case_id, request_id),
        again=again,
    )


@require_POST
def rights_finish(request: StaffRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """Say that it is done; to restrict is done by it."""
    found = _request_of(request, case_id, request_id)
    form = FinishForm(request.POST)
    if not form.is_valid():
        return _one(request, found, finish_form=form, status=UNPROCESSABLE)

    def again(problem: str, status: int) -> HttpResponse:
        now = _request_of(request, case_id, request_id)
        kept = renewed(form, now.version)
        return _one(request, now, finish_form=kept, problem=problem, status=status)

    return take_step(
        request,
        lambda: actions.finish(
            found, **form.cleaned_data, by=request.worker, keyring=request.keyring
        ),
        done=_("The request is done."),
        back=("rights_request", case_id, request_id),
        again=again,
    )


@require_POST
def rights_erase(request: StaffRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """Erase everything about the person, because they asked for it."""
    found = _request_of(request, case_id, request_id)
    return take_step(
        request,
        lambda: actions.erase_everything(found, by=request.worker),
        done=_("Everything about this person is erased in the cases that you may open."),
        back=("case_erased", case_id),
        again=lambda problem, status: _one(request, found, problem=problem, status=status),
    )


@require_POST
def rights_lift(request: StaffRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """The person wants their data used again."""
    case = case_of(request, case_id)
    participant = participant_in(case, participant_id)

    def again(problem: str, status: int) -> HttpResponse:
        form = RequestForm(participants_of(case))
        return _list(request, case, form, problem=problem, status=status)

    return take_step(
        request,
        lambda: actions.lift_restriction(participant, by=request.worker),
        done=_("The data may be used again."),
        back=("case_rights", case_id),
        again=again,
    )


@require_safe
def rights_choose(request: StaffRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """What goes into the copy."""
    found = _request_of(request, case_id, request_id)
    if not is_allowed(RightsStep.COPY, found):
        return _one(request, found, status=CONFLICT)
    offer = offer_of(found.participant, request.keyring)
    return _choose(request, found, offer, ChooseForm(offer.choices, {"names": offer.proposed}))


@way_out(Way.OWN_COPY)
@require_POST
def rights_copy(request: StaffRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """The copy as one ZIP: a page in the person's language, and JSON."""
    rows = RightsRequest.objects.select_related("participant__case", "participant__person")
    found = get_object_or_404(rows.filter(case=case_id), pk=request_id)
    turn_away(found.participant, by=request.worker)
    found = _request_of(request, case_id, request_id)
    offer = offer_of(found.participant, request.keyring)
    form = ChooseForm(offer.choices, request.POST)
    if not form.is_valid():
        return _choose(request, found, offer, form, status=UNPROCESSABLE)
    names = frozenset(form.cleaned_data["names"])
    cover = cover_for(found.participant, offer, names, by=request.worker, keyring=request.keyring)
    person = Receiver.person(found.participant.person_id)
    ask = Ask(found.participant, person, Way.OWN_COPY, names, request=found)
    try:
        with leaving(ask, by=request.worker, keyring=request.keyring) as departure:
            actions.note_copy(found, departure, by=request.worker, keyring=request.keyring)
            name = person_name(found.participant.person.standing)
            return attached(package_of(departure, cover), f"{name}.zip")
    except Refused as refusal:
        problem = str(refusal.sentence)
        return _choose(request, found, offer, form, problem=problem, status=CONFLICT)


def _request_of(request: StaffRequest, case_id: UUID, request_id: UUID) -> RightsRequest:
    case = case_of(request, case_id)
    return get_object_or_404(requests_of(case), pk=request_id)


def _list(request: StaffRequest, case: Case, form: RequestForm, **more: Any) -> HttpResponse:
    people = [row for row in participants_of(case) if is_restricted(row)]
    context = {
        "lines": lines_of(requests_of(case), request.keyring),
        "restricted": [(row, person_name(row.person.standing)) for row in people],
        "form": form,
    }
    return case_page(request, case, TAB, "referrals/rights/list.html", context, **more)


def _one(request: StaffRequest, found: RightsRequest, **more: Any) -> HttpResponse:
    seen = {"seen": found.version}
    page = {name: more.pop(name) for name in ("status", "problem") if name in more}
    context = {
        "line": lines_of(requests_of(found.case).filter(pk=found.pk), request.keyring)[0],
        "steps": {step.value: is_allowed(step, found) for step in RightsStep},
        "decide_form": DecideForm(initial=seen),
        "finish_form": FinishForm(initial=seen),
        **more,
    }
    case = case_of(request, found.case_id)
    return case_page(request, case, TAB, "referrals/rights/request.html", context, **page)


def _choose(
    request: StaffRequest, found: RightsRequest, offer: Offer, form: ChooseForm, **more: Any
) -> HttpResponse:
    context = {
        "request_row": found,
        "groups": offer.by_kind(),
        "privileged": offer.privileged,
        "ticked": set(form["names"].value() or ()),
        "form": form,
    }
    case = case_of(request, found.case_id)
    return case_page(request, case, TAB, "referrals/rights/choose.html", context, **more)
