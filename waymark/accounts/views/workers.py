"""The organisation's workers: list, invite, change roles, deactivate, reset."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.accounts import queries
from waymark.accounts.actions import invitations
from waymark.accounts.actions import workers as actions
from waymark.accounts.actions.invitations import Invited
from waymark.accounts.actions.memberships import OnlyMember, only_member_of
from waymark.accounts.forms import InviteForm, LeaveForm, RolesForm
from waymark.accounts.gate import StaffRequest
from waymark.accounts.models import Worker
from waymark.accounts.permissions import may_invite, may_manage_workers, require, roles_to_invite
from waymark.accounts.views.common import add_errors, page, posted


@require_safe
def workers(request: StaffRequest) -> HttpResponseBase:
    """Everybody in the organisation."""
    require(may_invite, request.worker)
    return render(
        request,
        "accounts/workers.html",
        {
            "workers": queries.listed_for(request.worker),
            "manages": may_manage_workers(request.worker),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: StaffRequest) -> HttpResponseBase:
    """Invite somebody and show the code once."""
    require(may_invite, request.worker)
    form = InviteForm(
        posted(request),
        offered=roles_to_invite(request.worker),
        compartments=request.keyring.compartments,
    )
    if request.method != "POST" or not form.is_valid():
        return page(request, "invite", form)
    try:
        invited = invitations.invite(
            login=form.cleaned_data["login"],
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            roles=form.chosen,
            compartments=form.cleaned_data.get("compartments", ()),
            by=request.worker,
            keyring=request.keyring,
        )
    except ValidationError as error:
        add_errors(form, error)
        return page(request, "invite", form)
    return _show_invitation(request, invited)


def _show_invitation(request: StaffRequest, invited: Invited) -> HttpResponse:
    """The only time that the code is shown."""
    link = request.build_absolute_uri(reverse("join", args=[invited.invitation.pk]))
    return render(request, "accounts/invited.html", {"invited": invited, "link": link})


def _managed(request: StaffRequest, worker_id: uuid.UUID) -> Worker:
    """A worker of the administrator's own organisation, else 404."""
    return get_object_or_404(queries.managed_by(request.worker), pk=worker_id)


@require_http_methods(["GET", "HEAD", "POST"])
def worker(request: StaffRequest, worker_id: uuid.UUID) -> HttpResponseBase:
    """One worker: roles, and the way to deactivate or reset."""
    found = _managed(request, worker_id)
    form = RolesForm(posted(request), initial={"roles": [role.value for role in found.roles]})
    leave = LeaveForm(posted(request))
    only = only_member_of(found.holder)
    context = {"worker": found, "leave": leave, "only": only}
    if request.method != "POST" or not (form.is_valid() and leave.is_valid()):
        return page(request, "worker", form, **context)
    try:
        actions.change_roles(
            found, form.chosen, by=request.worker, even_if_only=leave.cleaned_data["even_if_only"]
        )
    except ValidationError as error:
        add_errors(form, error)
        return page(request, "worker", form, **context)
    except OnlyMember as error:
        form.add_error(None, _only_member(error))
        return page(request, "worker", form, **context)
    messages.success(request, _("Saved."))
    return redirect("worker", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: StaffRequest, worker_id: uuid.UUID) -> HttpResponseBase:
    """Close an account after asking."""

    def act(found: Worker, *, even_if_only: bool) -> HttpResponseBase:
        actions.deactivate(found, by=request.worker, even_if_only=even_if_only)
        messages.success(request, _("The account is closed. Ask a supervisor to renew the keys."))
        return redirect("workers")

    return _confirm(request, worker_id, "deactivate", act)


@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: StaffRequest, worker_id: uuid.UUID) -> HttpResponseBase:
    """Invite a worker anew after asking."""

    def act(found: Worker, *, even_if_only: bool) -> HttpResponseBase:
        invited = actions.reset(found, by=request.worker, even_if_only=even_if_only)
        return _show_invitation(request, invited)

    return _confirm(request, worker_id, "reset", act)


def _confirm(
    request: StaffRequest,
    worker_id: uuid.UUID,
    kind: str,
    act: Callable[..., HttpResponseBase],
) -> HttpResponseBase:
    """Ask first; then act, or say why not."""
    found = _managed(request, worker_id)
    form = LeaveForm(posted(request))
    context = {"worker": found, "only": only_member_of(found.holder)}
    if request.method != "POST":
        return page(request, kind, form, **context)
    try:
        return act(found, even_if_only="even_if_only" in request.POST)
    except ValidationError as error:
        form = LeaveForm(request.POST)
        form.add_error(None, error)
    except OnlyMember as error:
        form = LeaveForm(request.POST)
        form.add_error("even_if_only", _only_member(error))
    return page(request, kind, form, **context)


def _only_member(error: OnlyMember) -> str:
    return _(
        "Nobody else opens: %(names)s. Ask a supervisor to let somebody else in first, or tick "
        "the box."
    ) % {"names": ", ".join(error.names)}
