"""What a worker does with a case from its overview: one address and one POST for each step."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from waymark.accounts.gate import StaffRequest
from waymark.accounts.models import Worker
from waymark.cases.caseload.actions import assigning, moving
from waymark.cases.caseload.forms.case import HandOverForm, ReviewForm, TeamForm
from waymark.cases.caseload.forms.fields import SeenField
from waymark.cases.caseload.frame import case_of
from waymark.cases.caseload.views.overview import overview_page
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, renewed, take_step
from waymark.cases.models import Case
from waymark.cases.queries.visible import colleagues_for
from waymark.cases.states import CaseStep

STEPS = {
    "activate": (CaseStep.ACTIVATE, gettext_lazy("The case is active.")),
    "follow-up": (CaseStep.FOLLOW_UP, gettext_lazy("The case is in follow-up.")),
    "reopen": (CaseStep.REOPEN, gettext_lazy("The case is open again.")),
}


def _step(
    request: StaffRequest, case: Case, act: Callable[[], object], done: str, **typed: Any
) -> HttpResponse:
    """Take a step and go back to the overview; if it cannot be taken now, keep all."""

    def again(problem: str, status: int) -> HttpResponse:
        fresh = case_of(request, case.pk)
        kept = {name: renewed(form, fresh.version) for name, form in typed.items()}
        return overview_page(request, fresh, problem=problem, status=status, **kept)

    return take_step(request, act, done=done, back=("case", case.pk), again=again)


@require_POST
def case_move(request: StaffRequest, case_id: UUID, step: str) -> HttpResponse:
    """Make it active, put it into follow-up, reopen it."""
    case = case_of(request, case_id)
    if step not in STEPS:
        raise Http404
    wanted, done = STEPS[step]
    return _step(
        request,
        case,
        lambda: moving.move(case, wanted, by=request.worker, seen=_seen(request)),
        str(done),
    )


@require_POST
def case_take(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Become responsible oneself."""
    case = case_of(request, case_id)
    return _step(
        request,
        case,
        lambda: assigning.assign(case, request.worker, by=request.worker, seen=_seen(request)),
        _("You are responsible for this case now."),
    )


@require_POST
def case_hand_over(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Make a colleague responsible."""
    case = case_of(request, case_id)
    form = HandOverForm(colleagues_for(case), request.POST, prefix="hand_over")
    if not form.is_valid():
        return overview_page(request, case, status=UNPROCESSABLE, hand_over_form=form)
    data = form.cleaned_data
    return _step(
        request,
        case,
        lambda: assigning.assign(case, **data, by=request.worker),
        _("%(name)s is responsible for this case now.") % {"name": data["to"].name},
        hand_over_form=form,
    )


@require_POST
def case_review(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Plan when the case is looked at again."""
    case = case_of(request, case_id)
    form = ReviewForm(request.POST, prefix="review")
    if not form.is_valid():
        return overview_page(request, case, status=UNPROCESSABLE, review_form=form)
    data = form.cleaned_data
    return _step(
        request,
        case,
        lambda: moving.plan_review(case, data["day"], by=request.worker, seen=data["seen"]),
        _("The day of the next review is saved."),
        review_form=form,
    )


@require_POST
def case_team_add(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Add a colleague to the team."""
    case = case_of(request, case_id)
    form = TeamForm(colleagues_for(case), request.POST, prefix="team")
    if not form.is_valid():
        return overview_page(request, case, status=UNPROCESSABLE, team_form=form)
    worker = form.cleaned_data["worker"]
    return _step(
        request,
        case,
        lambda: assigning.add_to_team(case, worker, by=request.worker),
        _("%(name)s works on this case, too.") % {"name": worker.name},
        team_form=form,
    )


@require_POST
def case_team_remove(request: StaffRequest, case_id: UUID, worker_id: UUID) -> HttpResponse:
    """Take a colleague out of the team."""
    case = case_of(request, case_id)
    worker = get_object_or_404(Worker, pk=worker_id, team_rows__case=case)
    return _step(
        request,
        case,
        lambda: assigning.remove_from_team(case, worker, by=request.worker),
        _("%(name)s is not in the team any more.") % {"name": worker.name},
    )


def _seen(request: StaffRequest) -> int:
    """The version that the page with the button showed."""
    return SeenField().clean(request.POST.get("seen", ""))
