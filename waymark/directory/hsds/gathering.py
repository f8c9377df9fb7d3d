"""Rows with everything that hangs on them, read with one query for each entity.

However many services are asked for, the number of queries stays the same (apart from places that
a partner's key opens, one by one). What the reader may not see is never put in.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from waymark.directory.hsds import hanging, veil
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.graph import CHILDREN, Graph
from waymark.directory.hsds.viewer import Viewer, hidden
from waymark.directory.models import (
    Location,
    Organization,
    Program,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
)
from waymark.directory.tiers import Tier

ON_THE_SPOT = {"contact", "phone", "address"}


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
    hanging.put_verifications(graph)
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
    hanging.mark_withheld(graph)
    hanging.put_history(graph)
    hanging.put_attributes(graph)
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
