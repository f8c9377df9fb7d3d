"""Referrals as the receiving desk sees them."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, take_step
from waymark.cases.permissions import may_begin_case, may_work_on_cases
from waymark.cases.queries.visible import cases_visible_to
from waymark.referrals.models import Referral, TakenOver
from waymark.referrals.referring.actions import moving
from waymark.referrals.referring.actions.reading import open_packets
from waymark.referrals.referring.actions.taking_over import take_over
from waymark.referrals.referring.content import lines_of, reason_in_words
from waymark.referrals.referring.forms.steps import AnswerForm, TakeOverForm
from waymark.referrals.referring.holding import release_holds
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.permissions import may_set_desk, uses_desk
from waymark.referrals.referring.queries.incoming import incoming_lines
from waymark.referrals.referring.queries.page import is_late
from waymark.referrals.referring.states import ANSWERS, TAKEN, Move, is_allowed
from waymark.referrals.referring.views.finding import incoming_of
from waymark.referrals.referring.views.sent import answer_named
from waymark.referrals.ways import already_out
from waymark.vault.models import Compartment

PER_PAGE = 50


@require_safe
def incoming_referrals(request: StaffRequest) -> HttpResponse:
    """What has come in, what waits first."""
    require(uses_desk, request.worker)
    page = Paginator(incoming_lines(request.worker), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "sets_desk": may_set_desk(request.worker)}
    return render(request, "referrals/referring/incoming.html", context)


@require_safe
def incoming_referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """One that came in, opened: what was sent and what can be answered."""
    return show(request, incoming_of(request, referral_id))


def show(
    request: StaffRequest,
    found: Referral,
    *,
    bound: AnswerForm | None = None,
    take_form: TakeOverForm | None = None,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    """The page of a referral to us, perhaps with a form that has mistakes."""
    packets = open_packets(found, by=request.worker, keyring=request.keyring)
    moves = [move for move in Move if move in ANSWERS and is_allowed(move, found.state)]
    forms = [bound if bound and bound.move is move else AnswerForm(move) for move in moves]
    lost = bound.data.get(bound.add_prefix("words"), "") if bound and bound not in forms else ""
    values = {
        "referral": found,
        "name": referral_name(found),
        "late": is_late(found.state, found.answer_due_at),
        "holds": release_holds(found),
        "packets": [(packed, lines_of(packed.values)) for packed in packets],
        "reason": reason_in_words(packets[0].reason) if packets else "",
        "forms": forms,
        "lost": lost,
        "problem": problem,
        **_taking_over(request, found, take_form, opened=bool(packets)),
    }
    return render(request, "referrals/referring/received.html", values, status=status)


@require_POST
def incoming_answer(request: StaffRequest, referral_id: UUID, step: str) -> HttpResponse:
    """Accept, decline, begin, finish."""
    found = incoming_of(request, referral_id)
    form = AnswerForm(answer_named(step), request.POST)
    if not form.is_valid():
        return show(request, found, bound=form, status=UNPROCESSABLE)
    return take_step(
        request,
        lambda: moving.answer(
            found, form.move, by=request.worker, keyring=request.keyring, **form.said()
        ),
        done=_("Your answer is given. The sender sees it."),
        back=("incoming_referral", referral_id),
        again=lambda problem, status: show(
            request, incoming_of(request, referral_id), bound=form, problem=problem, status=status
        ),
    )


@require_POST
def incoming_take_over(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Begin a case of one's own from what was sent."""
    found = incoming_of(request, referral_id)
    require(may_work_on_cases, request.worker)
    form = TakeOverForm(circles_of(request), request.POST)
    if not form.is_valid():
        return show(request, found, take_form=form, status=UNPROCESSABLE)
    compartment = form.cleaned_data["compartment"]
    return take_step(
        request,
        lambda: take_over(found, compartment, by=request.worker, keyring=request.keyring),
        done=_("The case is begun. It is yours: a recall of the referral leaves it as it is."),
        back=("incoming_referral", referral_id),
        again=lambda problem, status: show(
            request,
            incoming_of(request, referral_id),
            take_form=form,
            problem=problem,
            status=status,
        ),
    )


@already_out(reason="the gate let the file out to this desk when the packet was sealed")
@require_safe
def incoming_file(
    request: StaffRequest, referral_id: UUID, packet: int, number: int
) -> HttpResponse:
    """Open a file of a packet on the worker's own device; audited."""
    found = incoming_of(request, referral_id)
    packets = open_packets(found, by=request.worker, keyring=request.keyring)
    try:
        file = packets[packet].files[number]
    except IndexError:
        raise Http404 from None
    shown_as = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    return HttpResponse(
        file.body,
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Disposition": shown_as,
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def circles_of(request: StaffRequest) -> list[Compartment]:
    """The circles in which the worker may begin a case."""
    own = Compartment.objects.filter(owner=request.worker.organisation_id).order_by("name", "pk")
    return [each for each in own if may_begin_case(request.worker, each)]


def _taking_over(
    request: StaffRequest, found: Referral, form: TakeOverForm | None, *, opened: bool
) -> dict[str, Any]:
    """The case that was begun, for those who may see it; else the form, where one may begin it."""
    row = TakenOver.objects.filter(referral=found).first()
    if row is not None:
        visible = cases_visible_to(request.worker).filter(pk=row.case_id).first()
        return {"taken": True, "case_begun": visible}
    circles = circles_of(request)
    able = opened and found.state in TAKEN and bool(circles)
    return {"taken": False, "take_form": form or TakeOverForm(circles) if able else None}
