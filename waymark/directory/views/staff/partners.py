"""Partners elsewhere and their keys."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.directory.actions import partners as actions
from waymark.directory.actions.partners import Added
from waymark.directory.forms.steps import PartnerForm
from waymark.directory.permissions import may_manage_partners
from waymark.directory.queries.visible import in_circle, partners_of
from waymark.directory.views.staff.common import GET_OR_POST, attempt, page


@require_http_methods(GET_OR_POST)
def partners(request: StaffRequest) -> HttpResponse:
    """Every partner; a POST adds one and shows their key, this once."""
    require(may_manage_partners, request.worker)
    form = PartnerForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "form": form,
        "partners": partners_of(request.worker),
        "in_circle": in_circle(request.worker),
    }
    if request.method != "POST" or not form.is_valid():
        return page(request, "partners", **context)
    made: list[Added] = []
    problem = attempt(form, lambda: made.append(_add(request, form.cleaned_data["name"])))
    if problem:
        return page(request, "partners", problem, **context)
    return page(request, "partner_added", added=made[0])


def _add(request: StaffRequest, name: str) -> Added:
    return actions.add_partner(name, by=request.worker, keyring=request.keyring)


@require_POST
def revoke(request: StaffRequest, partner_id: UUID) -> HttpResponse:
    """Take a key back."""
    found = get_object_or_404(partners_of(request.worker), pk=partner_id)
    actions.revoke_partner(found, by=request.worker)
    messages.success(
        request, _("Revoked. The key opens nothing any more; what was read may have been kept.")
    )
    return redirect("directory_partners")
