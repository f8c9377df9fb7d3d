"""The page of one service, and the small steps on it: reveal, verify, room."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.directory.actions import capacity, places, verifying
from waymark.directory.actions.places import Reason
from waymark.directory.forms.steps import CapacityForm, RevealForm, VerifyForm
from waymark.directory.models import Service
from waymark.directory.permissions import may_edit_directory, may_state_capacity
from waymark.directory.queries.page import page_of
from waymark.directory.queries.visible import locations_of, waiting_for
from waymark.directory.queries.worklist import due_for, lines
from waymark.directory.views.staff.common import Problem, attempt, done, found_service, page

PER_PAGE = 50


@require_safe
def service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Everything about a service; a closed place only while it is revealed to this worker."""
    return service_page(request, found_service(request, service_id))


def service_page(
    request: StaffRequest, found: Service, problem: Problem | None = None, **typed: Any
) -> HttpResponse:
    """Show a service; `typed` are forms that came back with something in them."""
    context = {
        "page": page_of(found, request.worker, request.keyring),
        "service": found,
        "edits": may_edit_directory(request.worker, found),
        "states_room": may_state_capacity(request.worker, found),
        "pending": waiting_for(request.worker).filter(service=found),
        "reveal_form": RevealForm(prefix="reveal"),
        "verify_form": VerifyForm(prefix="verify"),
        "capacity_form": CapacityForm(prefix="room"),
        **typed,
    }
    return page(request, "service", problem, **context)


@require_POST
def reveal(request: StaffRequest, service_id: UUID, location_id: UUID) -> HttpResponse:
    """Show a closed place for a few minutes, for a reason; audited."""
    found = found_service(request, service_id)
    location = get_object_or_404(locations_of(found), pk=location_id)
    form = RevealForm(request.POST, prefix="reveal")
    if not form.is_valid():
        return service_page(request, found, reveal_form=form)
    problem = attempt(
        form,
        lambda: places.reveal(
            location,
            Reason(form.cleaned_data["reason"]),
            by=request.worker,
            keyring=request.keyring,
        ),
    )
    if problem:
        return service_page(request, found, problem, reveal_form=form)
    return done(request, found, _("The place is shown below. It closes again by itself."))


@require_POST
def verify(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Note what was verified just now."""
    found = found_service(request, service_id, to_edit=True)
    form = VerifyForm(request.POST, prefix="verify")
    if not form.is_valid():
        return service_page(request, found, verify_form=form)
    aspects, means, days = form.verified()
    problem = attempt(
        form, lambda: verifying.verify(found, aspects, means, by=request.worker, days=days)
    )
    if problem:
        return service_page(request, found, problem, verify_form=form)
    return done(request, found, _("Noted as verified."))


@require_POST
def state_room(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """State whether there is room."""
    found = found_service(request, service_id)
    form = CapacityForm(request.POST, prefix="room")
    if not form.is_valid():
        return service_page(request, found, capacity_form=form)
    problem = attempt(
        form, lambda: capacity.state_capacity(found, by=request.worker, **form.stated())
    )
    if problem:
        return service_page(request, found, problem, capacity_form=form)
    return done(request, found, _("Noted. It counts as unknown again after the time you gave."))


@require_safe
def due(request: StaffRequest) -> HttpResponse:
    """What is due for verification, the oldest first."""
    require(may_edit_directory, request.worker)
    shown = Paginator(due_for(request.worker), PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "due", shown=shown, lines=lines(list(shown)))
