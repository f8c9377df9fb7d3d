"""Partners' referrals as the receiving desk sees them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, take_step
from waymark.cases.permissions import may_work_on_cases
from waymark.cases.queries.visible import cases_visible_to
from waymark.referrals.models import PartnerReferral, TakenOver
from waymark.referrals.partners.actions import desk as actions
from waymark.referrals.partners.actions.taking_over import take_over
from waymark.referrals.partners.forms import NoteForm, StepForm
from waymark.referrals.partners.queries.page import DeskPage, desk_page
from waymark.referrals.partners.queries.visible import partner_referrals_for
from waymark.referrals.referring.forms.steps import TakeOverForm
from waymark.referrals.referring.states import TAKEN
from waymark.referrals.referring.views.incoming import circles_of
from waymark.referrals.referring.views.sent import answer_named


@require_safe
def partner_referral(request: StaffRequest, partner_referral_id: UUID) -> HttpResponse:
    """One that a partner's computer sent, opened: what was sent and what can be answered."""
    return _show(request, partner_referral_id)


@require_POST
def partner_referral_answer(
    request: StaffRequest, partner_referral_id: UUID, step: str
) -> HttpResponse:
    """Accept, decline, begin, finish."""
    found = _find(request, partner_referral_id)
    form = StepForm(answer_named(step), request.POST)
    if not form.is_valid():
        return _show(request, partner_referral_id, bound=form, status=UNPROCESSABLE)
    return take_step(
        request,
        lambda: actions.answer(found, form.move, by=request.worker, **form.cleaned_data),
        done=_("Your answer is given. The sender sees it."),
        back=("partner_referral", partner_referral_id),
        again=lambda problem, status: _show(
            request, partner_referral_id, bound=form, problem=problem, status=status
        ),
    )


@require_POST
def partner_referral_note(request: StaffRequest, partner_referral_id: UUID) -> HttpResponse:
    """Keep a note for the desk."""
    found = _find(request, partner_referral_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, partner_referral_id, note_form=form, status=UNPROCESSABLE)
    text = form.cleaned_data["text"]
    return take_step(
        request,
        lambda: actions.write_note(found, text, by=request.worker),
        done=_("It is noted."),
        back=("partner_referral", partner_referral_id),
        again=lambda problem, status: _show(
            request, partner_referral_id, note_form=form, problem=problem, status=status
        ),
    )


@require_POST
def partner_referral_take_over(request: StaffRequest, partner_referral_id: UUID) -> HttpResponse:
    """Begin a case of one's own from what was sent."""
    found = _find(request, partner_referral_id)
    require(may_work_on_cases, request.worker)
    form = TakeOverForm(circles_of(request), request.POST)
    if not form.is_valid():
        return _show(request, partner_referral_id, take_form=form, status=UNPROCESSABLE)
    circle = form.cleaned_data["compartment"]
    return take_step(
        request,
        lambda: take_over(found, circle, by=request.worker, keyring=request.keyring),
        done=_("The case is begun. It is yours: a recall of the referral leaves it as it is."),
        back=("partner_referral", partner_referral_id),
        again=lambda problem, status: _show(
            request, partner_referral_id, take_form=form, problem=problem, status=status
        ),
    )


def _find(request: StaffRequest, pk: UUID) -> PartnerReferral:
    """A partner's referral to the worker's own desk; else there is none."""
    return get_object_or_404(partner_referrals_for(request.worker), pk=pk)


def _show(
    request: StaffRequest,
    pk: UUID,
    *,
    bound: StepForm | None = None,
    note_form: NoteForm | None = None,
    take_form: TakeOverForm | None = None,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    """The page, read anew, perhaps with a form that has mistakes."""
    found = _find(request, pk)
    page = desk_page(found, request.worker, request.keyring)
    values: dict[str, Any] = {
        "referral": found,
        "page": page,
        "forms": [bound if bound and bound.move is each else StepForm(each) for each in page.moves],
        "note_form": note_form or NoteForm(),
        "problem": problem,
        **_taking_over(request, found, page, take_form),
    }
    return render(request, "referrals/partners/received.html", values, status=status)


def _taking_over(
    request: StaffRequest, found: PartnerReferral, page: DeskPage, form: TakeOverForm | None
) -> dict[str, Any]:
    """The case that was begun, for those who may see it; else the form, where one may begin it."""
    row = TakenOver.objects.filter(partner_referral=found).first()
    if row is not None:
        visible = cases_visible_to(request.worker).filter(pk=row.case_id).first()
        return {"taken": True, "case_begun": visible}
    circles = circles_of(request)
    able = page.contents is not None and found.state in TAKEN and bool(circles)
    return {"taken": False, "take_form": form or TakeOverForm(circles) if able else None}
