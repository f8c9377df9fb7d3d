"""What a proposal says, checked when it is made and written when a second person confirms it.

The bodies of proposals, as JSON. Rows carry HSDS's columns; what is unknown is left out.

new service: {"service": {...}, "organization_id" or "organization": {...}, "phones": [...],
    "languages": [...], "schedules": [...], "eligibility": [{"criterion", "answer", "note"}],
    "terms": [term ids], "places": [{...}]}; the service's row may carry "tier", and a place is
    as below.
number: {"phone_id" or None, "number", "extension", "type", "description", "wrong_now": true where
    the old number must go at once}.
place: {"location_id" or None, "name", "alternate_name", "description", "location_type", "use",
    "tier", "area", "place": {what closing.Place holds}}, or {"service_tier": n} alone, to let
    more people know that the service exists.
Any may carry "means" (see Means) where the proposer made sure of it, and "source".
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from waymark.accounts.models import Organisation, Worker
from waymark.contacts.refusals import ChangedMeanwhile
from waymark.directory import closing, history, publishing
from waymark.directory.actions.places import store_place
from waymark.directory.actions.services import touch
from waymark.directory.actions.verifying import add_rows, assure
from waymark.directory.closing import Place
from waymark.directory.models import (
    Aspect,
    Attribute,
    ClosedPlace,
    Eligibility,
    Language,
    Location,
    Means,
    Organization,
    PendingKind,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Use,
)
from waymark.directory.tiers import Tier
from waymark.vault.primitives import plain_hash

Body = dict[str, Any]
PHONE_FIELDS = ("number", "extension", "type", "description")
# What of the rows that hang on a new service is free text.
ROW_TEXTS = {
    "phones": ("description",),
    "languages": ("name", "note"),
    "schedules": ("description", "notes"),
    "eligibility": ("note",),
}
LOCATION_FIELDS = ("name", "alternate_name", "description", "location_type")
PLACE_KEYS = {field.name for field in fields(Place)}


def place_of(body: Mapping[str, Any]) -> Place:
    """The place that a body carries. Raises ValidationError for what is none."""
    said = body.get("place") or {}
    try:
        return Place(**said)
    except TypeError:
        raise ValidationError(_("This place cannot be read.")) from None


def place_version(location: Location) -> str:
    """Changes with every change of where a location is, and tells nothing of it."""
    if location.tier != Tier.PUBLIC:
        closed = ClosedPlace.objects.filter(location=location).values_list("pk", flat=True)
        return f"{location.tier}:{closed.first()}"
    said = json.dumps(asdict(closing.read(location)), default=str, sort_keys=True)
    return f"{location.tier}:{plain_hash(said.encode()).hex()}"


def version(service: Service | None, kind: PendingKind, body: Mapping[str, Any]) -> str:
    """What the proposal changes, as it is now. Raises ChangedMeanwhile where it is gone."""
    if kind is PendingKind.NEW_SERVICE or service is None:
        return ""
    if "service_tier" in body:
        return str(service.tier)
    if kind is PendingKind.NUMBER:
        phone = phone_of(service, body)
        return f"{phone.number}/{phone.extension or ''}" if phone else ""
    location = location_of(service, body)
    return place_version(location) if location else ""


def phone_of(service: Service, body: Mapping[str, Any]) -> Phone | None:
    """The telephone that a proposal changes; None for a new one, and for a withdrawn one."""
    wanted = body.get("phone_id")
    return service.phones.filter(pk=wanted).first() if wanted else None


def location_of(service: Service, body: Mapping[str, Any]) -> Location | None:
    """The location that a proposal changes; None for a new one. Raises ChangedMeanwhile."""
    wanted = body.get("location_id")
    if not wanted:
        return None
    rows = Location.objects.filter(service_at_locations__service=service, pk=wanted)
    found = rows.distinct().first()
    if found is None:
        raise ChangedMeanwhile(_("This place no longer belongs to the service."))
    return found


def apply(
    service: Service | None,
    kind: PendingKind,
    body: Body,
    *,
    proposer: Worker,
    by: Worker,
    organisation: Organisation,
) -> Service:
    """Write what was proposed. Permission, locks and audit are the caller's."""
    if kind is PendingKind.NEW_SERVICE or service is None:
        return new_service(body, organisation, proposer, by)
    means = str(body.get("means") or "")
    numbers = list(service.phones.values_list("number", flat=True))
    if "service_tier" in body:
        history.note(service, {"tier": (service.tier, body["service_tier"])}, by)
        service.tier = Tier(body["service_tier"])
        touch(service, by, (), "")
    elif kind is PendingKind.NUMBER:
        write_number(service, body, by)
        touch(service, proposer, {Aspect.PHONE}, means)
    else:
        _write_place(service, body, organisation, by)
        touch(service, proposer, {Aspect.PLACE}, means)
    service.save()
    publishing.publish([service.pk], numbers=numbers)
    return service


def write_number(service: Service, body: Mapping[str, Any], by: Worker) -> None:
    """Put a number in place of the old one, or add it."""
    phone = phone_of(service, body)
    said = {name: body[name] for name in PHONE_FIELDS if body.get(name) is not None}
    before = phone.number if phone else ""
    if phone is None:
        phone = Phone(service=service, **_with_id(said, body.get("phone_id")))
        phone.save(force_insert=True)
        for row in body.get("languages", ()):
            Language.objects.create(phone=phone, **_columns(Language, row))
    else:
        # What a proposal leaves out stays as it is.
        for name in PHONE_FIELDS:
            if name in body:
                unsaid = None if name == "extension" else ""
                setattr(phone, name, body[name] or unsaid)
        phone.save()
    history.note(phone, {"number": (before, phone.number)}, by)


def _write_place(service: Service, body: Body, organisation: Organisation, by: Worker) -> None:
    location = location_of(service, body)
    if location is None:
        add_location(service, body, organisation)
        return
    location = Location.objects.select_for_update().get(pk=location.pk)
    before = Tier(location.tier)
    write_names(location, body)
    location.steward = location.steward or organisation
    store_place(location, place_of(body), Tier(body["tier"]), str(body.get("area") or ""))
    set_use(service, location, body)
    # Never a value: what is public now was sealed a moment ago, or the other way round.
    history.note(location, {"place": ("", ""), "tier": (before.value, location.tier)}, by)
    links = location.service_at_locations.values_list("service_id", flat=True)
    publishing.publish(links)


def write_names(location: Location, body: Mapping[str, Any]) -> None:
    """Set what anybody may read of a location; the caller saves."""
    for name in LOCATION_FIELDS:
        if name in body:
            setattr(location, name, body[name] or "")


def set_use(service: Service, location: Location, body: Mapping[str, Any]) -> None:
    """Say what happens there."""
    if body.get("use"):
        links = ServiceAtLocation.objects.filter(service=service, location=location)
        links.update(use=Use(body["use"]))


def add_location(service: Service, body: Mapping[str, Any], organisation: Organisation) -> Location:
    """A further place of a service."""
    location = Location(steward=organisation, source=str(body.get("source") or ""))
    write_names(location, body)
    location.save(force_insert=True)
    use = Use(body.get("use") or Use.BOTH)
    ServiceAtLocation.objects.create(service=service, location=location, use=use)
    tier = Tier(body.get("tier", Tier.PUBLIC))
    return store_place(location, place_of(body), tier, str(body.get("area") or ""))


def new_service(body: Body, organisation: Organisation, proposer: Worker, by: Worker) -> Service:
    """Write a service with everything that hangs on it."""
    source = str(body.get("source") or "")
    row = _columns(Service, body["service"])
    service = Service(**row, steward=organisation, source=source)
    service.organization = _organization(body, organisation, source)
    service.save(force_insert=True)
    for model, name in ((Phone, "phones"), (Language, "languages"), (Schedule, "schedules")):
        for each in body.get(name, ()):
            model.objects.create(service=service, **_columns(model, each))
    for each in body.get("eligibility", ()):
        Eligibility.objects.create(service=service, **_columns(Eligibility, each))
    for term in body.get("terms", ()):
        Attribute.objects.create(
            link_id=service.pk, link_entity="service", taxonomy_term_id=UUID(str(term))
        )
    for place in body.get("places", ()):
        add_location(service, place, organisation)
    history.note(service, {"name": ("", service.name)}, by, history.CREATE)
    _verify_new(service, body, proposer)
    publishing.publish([service.pk])
    return service


def _verify_new(service: Service, body: Body, proposer: Worker) -> None:
    if body.get("means"):
        given = {Aspect.PHONE: "phones", Aspect.PLACE: "places", Aspect.ELIGIBILITY: "eligibility"}
        aspects = [aspect for aspect, name in given.items() if body.get(name)]
        add_rows(service, aspects, Means(body["means"]), by=proposer)
        assure(service)
        service.save(update_fields=["assured_date"])


def _organization(body: Body, organisation: Organisation, source: str) -> Organization | None:
    if body.get("organization_id"):
        found = Organization.objects.filter(pk=body["organization_id"]).first()
        if found is None:
            raise ChangedMeanwhile(_("The organization that offers this is gone."))
        return found
    if not body.get("organization"):
        return None
    row = _columns(Organization, body["organization"])
    made = Organization(**row, steward=organisation, source=source)
    made.save(force_insert=True)
    return made


def _columns(model: type[Model], row: Mapping[str, Any]) -> dict[str, Any]:
    """What of a row are columns of the model, without links to other rows."""
    names = {field.attname for field in model._meta.concrete_fields if not field.is_relation}
    return {name: value for name, value in row.items() if name in names and value is not None}


def _with_id(row: dict[str, Any], wanted: object) -> dict[str, Any]:
    return row | {"id": UUID(str(wanted))} if wanted else row


def texts_of(body: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Every text of a body that stands outside its places: (name, text)."""
    for group in ("service", "organization"):
        for name, value in (body.get(group) or {}).items():
            if isinstance(value, str):
                yield f"{group}.{name}", value
    for name in ("name", "alternate_name", "description", "area"):
        if isinstance(body.get(name), str):
            yield name, body[name]
    for group, names in ROW_TEXTS.items():
        for number, row in enumerate(body.get(group, ())):
            yield from ((f"{group}_{number}.{name}", str(row.get(name) or "")) for name in names)
    for number, place in enumerate(body.get("places", ())):
        yield from ((f"place_{number}.{name}", text) for name, text in texts_of(place))
