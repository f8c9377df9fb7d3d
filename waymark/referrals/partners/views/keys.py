"""Partners that may send referrals, and their keys."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.views.stepping import CONFLICT, UNPROCESSABLE
from waymark.referrals.partners.actions import keys as actions
from waymark.referrals.partners.api.views import base_url
from waymark.referrals.partners.forms import KeyForm
from waymark.referrals.partners.permissions import may_manage_keys
from waymark.referrals.partners.purposes import purpose_in_words
from waymark.referrals.partners.queries.visible import keys_of
from waymark.reports.states import CannotNow


@require_http_methods(["GET", "HEAD", "POST"])
def partner_keys(request: StaffRequest) -> HttpResponse:
    """Every key; a POST makes one and shows it, this once."""
    require(may_manage_keys, request.worker)
    if request.method != "POST":
        return _page(request, KeyForm())
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    try:
        made = actions.make_key(**form.cleaned_data, by=request.worker)
    except CannotNow as refusal:
        return _page(request, form, status=CONFLICT, problem=str(refusal.sentence))
    purpose = purpose_in_words(made.partner.purpose)
    values = {"made": made, "purpose": purpose, "address": base_url()}
    return render(request, "referrals/partners/made.html", values)


@require_POST
def partner_key_revoke(request: StaffRequest, partner_key_id: UUID) -> HttpResponse:
    """Take a key back."""
    found = get_object_or_404(keys_of(request.worker), pk=partner_key_id)
    actions.revoke_key(found, by=request.worker)
    messages.success(
        request, _("Revoked. The key sends and reads nothing any more. What came stays here.")
    )
    return redirect("partner_keys")


def _page(
    request: StaffRequest, form: KeyForm, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    lines = [(key, purpose_in_words(key.purpose)) for key in keys_of(request.worker)]
    values: dict[str, Any] = {"form": form, "lines": lines, "problem": problem}
    return render(request, "referrals/partners/keys.html", values, status=status)
