"""Who opens which records: members of the compartments."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts import queries
from waymark.accounts.actions import memberships
from waymark.accounts.forms import MemberForm
from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import may_manage_compartments, require
from waymark.accounts.queries import Circle
from waymark.accounts.views.common import page, posted
from waymark.vault.actions import LastMember
from waymark.vault.primitives import CannotOpen


@require_safe
def compartments(request: StaffRequest) -> HttpResponseBase:
    """Every compartment of the organisation."""
    require(may_manage_compartments, request.worker)
    return render(
        request, "accounts/compartments.html", {"circles": queries.circles(request.worker)}
    )


def _circle(request: StaffRequest, compartment_id: uuid.UUID) -> Circle:
    """One compartment of the supervisor's own organisation, else 404."""
    for circle in queries.circles(request.worker):
        if circle.compartment.pk == compartment_id:
            return circle
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def add_member(request: StaffRequest, compartment_id: uuid.UUID) -> HttpResponseBase:
    """Let somebody in."""
    circle = _circle(request, compartment_id)
    people = queries.candidates(request.worker, circle)
    form = MemberForm(posted(request), candidates=people)
    if request.method != "POST" or not form.is_valid():
        return page(request, "add_member", form, circle=circle, anybody=people.exists())
    try:
        memberships.add_member(
            circle.compartment,
            form.cleaned_data["worker"],
            by=request.worker,
            keyring=request.keyring,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return page(request, "add_member", form, circle=circle, anybody=True)
    except CannotOpen:
        return _not_inside(request)
    messages.success(request, _("Added. From now on they open these records."))
    return redirect("compartments")


@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(
    request: StaffRequest, compartment_id: uuid.UUID, worker_id: uuid.UUID
) -> HttpResponseBase:
    """Put somebody out, after asking."""
    circle = _circle(request, compartment_id)
    inside = [each.pk for each in circle.members]
    worker = get_object_or_404(queries.visible_to(request.worker), pk=worker_id, pk__in=inside)
    if request.method != "POST":
        return page(request, "remove_member", None, circle=circle, worker=worker)
    try:
        memberships.remove_member(
            circle.compartment, worker, by=request.worker, keyring=request.keyring
        )
    except LastMember:
        messages.error(
            request,
            _(
                "Nobody else opens these records. Let somebody else in first, or nobody could read "
                "them without the printed recovery key."
            ),
        )
    except CannotOpen:
        return _not_inside(request)
    else:
        messages.success(request, _("Removed, and the key is renewed."))
    return redirect("compartments")


@require_POST
def rotate(request: StaffRequest, compartment_id: uuid.UUID) -> HttpResponseBase:
    """Renew a compartment's key."""
    circle = _circle(request, compartment_id)
    try:
        memberships.rotate(circle.compartment, by=request.worker, keyring=request.keyring)
    except CannotOpen:
        return _not_inside(request)
    messages.success(request, _("The key is renewed. An old copy of it opens nothing any more."))
    return redirect("compartments")


def _not_inside(request: StaffRequest) -> HttpResponseBase:
    messages.error(
        request,
        _("You do not open these records yourself. Ask a member to do this, or to let you in."),
    )
    return redirect("compartments")
