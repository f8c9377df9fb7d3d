"""Pages of numbers, places and new services: what mostly takes a second person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.contacts.refusals import CannotNow
from waymark.directory.actions import moving, pending, phones, suggestions
from waymark.directory.actions.applying import place_version
from waymark.directory.actions.places import revealed
from waymark.directory.actions.services import version_of
from waymark.directory.closing import Place, is_known, read
from waymark.directory.forms.places import NewServiceForm, NumberForm, PlaceForm
from waymark.directory.forms.services import is_id
from waymark.directory.forms.steps import RevealForm
from waymark.directory.models import (
    Location,
    Organization,
    PendingChange,
    PendingKind,
    Phone,
    Service,
)
from waymark.directory.permissions import may_edit_directory
from waymark.directory.queries.visible import locations_of, suggestions_for
from waymark.directory.tiers import Tier
from waymark.directory.views.staff.common import (
    GET_OR_POST,
    Problem,
    attempt,
    done,
    found_service,
    page,
)
from waymark.vault.primitives import CannotOpen


def waits() -> str:
    """Said where a second person is needed."""
    return _("This waits for a second person now. Until then nothing changes.")


@require_http_methods(GET_OR_POST)
def number_new(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """A further number."""
    return _number(request, found_service(request, service_id, to_edit=True), None)


@require_http_methods(GET_OR_POST)
def number(request: StaffRequest, service_id: UUID, phone_id: UUID) -> HttpResponse:
    """Change a number, or only what is said beside it."""
    found = found_service(request, service_id, to_edit=True)
    return _number(request, found, get_object_or_404(found.phones, pk=phone_id))


def _number(request: StaffRequest, found: Service, phone: Phone | None) -> HttpResponse:
    initial = NumberForm.of(phone) | {"seen": version_of(found)}
    form = NumberForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, Any] = {
        "form": form,
        "service": found,
        "title": _("Telephone number"),
        "two": True,
    }
    if request.method != "POST" or not form.is_valid():
        return page(request, "edit", **context)
    problem = attempt(form, lambda: _save_number(request, found, phone, form))
    if problem is None:
        waiting = form.cleaned_data["number"] and form.renumbers(phone)
        sentence = waits() if waiting else _("The changes are saved.")
        return done(request, found, sentence)
    if problem.changed:
        fresh = Service.objects.get(pk=found.pk)
        form.renew(version_of(fresh))
        now = fresh.phones.filter(pk=phone.pk).first() if phone else None
        context["differing"] = form.differing(NumberForm.of(now))
    return page(request, "edit", problem, **context)


def _save_number(
    request: StaffRequest, found: Service, phone: Phone | None, form: NumberForm
) -> None:
    if phone is not None and not form.cleaned_data["number"]:
        phones.withdraw_phone(found, phone.pk, seen=form.cleaned_data["seen"], by=request.worker)
        return
    if phone is None or form.renumbers(phone):
        pending.propose(found, PendingKind.NUMBER, form.body(phone), by=request.worker)
        return
    data = form.cleaned_data
    phones.describe_phone(
        found,
        phone.pk,
        phone_type=data["type"],
        description=data["description"],
        seen=data["seen"],
        by=request.worker,
    )


@require_http_methods(GET_OR_POST)
def place_new(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """A further place."""
    found = found_service(request, service_id, to_edit=True)
    form = PlaceForm(
        request.POST if request.method == "POST" else None, initial={"tier": Tier.PUBLIC.value}
    )
    context: dict[str, Any] = {
        "form": form,
        "service": found,
        "title": _("A further place"),
        "two": True,
    }
    if request.method != "POST" or not form.is_valid():
        return page(request, "edit", **context)
    problem = attempt(form, lambda: _save_place(request, found, None, form, Place()))
    if problem:
        return page(request, "edit", problem, **context)
    return done(request, found, waits())


@require_http_methods(GET_OR_POST)
def place(request: StaffRequest, service_id: UUID, location_id: UUID) -> HttpResponse:
    """Change a place. A closed one has to be revealed first, with a reason."""
    found = found_service(request, service_id, to_edit=True)
    location = get_object_or_404(locations_of(found), pk=location_id)
    require(may_edit_directory, request.worker, location)
    before = _shown(request, location)
    if before is None:
        form: Any = RevealForm(prefix="reveal", initial={"reason": "keeping"})
        return page(request, "place_closed", service=found, location=location, reveal_form=form)
    initial = _place_values(found, location, before)
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, Any] = {"form": form, "service": found, "title": _("The place"), "two": True}
    if request.method != "POST" or not form.is_valid():
        return page(request, "edit", **context)
    made: list[PendingChange | None] = []
    problem = attempt(
        form, lambda: made.append(_save_place(request, found, location, form, before))
    )
    if problem is None:
        return done(request, found, waits() if made[0] else _("The changes are saved."))
    return _place_again(request, found, location, context, problem)


def _place_again(
    request: StaffRequest,
    found: Service,
    location: Location,
    context: dict[str, Any],
    problem: Problem,
) -> HttpResponse:
    """The form with what was typed; beside it what stands there now, if that may be shown."""
    fresh = Location.objects.get(pk=location.pk)
    now = _shown(request, fresh)
    if problem.changed and now is not None:
        context["form"].renew(place_version(fresh))
        context["differing"] = context["form"].differing(_place_values(found, fresh, now))
    return page(request, "edit", problem, **context)


def _place_values(service: Service, location: Location, now: Place) -> dict[str, Any]:
    link = service.service_at_locations.filter(location=location).order_by("pk")[0]
    return PlaceForm.of(location, link, now) | {"seen": place_version(location)}


def _shown(request: StaffRequest, location: Location) -> Place | None:
    """The place, where it is public, not known here, or revealed to this worker just now."""
    if location.tier == Tier.PUBLIC:
        return read(location)
    if not is_known(location):
        return Place()
    found = revealed(location, by=request.worker, keyring=request.keyring)
    return found[0] if found else None


def _save_place(
    request: StaffRequest,
    found: Service,
    location: Location | None,
    form: PlaceForm,
    before: Place,
) -> PendingChange | None:
    return moving.change_place(
        found,
        location,
        form.edited(before),
        seen=form.cleaned_data["seen"],
        by=request.worker,
        keyring=request.keyring,
    )


@require_POST
def place_remove(request: StaffRequest, service_id: UUID, location_id: UUID) -> HttpResponse:
    """Take a place away from a service; nobody has to look at it for that."""
    found = found_service(request, service_id, to_edit=True)
    location = get_object_or_404(locations_of(found), pk=location_id)
    moving.remove_place(found, location, by=request.worker)
    return done(request, found, _("The place is taken away from this service."))


@require_http_methods(GET_OR_POST)
def service_new(request: StaffRequest) -> HttpResponse:
    """Propose a service that is not there yet."""
    require(may_edit_directory, request.worker)
    posted = request.POST if request.method == "POST" else None
    form = NewServiceForm(posted, initial={"tier": Tier.PUBLIC.value} | _suggested(request))
    context: dict[str, Any] = {"form": form, "title": _("A new service"), "two": True}
    if request.method != "POST" or not form.is_valid():
        return page(request, "edit", **context)
    body = form.proposed(_organization_of(request, form.cleaned_data["organization"]))
    problem = attempt(
        form, lambda: pending.propose(None, PendingKind.NEW_SERVICE, body, by=request.worker)
    )
    if problem:
        return page(request, "edit", problem, **context)
    messages.success(request, waits())
    return redirect("directory_pending")


def _suggested(request: StaffRequest) -> dict[str, Any]:
    """What a visitor suggested, where the page was opened from a suggestion; audited."""
    wanted = request.GET.get("suggestion", "")
    if not is_id(wanted):
        return {}
    found = get_object_or_404(suggestions_for(request.worker), pk=wanted)
    try:
        said = suggestions.read(found, by=request.worker, keyring=request.keyring)
    except (CannotNow, CannotOpen):
        return {}
    what = "\n\n".join(str(said[name]) for name in ("what", "reach") if said.get(name))
    return {"service_name": str(said.get("name", "")), "what": what}


def _organization_of(request: StaffRequest, name: str) -> str | None:
    """The id of the organization of that name that this worker may give services to."""
    rows = Organization.objects.filter(name__iexact=name.strip()).order_by("pk")
    own = [row for row in rows if may_edit_directory(request.worker, row)]
    return str(own[0].pk) if own else None
