"""What waits for a second person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.contacts.refusals import CannotNow
from waymark.directory.actions import pending as actions
from waymark.directory.actions.pending import Refusal
from waymark.directory.forms.steps import RefusalForm
from waymark.directory.models import PendingChange, PendingState
from waymark.directory.permissions import may_decide_pending, may_read_pending
from waymark.directory.queries.proposals import Proposal, compared
from waymark.directory.queries.visible import pending_for, waiting_for
from waymark.directory.views.staff.common import Problem, attempt, not_in_circle, page
from waymark.vault.primitives import CannotOpen

DECIDED_SHOWN = 20


@require_safe
def pending(request: StaffRequest) -> HttpResponse:
    """What waits, the oldest first, and what was decided lately."""
    require(may_read_pending, request.worker)
    decided = pending_for(request.worker).exclude(state=PendingState.WAITING)
    return page(
        request,
        "pending",
        waiting=waiting_for(request.worker),
        decided=decided.order_by("-decided_at", "pk")[:DECIDED_SHOWN],
    )


def _found(request: StaffRequest, change_id: UUID) -> PendingChange:
    return get_object_or_404(pending_for(request.worker), pk=change_id)


@require_safe
def change(request: StaffRequest, change_id: UUID) -> HttpResponse:
    """One proposal, old and new side by side. Each opening is audited."""
    return _page(request, _found(request, change_id))


def _page(
    request: StaffRequest,
    found: PendingChange,
    problem: Problem | None = None,
    form: RefusalForm | None = None,
) -> HttpResponse:
    proposal: Proposal | None = None
    try:
        body = actions.read(found, by=request.worker, keyring=request.keyring)
        proposal = compared(found, body, request.keyring)
    except CannotNow as gone:
        problem = problem or Problem(200, str(gone.sentence))
    except CannotOpen:
        problem = problem or Problem(200, not_in_circle())
    waits = found.state == PendingState.WAITING
    return page(
        request,
        "change",
        problem,
        change=found,
        proposal=proposal,
        form=form or RefusalForm(),
        decides=waits and proposal and may_decide_pending(request.worker, found),
        withdraws=waits and found.proposed_by_id == request.worker.pk,
    )


@require_POST
def confirm(request: StaffRequest, change_id: UUID) -> HttpResponse:
    """Be the second person."""
    found = _found(request, change_id)
    require(may_decide_pending, request.worker, found)
    problem = attempt(
        RefusalForm(), lambda: actions.confirm(found, by=request.worker, keyring=request.keyring)
    )
    if problem:
        return _page(request, _found(request, change_id), problem)
    messages.success(request, _("Confirmed. It is in force now."))
    return redirect("directory_pending")


@require_POST
def refuse(request: StaffRequest, change_id: UUID) -> HttpResponse:
    """Say no, with a reason."""
    found = _found(request, change_id)
    require(may_decide_pending, request.worker, found)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    reason = Refusal(form.cleaned_data["reason"])
    problem = attempt(
        form, lambda: actions.refuse(found, reason, by=request.worker, keyring=request.keyring)
    )
    if problem:
        return _page(request, _found(request, change_id), problem)
    messages.success(request, _("Refused. Who proposed it can read why."))
    return redirect("directory_pending")


@require_POST
def withdraw(request: StaffRequest, change_id: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    found = _found(request, change_id)
    problem = attempt(RefusalForm(), lambda: actions.withdraw(found, by=request.worker))
    if problem:
        return _page(request, _found(request, change_id), problem)
    messages.success(request, _("Withdrawn. What it said is erased."))
    return redirect("directory_pending")
