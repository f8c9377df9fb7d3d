"""Everything that the page of a service shows to a worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.accounts.models import Worker
from waymark.directory import closing, opening_hours
from waymark.directory.actions.places import revealed
from waymark.directory.actions.verifying import held_now
from waymark.directory.closing import Place
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.forms.details import language_names
from waymark.directory.forms.places import ADDRESS
from waymark.directory.models import (
    Aspect,
    Attribute,
    CapacityStatus,
    ClosedPlace,
    Location,
    Metadata,
    Reveal,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Verification,
)
from waymark.directory.queries.visible import locations_of
from waymark.directory.tiers import Tier
from waymark.vault.keyring import Keyring

NEWEST = 50
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class PlaceLine:
    """A place of a service: what anybody may read, and the exact place where it may be shown."""

    location: Location
    link: ServiceAtLocation
    closed: bool
    known: bool
    opens: bool
    facts: list[tuple[str, str]]
    minutes_left: int | None


@dataclass(frozen=True)
class Checked:
    """One aspect: who made sure of it, how, when, and until when it holds."""

    aspect: Aspect
    row: Verification | None
    holds: bool


@dataclass(frozen=True)
class Room:
    """What was stated about room; expired means unknown."""

    row: ServiceCapacity
    status: str
    free: int | None
    holds: bool


@dataclass(frozen=True)
class ServicePage:
    """A service, for a worker."""

    service: Service
    facts: list[tuple[str, object]]
    places: list[PlaceLine]
    checked: list[Checked]
    standing: str
    answers: list[tuple[str, str, str]]
    hours: list[str]
    languages: list[tuple[str, str]]
    costs: list[str]
    terms: list[str]
    room: list[Room]
    history: "QuerySet[Metadata]"


def page_of(service: Service, worker: Worker, keyring: Keyring) -> ServicePage:
    """Read a service that the worker may see. Shows an exact place only while it is revealed."""
    checked = checks_of(service)
    return ServicePage(
        service=service,
        facts=_facts(service),
        places=places_of(service, worker, keyring),
        checked=checked,
        standing=standing(
            max((each.row.verified_at for each in checked if each.row and each.holds), default=None)
        ),
        answers=_answers(service),
        hours=_hours(service),
        languages=_languages(service),
        costs=_costs(service),
        terms=_terms(service),
        room=room_of(service),
        history=history_of(service),
    )


def standing(verified: datetime | None) -> str:
    """What a service's last verification does to its place in searches, in words."""
    if verified is None:
        return _(
            "Nothing of it is verified now. Where no distance decides, it comes after every "
            "service that is."
        )
    days = max((timezone.now() - verified).days, 0)
    if days == 0:
        return _("Verified today: where no distance decides, it comes first.")
    return ngettext(
        "Last verified %(days)d day ago: where no distance decides, it comes after every service "
        "that was verified since.",
        "Last verified %(days)d days ago: where no distance decides, it comes after every service "
        "that was verified since.",
        days,
    ) % {"days": days}


def checks_of(service: Service) -> list[Checked]:
    """Every aspect with its newest verification, whether or not it still holds."""
    held = held_now([service.pk]).get(service.pk, {})
    newest: dict[str, Verification] = {}
    for row in service.verifications.select_related("by").order_by("verified_at", "expires_at"):
        newest[row.aspect] = row
    return [Checked(each, newest.get(each.value), each in held) for each in Aspect]


def places_of(service: Service, worker: Worker, keyring: Keyring) -> list[PlaceLine]:
    """Where a service is. Opens nothing but what the worker revealed a short time ago."""
    links = {row.location_id: row for row in service.service_at_locations.all()}
    locations = list(locations_of(service))
    rows = ClosedPlace.objects.filter(location__in=locations)
    envelopes = {row.location_id: row.envelope_id for row in rows}
    keys = keyring.data_keys(envelopes.values())
    return [
        _place_line(
            each,
            links[each.pk],
            (each.pk in envelopes, envelopes.get(each.pk) in keys),
            worker,
            keyring,
        )
        for each in locations
    ]


def _place_line(
    location: Location,
    link: ServiceAtLocation,
    sealed: tuple[bool, bool],
    worker: Worker,
    keyring: Keyring,
) -> PlaceLine:
    """`sealed` says whether its place is sealed here, and whether this worker opens it."""
    known, opens = sealed
    place: Place | None = None
    left = None
    closed = location.tier != Tier.PUBLIC
    if not closed:
        place = closing.read(location)
    elif opens and (found := revealed(location, by=worker, keyring=keyring)):
        place, left = found[0], minutes_left(found[1])
    facts = place_in_words(place) if place else []
    return PlaceLine(location, link, closed, known, opens, facts, left)


def minutes_left(row: Reveal) -> int:
    """How long a revealed place still shows, in minutes, begun ones counted."""
    return -(-(row.expires_at - timezone.now()) // MINUTE)


def place_in_words(place: Place) -> list[tuple[str, str]]:
    """Where it is, as lines of a list."""
    facts = [(_("Address"), ", ".join(_parts(row))) for row in place.addresses]
    if place.point:
        facts.append((_("Point"), f"{place.point[0]:.6f}, {place.point[1]:.6f}"))
    facts += [(_("Telephone there"), str(row.get("number", ""))) for row in place.phones]
    facts += [(_("Person there"), str(row.get("name", ""))) for row in place.contacts]
    facts += [(_("How to get there"), place.transportation), (_("Web page"), place.url)]
    return [(label, said) for label, said in facts if said]


def _parts(row: Any) -> list[str]:
    return [str(row[name]) for name in ADDRESS if row.get(name)]


def _facts(service: Service) -> list[tuple[str, object]]:
    steward = service.steward.name if service.steward else _("Nobody: it was imported for all")
    return [
        (_("Offered by"), service.organization.name if service.organization else ""),
        (_("Looked after by"), steward),
        (_("Other name"), service.alternate_name),
        (_("What they do"), service.description),
        (_("Notice"), service.alert),
        (_("Web page"), service.url),
        (_("E-mail"), service.email),
        (_("How one gets in"), service.application_process),
        (_("How long one waits"), service.wait_time),
        (_("Interpreters"), service.interpretation_services),
        (_("Accreditations"), service.accreditations),
        (_("Licences"), service.licenses),
        (_("Came with"), service.source),
    ]


def _answers(service: Service) -> list[tuple[str, str, str]]:
    rows = {row.criterion: row for row in service.eligibility.all()}
    found = []
    for criterion in Criterion:
        row = rows.get(criterion.value)
        answer = Answer(row.answer) if row else Answer.UNKNOWN
        found.append((str(criterion.label), str(answer.label), row.note if row else ""))
    return found


def _hours(service: Service) -> list[str]:
    """Opening times in words, with the zone that they are in and what was noted beside them."""
    groups: dict[tuple[str, str], list[Schedule]] = {}
    for row in service.schedules.order_by("opens_at", "id"):
        groups.setdefault((row.zone, row.notes), []).append(row)
    return [
        " ".join(part for part in (line, f"({zone})" if zone else "", notes) if part)
        for (zone, notes), rows in groups.items()
        for line in opening_hours.sentences(rows)
    ]


def _languages(service: Service) -> list[tuple[str, str]]:
    names = language_names()
    rows = service.languages.order_by("code", "id")
    return [(names.get(row.code, row.name or row.code), row.note) for row in rows]


def _costs(service: Service) -> list[str]:
    found = [service.fees_description] if service.fees_description else []
    for row in service.cost_options.order_by("option", "amount", "id"):
        amount = "" if row.amount is None else f"{row.amount:g} {row.currency}"
        found.append(" ".join(part for part in (row.option, amount) if part))
    return found


def _terms(service: Service) -> list[str]:
    rows = Attribute.objects.filter(link_id=service.pk, taxonomy_term__isnull=False)
    names = rows.values_list("taxonomy_term__name", flat=True)
    return sorted({name for name in names if name})


def room_of(service: Service) -> list[Room]:
    """What was stated about room, the newest first."""
    now = timezone.now()
    rows = service.capacities.exclude(updated=None).order_by("-updated", "pk")
    return [_room(row, now) for row in rows]


def _room(row: ServiceCapacity, now: datetime) -> Room:
    holds = row.expires_at is not None and row.expires_at > now
    status = CapacityStatus(row.status) if holds else CapacityStatus.UNKNOWN
    free = int(row.available) if holds and row.available is not None else None
    return Room(row, str(status.label), free, holds)


def history_of(service: Service) -> "QuerySet[Metadata]":
    """The newest changes of a service, its numbers and its places."""
    ids = [service.pk, *service.phones.values_list("pk", flat=True)]
    ids += list(locations_of(service).values_list("pk", flat=True))
    rows = Metadata.objects.filter(resource_id__in=ids)
    return rows.order_by("-last_action_date", "resource_type", "field_name", "pk")[:NEWEST]
