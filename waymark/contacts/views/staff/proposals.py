"""One proposal beside what is shown now, and what its second person may do with it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.contacts.actions import proposing
from waymark.contacts.comparing import differences
from waymark.contacts.forms import CheckForm, ReasonForm
from waymark.contacts.models import Proposal
from waymark.contacts.permissions import may_verify_contacts
from waymark.contacts.refusals import CannotNow
from waymark.contacts.views.staff.common import CONFLICT, UNPROCESSABLE, found_proposal


@require_safe
def contact_proposal(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """What is proposed, by whom, and how it differs from what is shown."""
    return _page(request, found_proposal(request, proposal_id))


@require_POST
def contact_confirm(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """The second person checked it too."""
    found = found_proposal(request, proposal_id, to_work=True)
    form = CheckForm(request.POST, auto_id="confirm_%s")
    if not form.is_valid():
        return _page(request, found, confirm=form, status=UNPROCESSABLE)
    try:
        contact = proposing.confirm(found, form.check(), by=request.worker)
    except CannotNow as refusal:
        return _page(request, found, confirm=form, problem=refusal, status=CONFLICT)
    messages.success(request, _("Confirmed. The pages show it from now on."))
    return redirect("contact", contact.pk)


@require_POST
def contact_reject(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """The second person found that it is not right."""
    found = found_proposal(request, proposal_id, to_work=True)
    form = ReasonForm(request.POST, auto_id="reject_%s")
    if not form.is_valid():
        return _page(request, found, reject=form, status=UNPROCESSABLE)
    try:
        proposing.reject(found, form.cleaned_data["reason"], by=request.worker)
    except CannotNow as refusal:
        return _page(request, found, reject=form, problem=refusal, status=CONFLICT)
    messages.success(request, _("Rejected. Your colleague sees why."))
    return redirect("contacts")


@require_POST
def contact_take_back(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """Its proposer takes it back."""
    found = found_proposal(request, proposal_id, to_work=True)
    try:
        proposing.take_back(found, by=request.worker)
    except CannotNow as refusal:
        return _page(request, found, problem=refusal, status=CONFLICT)
    messages.success(request, _("Taken back."))
    return redirect("contacts")


def _page(
    request: StaffRequest,
    found: Proposal,
    *,
    confirm: CheckForm | None = None,
    reject: ReasonForm | None = None,
    problem: CannotNow | None = None,
    status: int = 200,
) -> HttpResponse:
    found.refresh_from_db()
    contact = found.contact
    context = {
        "proposal": found,
        "differences": differences(found),
        "is_mine": found.by_id == request.worker.pk,
        "may_work": may_verify_contacts(request.worker),
        "outdated": contact is not None and contact.version != found.base_version,
        "confirm": confirm or CheckForm(auto_id="confirm_%s"),
        "reject": reject or ReasonForm(auto_id="reject_%s"),
        "wrong": confirm or reject,
        "problem": problem.sentence if problem else "",
    }
    return render(request, "contacts/staff/proposal.html", context, status=status)
