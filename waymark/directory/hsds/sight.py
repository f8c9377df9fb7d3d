"""Which rows of any table anybody may see, for tables that are read from end to end.

`graph` starts at services and meets only what they lead to. Here a row comes first, and what it
names decides: one named row that may be seen is enough to show it, and the names of those that may
not be seen are taken off.
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.directory import taxonomies
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.viewer import PUBLIC
from waymark.directory.models import (
    Location,
    Organization,
    Program,
    Service,
    ServiceAtLocation,
)
from waymark.directory.tiers import Tier

Row = Any
Ids = Iterable[UUID | None]
FREE = {"unit", "taxonomy", "taxonomy_term", "meta_table_description"}
CLOSED = ~Q(tier=Tier.PUBLIC)
AT_CLOSED = ~Q(location__tier=Tier.PUBLIC) & Q(location__isnull=False)


def existing(entity: str, ids: Ids) -> set[UUID]:
    """Which ids belong to a row."""
    return _ids(ENTITIES[entity].model._default_manager.all(), ids)


def visible(entity: str, ids: Ids) -> set[UUID]:
    """Which ids belong to a row that anybody may see."""
    if entity in _SHOWN:
        return _ids(_SHOWN[entity](), ids)
    if entity in FREE:
        return existing(entity, ids)
    return _by_parents(entity, ids, visible)


def near(entity: str, ids: Ids) -> set[UUID]:
    """Which ids belong to a closed place, or to something beside one.

    Old values of their changes are not shown: they may tell where that is.
    """
    if entity in FREE:
        return set()
    if entity in _NEAR:
        return _ids(_NEAR[entity](), ids)
    return _by_parents(entity, ids, near)


def parents(entity: str, rows: list[Row]) -> dict[str, set[UUID]]:
    """For each link of an entity, the ids named by these rows that anybody may see."""
    return {
        field.name: visible(field.refers_to, (getattr(row, field.column) for row in rows))
        for field in ENTITIES[entity].links
    }


def holders(ids: Ids) -> dict[UUID, str]:
    """The entity of each id, wherever it stands; what dangles is missing."""
    left = {each for each in ids if each is not None}
    found: dict[UUID, str] = {}
    for entity in ENTITIES:
        if left and entity not in {"metadata", "attribute"}:
            here = existing(entity, left)
            found |= dict.fromkeys(here, entity)
            left -= here
    return found


def _by_parents(entity: str, ids: Ids, ask: Callable[[str, Ids], set[UUID]]) -> set[UUID]:
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return set()
    rows: list[Row] = list(ENTITIES[entity].model._default_manager.filter(pk__in=wanted))
    if entity == "attribute":
        return _attributes(published(rows) if ask is visible else rows, ask)
    links = ENTITIES[entity].links
    good = {
        field.name: ask(field.refers_to, (getattr(row, field.column) for row in rows))
        for field in links
    }
    return {
        row.pk
        for row in rows
        if any(getattr(row, field.column) in good[field.name] for field in links)
    }


def _attributes(rows: list[Row], ask: Callable[[str, Ids], set[UUID]]) -> set[UUID]:
    where = holders(row.link_id for row in rows)
    good: set[UUID] = set()
    for entity in set(where.values()):
        good |= ask(entity, [each for each, name in where.items() if name == entity])
    return {row.pk for row in rows if row.link_id in good}


def published(rows: list[Row]) -> list[Row]:
    """Those attributes whose term may go out. A term that is nowhere is nobody's secret."""
    terms = existing("taxonomy_term", (row.taxonomy_term_id for row in rows))
    held_back = terms - visible("taxonomy_term", terms)
    return [row for row in rows if row.taxonomy_term_id not in held_back]


def _ids(rows: QuerySet[Any], ids: Ids) -> set[UUID]:
    wanted = {each for each in ids if each is not None}
    return set(rows.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _programs() -> QuerySet[Program]:
    """Those of an organization that may be seen, and those that a service names that may."""
    owner = PUBLIC.organizations().filter(pk=OuterRef("organization_id"))
    naming = PUBLIC.services().filter(program=OuterRef("pk"))
    return Program.objects.filter(Exists(owner) | Exists(naming))


def _near_services() -> QuerySet[Service]:
    links = ServiceAtLocation.objects.filter(AT_CLOSED, service=OuterRef("pk"))
    return Service.objects.filter(Exists(links))


def _near_organizations() -> QuerySet[Organization]:
    services = _near_services().filter(organization=OuterRef("pk"))
    places = Location.objects.filter(CLOSED, organization=OuterRef("pk"))
    return Organization.objects.filter(Exists(services) | Exists(places))


_SHOWN: dict[str, Callable[[], QuerySet[Any]]] = {
    "taxonomy": taxonomies.published,
    "taxonomy_term": taxonomies.published_terms,
    "organization": PUBLIC.organizations,
    "location": PUBLIC.locations,
    "service": PUBLIC.services,
    "service_at_location": PUBLIC.service_at_locations,
    "program": _programs,
}
_NEAR: dict[str, Callable[[], QuerySet[Any]]] = {
    "organization": _near_organizations,
    "location": lambda: Location.objects.filter(CLOSED),
    "service": _near_services,
    "service_at_location": lambda: ServiceAtLocation.objects.filter(AT_CLOSED),
}
