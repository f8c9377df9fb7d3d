"""HSDS as JSON: plain forms for lists, nested ones for items."""

from collections.abc import Sequence
from typing import Any

from waymark.directory.hsds import gathering
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.graph import Graph, Row
from waymark.directory.hsds.shape import Entity, Field, Kind
from waymark.directory.hsds.values import to_json
from waymark.directory.hsds.viewer import Viewer
from waymark.directory.models import (
    Organization,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)

Json = dict[str, Any]
# Links that no nesting says; all others stand where the rows stand.
SAID = {"id", "parent_organization_id", "parent_id"}


def full_services(viewer: Viewer, services: Sequence[Service]) -> list[Json]:
    """Services with all that hangs on them; steward selected with them."""
    graph = gathering.of_services(viewer, services)
    return [nested(graph, ENTITIES["service"], row) for row in services]


def listed_services(viewer: Viewer, services: Sequence[Service]) -> list[Json]:
    """Services with organization and program; organization and steward selected with them."""
    graph = gathering.of_lists(viewer, services)
    return [_listed(graph, row) for row in services]


def listed_service_at_locations(viewer: Viewer, links: Sequence[ServiceAtLocation]) -> list[Json]:
    """Services at locations; service, its organization and steward, location selected with them."""
    services = [row.service for row in links if row.service]
    graph = gathering.of_lists(viewer, services, [row.location for row in links if row.location])
    found = []
    for row in links:
        made = plain(ENTITIES["service_at_location"], row)
        if row.location_id:
            location = graph.rows["location"][row.location_id]
            made["location"] = plain(ENTITIES["location"], location)
        if row.service:
            made["service"] = _listed(graph, graph.rows["service"][row.service.pk])
        found.append(made)
    return found


def listed_organizations(viewer: Viewer, organizations: Sequence[Organization]) -> list[Json]:
    """Organizations' own values."""
    graph = gathering.of_names(viewer, organizations)
    return [plain(ENTITIES["organization"], row) for row in graph.rows["organization"].values()]


def listed_terms(terms: Sequence[TaxonomyTerm]) -> list[Json]:
    """Taxonomy terms with their taxonomy, selected with them."""
    found = []
    for row in terms:
        made = plain(ENTITIES["taxonomy_term"], row)
        if row.taxonomy_detail:
            made["taxonomy_detail"] = plain(ENTITIES["taxonomy"], row.taxonomy_detail)
        found.append(made)
    return found


def listed_taxonomies(taxonomies: Sequence[Taxonomy]) -> list[Json]:
    """Taxonomies' own values."""
    return [plain(ENTITIES["taxonomy"], row) for row in taxonomies]


def full_service_at_locations(viewer: Viewer, links: Sequence[ServiceAtLocation]) -> list[Json]:
    """Services at locations with service and location and all that hangs on them."""
    graph = gathering.of_links(viewer, links)
    found = []
    for row in links:
        made = nested(graph, ENTITIES["service_at_location"], row)
        if row.service_id in graph.rows["service"]:
            leave = frozenset({"service_at_locations"})
            service = graph.rows["service"][row.service_id]
            made["service"] = nested(graph, ENTITIES["service"], service, leave)
        found.append(made)
    return found


def full_organizations(
    viewer: Viewer, organizations: Sequence[Organization], *, services: bool
) -> list[Json]:
    """Organizations with all that hangs on them; of services everything, or name and status."""
    graph = gathering.of_organizations(viewer, organizations, services=services)
    if not services:
        _put_services(graph, viewer)
    found = []
    for row in organizations:
        made = nested(graph, ENTITIES["organization"], row)
        own = [each for each in graph.rows["service"].values() if each.organization_id == row.pk]
        if own:
            made["services"] = [_service_of(graph, each, whole=services) for each in own]
        found.append(made)
    return found


def nested(graph: Graph, entity: Entity, row: Row, leave: frozenset[str] = frozenset()) -> Json:
    """A row with everything in the graph that hangs on it, in the order of the schema."""
    made: Json = {}
    for member in entity.members:
        if member.name in leave:
            continue
        if isinstance(member, Field):
            _say(made, member, row)
        elif member.many:
            inner = ENTITIES[member.entity]
            rows = [nested(graph, inner, each) for each in graph.many(member, row)]
            if rows:
                made[member.name] = rows
        elif (one := graph.one(member, row)) is not None:
            made[member.name] = nested(graph, ENTITIES[member.entity], one)
    return made


def plain(entity: Entity, row: Row) -> Json:
    """A row's own values."""
    made: Json = {}
    for field in entity.fields:
        _say(made, field, row)
    return made


def _say(made: Json, field: Field, row: Row) -> None:
    if field.kind is Kind.UUID and field.name not in SAID:
        return
    if (value := to_json(field, getattr(row, field.column))) is not None:
        made[field.name] = value


def _listed(graph: Graph, row: Service) -> Json:
    made = plain(ENTITIES["service"], row)
    for member in ENTITIES["service"].nested:
        if member.name in {"organization", "program"}:
            one = graph.one(member, row)
            if one is not None:
                made[member.name] = plain(ENTITIES[member.entity], one)
    return made


def _put_services(graph: Graph, viewer: Viewer) -> None:
    own = viewer.services().filter(organization__in=graph.ids("organization"))
    graph.put("service", own.order_by("pk"))


def _service_of(graph: Graph, row: Row, *, whole: bool) -> Json:
    if whole:
        return nested(graph, ENTITIES["service"], row, frozenset({"organization"}))
    return {"id": str(row.pk), "name": row.name, "status": row.status}
