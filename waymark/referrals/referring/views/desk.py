"""Set up who receives referrals."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.views.stepping import CONFLICT, UNPROCESSABLE
from waymark.referrals.models import ReferralDesk
from waymark.referrals.referring.actions.desk import set_desk
from waymark.referrals.referring.forms.steps import DeskForm
from waymark.referrals.referring.permissions import may_set_desk
from waymark.referrals.referring.queries.visible import members_of
from waymark.reports.states import CannotNow


@require_http_methods(["GET", "HEAD", "POST"])
def referral_desk(request: StaffRequest) -> HttpResponse:
    """The circle, the hours, and whether the organisation takes referrals."""
    require(may_set_desk, request.worker)
    owner = request.worker.organisation_id
    desk = ReferralDesk.objects.filter(organisation_id=owner).first()
    if request.method != "POST":
        return _page(request, desk, DeskForm(desk, owner))
    form = DeskForm(desk, owner, request.POST)
    if not form.is_valid():
        return _page(request, desk, form, status=UNPROCESSABLE)
    try:
        set_desk(**form.cleaned_data, by=request.worker, keyring=request.keyring)
    except CannotNow as refusal:
        return _page(request, desk, form, status=CONFLICT, problem=str(refusal.sentence))
    messages.success(request, _("It is saved."))
    return redirect("referral_desk")


def _page(
    request: StaffRequest,
    desk: ReferralDesk | None,
    form: DeskForm,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    values: dict[str, Any] = {
        "desk": desk,
        "form": form,
        "problem": problem,
        "members": members_of(desk).order_by("name") if desk else [],
    }
    return render(request, "referrals/referring/desk.html", values, status=status)
