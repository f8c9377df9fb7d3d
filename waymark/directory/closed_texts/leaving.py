"""Every text that an outsider can read of services that have a closed place.

It is taken from the documents that really leave, entity by entity, so a field that is added to
HSDS or to our profile is looked at without anybody remembering to.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.serialise import full_services
from waymark.directory.hsds.shape import Entity, Field, Kind
from waymark.directory.hsds.viewer import Viewer
from waymark.directory.models import Location, Service
from waymark.directory.tiers import Tier

# A partner who opens nothing: sees all that the public sees, and the words beside room too.
OUTSIDER = Viewer(Tier.PARTNER)
# Said of a public location these tell where that is, as they shall: an access point for one.
PUBLIC_PLACE = {
    "name",
    "alternate_name",
    "transportation",
    "url",
    "external_identifier",
    "addresses",
}
# Vocabulary that all services share; imports look at it when they bring it.
SHARED = {"taxonomy_term", "taxonomy", "unit"}


@dataclass(frozen=True)
class Said:
    """One text: where in the service's document it stands, and of which field it is."""

    path: str
    entity: str
    field: str
    text: str


def near_closed_places(ids: Collection[UUID]) -> QuerySet[Service]:
    """Those of these services that have a closed place, or whose organization has one."""
    closed = Location.objects.exclude(tier=Tier.PUBLIC)
    here = closed.filter(service_at_locations__service=OuterRef("pk"))
    beside = closed.filter(organization=OuterRef("organization"))
    return Service.objects.filter(Exists(here) | Exists(beside), pk__in=ids)


def texts_that_leave(services: Iterable[Service]) -> dict[UUID, list[Said]]:
    """What an outsider can read of each service, its organization and its places.

    Steward selected with them. Without ids, dates, words of closed lists and what a public
    location is there to say.
    """
    rows = list(services)
    documents = full_services(OUTSIDER, rows)
    closed = _closed(documents)
    return {
        row.pk: list(_texts(ENTITIES["service"], document, "", closed))
        for row, document in zip(rows, documents, strict=True)
    }


def _closed(documents: Iterable[dict[str, Any]]) -> set[str]:
    ids = set()
    for document in documents:
        links = [link.get("location") for link in document.get("service_at_locations", ())]
        own = document.get("organization", {}).get("locations", ())
        ids |= {location["id"] for location in (*links, *own) if location}
    rows = Location.objects.filter(Q(pk__in=ids) & ~Q(tier=Tier.PUBLIC))
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _texts(entity: Entity, said: dict[str, Any], path: str, closed: set[str]) -> Iterator[Said]:
    public = entity.name == "location" and said["id"] not in closed
    for member in entity.members:
        value = said.get(member.name)
        if not value or (public and member.name in PUBLIC_PLACE):
            continue
        if isinstance(member, Field):
            if member.kind is Kind.TEXT and not member.choices and not _is_id(member):
                yield Said(f"{path}{member.name}", entity.name, member.name, str(value))
        elif member.entity not in SHARED:
            for number, row in enumerate(value if member.many else [value]):
                inner = (
                    f"{path}{member.name}[{number}]." if member.many else f"{path}{member.name}."
                )
                yield from _texts(ENTITIES[member.entity], row, inner, closed)


def _is_id(field: Field) -> bool:
    return bool(field.refers_to) or field.name == "id"
