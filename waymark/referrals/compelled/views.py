"""Demands for what we know: write down, ask the adviser, decide, produce."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.forms.fields import SeenField
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.views.stepping import CONFLICT, UNPROCESSABLE, renewed, take_step
from waymark.cases.models import Case, Participant
from waymark.cases.people.queries.people import participants_of
from waymark.cases.permissions import may_supervise
from waymark.cases.records import read
from waymark.referrals.compelled import actions
from waymark.referrals.compelled.content import Said
from waymark.referrals.compelled.copying import cover_for, receiver_of
from waymark.referrals.compelled.forms import DemandForm, HandlingForm, MoveForm
from waymark.referrals.compelled.queries import demands_of, lines_of
from waymark.referrals.compelled.states import DemandStep, is_allowed
from waymark.referrals.consent.choices import choices_of
from waymark.referrals.gate import Ask, Refused, Why, leaving, turn_away
from waymark.referrals.models import Disclosure
from waymark.referrals.reference.disclosures import disclosures
from waymark.referrals.rights.choosing import Offer
from waymark.referrals.rights.forms import ChooseForm
from waymark.referrals.rights.package import attached, package_of
from waymark.referrals.ways import Way, way_out

TAB = "demands"
BOTH = ["GET", "HEAD", "POST"]
MOVES = {
    "adviser": DemandStep.ASK_ADVISER,
    "contest": DemandStep.CONTEST,
    "refuse": DemandStep.REFUSE,
    "take-back": DemandStep.TAKE_BACK,
}


@require_http_methods(BOTH)
def case_demands(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The demands of a case, and a form for another."""
    case = case_of(request, case_id)
    form = DemandForm(case.organisation, participants_of(case), request.POST or None)
    if request.method != "POST":
        return _list(request, case, form)
    if not form.is_valid():
        return _list(request, case, form, status=UNPROCESSABLE)
    return take_step(
        request,
        lambda: actions.record_demand(case, **form.said(), by=request.worker),
        done=_("The demand is written down. Nothing has been sent."),
        back=("case_demands", case.pk),
        again=lambda problem, status: _list(request, case, form, problem=problem, status=status),
    )


@require_safe
def demand(request: StaffRequest, case_id: UUID, demand_id: UUID) -> HttpResponse:
    """One demand: what was asked, what was done, what comes next."""
    return _one(request, _demand_of(request, case_id, demand_id))


@require_POST
def demand_handling(request: StaffRequest, case_id: UUID, demand_id: UUID) -> HttpResponse:
    """Write down what was done about it."""
    found = _demand_of(request, case_id, demand_id)
    form = HandlingForm(request.POST, prefix="handling")
    if not form.is_valid():
        return _one(request, found, handling_form=form, status=UNPROCESSABLE)

    def again(problem: str, status: int) -> HttpResponse:
        now = _demand_of(request, case_id, demand_id)
        kept = renewed(form, now.version)
        return _one(request, now, handling_form=kept, problem=problem, status=status)

    return take_step(
        request,
        lambda: actions.write_handling(
            found,
            form.said(),
            seen=form.cleaned_data["seen"],
            by=request.worker,
            keyring=request.keyring,
        ),
        done=_("It is written down."),
        back=("demand", case_id, demand_id),
        again=again,
    )


@require_POST
def demand_move(request: StaffRequest, case_id: UUID, demand_id: UUID, step: str) -> HttpResponse:
    """Give it to the adviser, contest it, refuse it, take a decision back."""
    found = _demand_of(request, case_id, demand_id)
    if step not in MOVES:
        raise Http404
    form = MoveForm(request.POST, prefix="move")
    if not form.is_valid():
        return _one(request, found, move_form=form, status=UNPROCESSABLE)

    def again(problem: str, status: int) -> HttpResponse:
        now = _demand_of(request, case_id, demand_id)
        kept = renewed(form, now.version)
        return _one(request, now, move_form=kept, problem=problem, status=status)

    return take_step(
        request,
        lambda: actions.move(
            found, MOVES[step], **form.cleaned_data, by=request.worker, keyring=request.keyring
        ),
        done=_("It is written down. Nothing has been sent."),
        back=("demand", case_id, demand_id),
        again=again,
    )


@require_http_methods(BOTH)
def demand_decide(request: StaffRequest, case_id: UUID, demand_id: UUID) -> HttpResponse:
    """A supervisor chooses exactly what is produced. Nothing leaves by this."""
    found = _demand_of(request, case_id, demand_id)
    require(may_supervise, request.worker, found.case)
    if found.participant is None or not is_allowed(DemandStep.DECIDE, found):
        return _one(request, found, problem=_why_not(found), status=CONFLICT)
    offer = _offer(request, found.participant)
    if request.method != "POST":
        return _choose(request, found, offer, ChooseForm(offer.choices))
    form = ChooseForm(offer.choices, request.POST)
    if not form.is_valid():
        return _choose(request, found, offer, form, status=UNPROCESSABLE)
    seen = SeenField().clean(request.POST.get("seen", ""))

    def again(problem: str, status: int) -> HttpResponse:
        now = _demand_of(request, case_id, demand_id)
        return _choose(request, now, offer, form, problem=problem, status=status)

    return take_step(
        request,
        lambda: actions.decide(
            found, form.cleaned_data["names"], seen=seen, by=request.worker, keyring=request.keyring
        ),
        done=_("It is decided. Nothing has left yet."),
        back=("demand", case_id, demand_id),
        again=again,
    )


@way_out(Way.COMPELLED)
@require_POST
def demand_produce(request: StaffRequest, case_id: UUID, demand_id: UUID) -> HttpResponse:
    """What was decided, as one ZIP that a supervisor hands over themself."""
    rows = Disclosure.objects.select_related("participant__case", "case")
    found = get_object_or_404(rows.filter(case=case_id), pk=demand_id)
    if found.participant is not None:
        turn_away(found.participant, by=request.worker)
    found = _demand_of(request, case_id, demand_id)
    require(may_supervise, request.worker, found.case)
    if found.participant is None:
        return _one(request, found, problem=_why_not(found), status=CONFLICT)
    said = Said.of(read(found, request.keyring))
    ask = Ask(
        found.participant,
        receiver_of(said),
        Way.COMPELLED,
        frozenset(said.produces),
        disclosure=found,
    )
    try:
        with leaving(ask, by=request.worker, keyring=request.keyring) as departure:
            actions.note_produced(found, departure, by=request.worker, keyring=request.keyring)
            cover = cover_for(found, said, request.LANGUAGE_CODE)
            return attached(package_of(departure, cover), f"{cover.title}.zip")
    except Refused as refusal:
        sentence = _why_not(found) if refusal.why is Why.NOTHING_ASKED else refusal.sentence
        return _one(request, found, problem=str(sentence), status=CONFLICT)


def _why_not(found: Disclosure) -> str:
    """Why nothing can be decided or produced now."""
    if found.participant is None:
        return str(actions.NOBODY)
    return _("Nobody has decided what is produced, or it was produced already. Nothing has left.")


def _demand_of(request: StaffRequest, case_id: UUID, demand_id: UUID) -> Disclosure:
    case = case_of(request, case_id)
    return get_object_or_404(demands_of(case), pk=demand_id)


def _offer(request: StaffRequest, participant: Participant) -> Offer:
    """All that the record holds: the supervisor decides on privileged papers, too."""
    held = [each for each in choices_of(participant, request.keyring) if each.holds]
    return Offer(held, 0)


def _list(request: StaffRequest, case: Case, form: DemandForm, **more: Any) -> HttpResponse:
    context = {
        "lines": lines_of(demands_of(case), request.keyring),
        "reminders": disclosures().reminders(),
        "form": form,
    }
    return case_page(request, case, TAB, "referrals/compelled/list.html", context, **more)


def _one(request: StaffRequest, found: Disclosure, **more: Any) -> HttpResponse:
    [line] = lines_of(demands_of(found.case).filter(pk=found.pk), request.keyring)
    labels: dict[str, Any] = {}
    if found.participant is not None:
        choices = choices_of(found.participant, request.keyring)
        labels = {each.name: each.label for each in choices}
    handling = vars(line.said.handling) if line.said else {}
    seen = {"seen": found.version}
    page = {name: more.pop(name) for name in ("status", "problem") if name in more}
    context = {
        "line": line,
        "produces": [labels.get(name, name) for name in line.said.produces] if line.said else [],
        "reminders": disclosures().reminders(),
        "steps": {step.value: is_allowed(step, found) for step in DemandStep},
        "handling_form": HandlingForm(initial={**handling, **seen}, prefix="handling"),
        "move_form": MoveForm(initial=seen, prefix="move"),
        **more,
    }
    case = case_of(request, found.case_id)
    return case_page(request, case, TAB, "referrals/compelled/demand.html", context, **page)


def _choose(
    request: StaffRequest, found: Disclosure, offer: Offer, form: ChooseForm, **more: Any
) -> HttpResponse:
    context = {
        "demand": found,
        "groups": offer.by_kind(),
        "ticked": set(form["names"].value() or ()),
        "form": form,
        "line": lines_of(demands_of(found.case).filter(pk=found.pk), request.keyring)[0],
    }
    case = case_of(request, found.case_id)
    return case_page(request, case, TAB, "referrals/compelled/decide.html", context, **more)
