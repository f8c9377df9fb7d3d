"""Rows with everything that hangs on them, read with one query for each entity.

However many services are asked for, the number of queries stays the same (apart from places that
a partner's key opens, one by one). What the reader may not see is never put in.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from waymark.directory.hsds import assurance, profile, veil
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.shape import Nested
from waymark.directory.hsds.viewer import Viewer, hidden
from waymark.directory.models import (
    Attribute,
    Eligibility,
    Location,
    Metadata,
    Organization,
    Program,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
)
from waymark.directory.tiers import Tier

Row = Any  # a row of any HSDS model
# What is read after the rows that it may hang on, each with one query.
CHILDREN = (
    *("contact", "phone", "language", "schedule", "address", "accessibility", "funding"),
    *("service_area", "cost_option", "required_document", "organization_identifier", "url"),
    *("program", "service_capacity"),
)
ON_THE_SPOT = {"contact", "phone", "address"}
TERM = "taxonomy_term__taxonomy_detail"
PART = 10_000


class Graph:
    """Rows by entity and id, and lists of rows by what they hang on."""

    def __init__(self, viewer: Viewer, now: datetime | None = None) -> None:
        self.viewer = viewer
        self.now = now or timezone.now()
        self.rows: dict[str, dict[UUID, Row]] = defaultdict(dict)
        self.closed: set[UUID] = set()
        self.withheld: set[UUID] = set()
        self._lists: dict[tuple[str, str], dict[UUID, list[Row]]] = defaultdict(
            lambda: defaultdict(list)
        )

    def many(self, nested: Nested, row: Row) -> list[Row]:
        """The rows that hang on a row."""
        return self._lists[nested.entity, nested.by].get(row.pk, [])

    def one(self, nested: Nested, row: Row) -> Row | None:
        """The row that a row names, where it was read."""
        column = "taxonomy_detail_id" if nested.by == "taxonomy_id" else nested.by
        return self.rows[nested.entity].get(getattr(row, column))

    def put(self, entity: str, rows: Iterable[Row]) -> None:
        """Take rows in, and note what they hang on."""
        links = [field for field in ENTITIES[entity].fields if field.name.endswith("_id")]
        for row in rows:
            if row.pk in self.rows[entity]:
                continue
            self.rows[entity][row.pk] = row
            for field in links:
                if (parent := getattr(row, field.column)) is not None:
                    self._lists[entity, field.name][parent].append(row)

    def ids(self, entity: str) -> list[UUID]:
        """The ids of what was read of an entity."""
        return list(self.rows[entity])


def of_services(
    viewer: Viewer, services: Sequence[Service], *, organizations: bool = True
) -> Graph:
    """Services, where they are and who offers them."""
    graph = Graph(viewer)
    graph.put("service", services)
    links = ServiceAtLocation.objects.filter(service__in=graph.ids("service")).order_by("pk")
    graph.put("service_at_location", links)
    if organizations:
        owners = {row.organization_id for row in services}
        graph.put("organization", Organization.objects.filter(pk__in=owners - {None}))
    return _completed(graph)


def of_organizations(
    viewer: Viewer, organizations: Sequence[Organization], *, services: bool
) -> Graph:
    """Organizations, with everything of their services or without."""
    graph = Graph(viewer)
    graph.put("organization", organizations)
    if services:
        own = viewer.services().filter(organization__in=graph.ids("organization"))
        graph.put("service", own.select_related("steward").order_by("pk"))
        links = ServiceAtLocation.objects.filter(service__in=graph.ids("service"))
        graph.put("service_at_location", links.order_by("pk"))
    return _completed(graph)


def of_lists(
    viewer: Viewer, services: Sequence[Service], locations: Iterable[Location] = ()
) -> Graph:
    """Services with organization and program, and locations: what lists show, no more."""
    graph = Graph(viewer)
    graph.put("service", services)
    graph.put("organization", [row.organization for row in services if row.organization])
    named = {row.program_id for row in services} - {None}
    graph.put("program", Program.objects.filter(pk__in=named) if named else ())
    graph.put("location", locations)
    _open_or_close(graph)
    _forget_hidden_parents(graph)
    _put_verifications(graph)
    return graph


def of_names(viewer: Viewer, organizations: Sequence[Organization]) -> Graph:
    """Organizations alone."""
    graph = Graph(viewer)
    graph.put("organization", organizations)
    _forget_hidden_parents(graph)
    return graph


def of_links(viewer: Viewer, links: Sequence[ServiceAtLocation]) -> Graph:
    """Services at locations, with the service and the location of each."""
    graph = Graph(viewer)
    graph.put("service_at_location", links)
    wanted = {row.service_id for row in links}
    services = viewer.services().filter(pk__in=wanted).select_related("steward")
    graph.put("service", services)
    owners = {row.organization_id for row in graph.rows["service"].values()}
    graph.put("organization", Organization.objects.filter(pk__in=owners - {None}))
    return _completed(graph)


def _completed(graph: Graph) -> Graph:
    _put_locations(graph)
    _put_children(graph)
    _put_programs(graph)
    _forget_hidden_parents(graph)
    _mark_withheld(graph)
    _put_history(graph)
    _put_attributes(graph)
    return graph


def _put_locations(graph: Graph) -> None:
    """Locations of the services and of the organizations, closed where they are closed."""
    linked = {row.location_id for row in graph.rows["service_at_location"].values()}
    own = graph.viewer.locations().filter(organization__in=graph.ids("organization"))
    found = Location.objects.filter(Q(pk__in=linked - {None}) | Q(pk__in=own.values("pk")))
    graph.put("location", found.order_by("pk"))
    _open_or_close(graph)


def _open_or_close(graph: Graph) -> None:
    for location in graph.rows["location"].values():
        if location.tier == Tier.PUBLIC:
            continue
        place = graph.viewer.place(location)
        if place is None:
            veil.close(location)
            graph.closed.add(location.pk)
        else:
            veil.disclose(location, place)
            for row in veil.opened_rows(location, place):
                graph.put(row._meta.model_name or "", [row])


def _put_children(graph: Graph) -> None:
    """What hangs on anything that was read; of a closed location nothing that leads there."""
    shut = {
        row.pk
        for row in graph.rows["service_at_location"].values()
        if row.location_id in graph.closed
    }
    for name in CHILDREN:
        entity = ENTITIES[name]
        parents = {field.column: set(graph.ids(field.refers_to)) for field in entity.links}
        if name in ON_THE_SPOT:
            for column, gone in (("location_id", graph.closed), ("service_at_location_id", shut)):
                if column in parents:
                    parents[column] -= gone
        wanted = [Q(**{f"{column}__in": ids}) for column, ids in parents.items() if ids]
        if wanted:
            graph.put(
                name, entity.model._default_manager.filter(reduce(or_, wanted)).order_by("pk")
            )
    for row in (*graph.rows["accessibility"].values(), *graph.rows["schedule"].values()):
        if row.location_id in graph.closed:
            veil.without_address(row)


def _put_programs(graph: Graph) -> None:
    """Programs that services name and that are not their organization's, and capacity's units."""
    named = {row.program_id for row in graph.rows["service"].values()} - {None}
    missing = named - set(graph.ids("program"))
    if missing:
        graph.put("program", Program.objects.filter(pk__in=missing))
    services = graph.rows["service"]
    capacities: Iterable[ServiceCapacity] = graph.rows["service_capacity"].values()
    for row in capacities:
        if row.service_id is None:
            continue
        veil.coarsen(row, graph.viewer, services[row.service_id], graph.now)
        graph.put("unit", [row.unit])


def _forget_hidden_parents(graph: Graph) -> None:
    """An organization above that this reader may not know of is not named."""
    above = {row.parent_organization_id for row in graph.rows["organization"].values()} - {None}
    unseen = hidden(graph.viewer.organizations(), above) if above else set()
    for row in graph.rows["organization"].values():
        if row.parent_organization_id in unseen:
            row.parent_organization_id = None


def _mark_withheld(graph: Graph) -> None:
    """Note what is near a closed place: old values of its changes may tell where that is."""
    near = set(graph.closed)
    of_these = Q(service__in=graph.ids("service"))
    of_these |= Q(service__organization__in=graph.ids("organization"))
    beyond = Q(location__tier__gt=graph.viewer.tier) | Q(location__in=graph.closed)
    links = ServiceAtLocation.objects.filter(of_these & beyond)
    for row in links.values_list("pk", "service_id", "service__organization_id"):
        near.update(row)
    near |= {graph.rows["location"][each].organization_id for each in graph.closed}
    for name in CHILDREN:
        columns = [field.column for field in ENTITIES[name].links]
        near |= {
            row.pk
            for row in graph.rows[name].values()
            if any(getattr(row, column) in near for column in columns)
        }
    graph.withheld = near - {None}


def _put_attributes(graph: Graph) -> None:
    """Terms of every row. What was said of a closed location is left out, apart from our own."""
    ids = set().union(*graph.rows.values()) - graph.closed
    answers = Eligibility.objects.filter(service__in=graph.ids("service")).order_by("pk")
    graph.put("attribute", profile.of_eligibility(answers))
    for link in graph.rows["service_at_location"].values():
        graph.put("attribute", profile.of_service_at_location(link))
    for closed in graph.closed:
        graph.put("attribute", profile.of_closed_location(graph.rows["location"][closed]))
    for capacity in graph.rows["service_capacity"].values():
        status = veil.status_of(capacity, graph.now)
        graph.put("attribute", profile.of_capacity(capacity, status))
    for schedule in graph.rows["schedule"].values():
        graph.put("attribute", profile.of_schedule(schedule))
    # Ours come first: what is stored under the same id is an older copy of them.
    graph.put("attribute", _in(Attribute.objects.select_related(TERM), "link_id__in", ids))
    terms = [row.taxonomy_term for row in graph.rows["attribute"].values() if row.taxonomy_term]
    graph.put("taxonomy_term", terms)
    graph.put("taxonomy", [row.taxonomy_detail for row in terms if row.taxonomy_detail])


def _put_history(graph: Graph) -> None:
    """Changes of every row, and what was verified about services."""
    ids = set().union(*graph.rows.values()) - graph.closed
    for row in _in(Metadata.objects, "resource_id__in", ids):
        near = row.resource_id in graph.withheld
        graph.put("metadata", veil.withhold([row]) if near else [row])
    _put_verifications(graph)


def _put_verifications(graph: Graph) -> None:
    graph.put("metadata", assurance.assure(list(graph.rows["service"].values())))


def _in(found: Any, lookup: str, ids: Iterable[UUID]) -> Iterable[Row]:
    """Rows of many ids, a part at a time: databases take only so many values at once."""
    every = sorted(ids)
    for start in range(0, len(every), PART):
        yield from found.filter(**{lookup: every[start : start + PART]}).order_by("pk")
