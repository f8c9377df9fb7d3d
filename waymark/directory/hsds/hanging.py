"""What hangs on any row: attributes, changes, and what was verified; near a closed place, less."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from waymark.directory.hsds import assurance, profile, veil
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.graph import CHILDREN, Graph, Row
from waymark.directory.models import Attribute, Eligibility, Metadata, ServiceAtLocation

TERM = "taxonomy_term__taxonomy_detail"
PART = 10_000


def mark_withheld(graph: Graph) -> None:
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


def put_attributes(graph: Graph) -> None:
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
    stored = Attribute.objects.select_related(TERM).exclude(
        taxonomy_term__taxonomy_detail__may_be_published=False
    )
    graph.put("attribute", _in(stored, "link_id__in", ids))
    terms = [row.taxonomy_term for row in graph.rows["attribute"].values() if row.taxonomy_term]
    graph.put("taxonomy_term", terms)
    graph.put("taxonomy", [row.taxonomy_detail for row in terms if row.taxonomy_detail])


def put_history(graph: Graph) -> None:
    """Changes of every row, and what was verified about services."""
    ids = set().union(*graph.rows.values()) - graph.closed
    for row in _in(Metadata.objects, "resource_id__in", ids):
        near = row.resource_id in graph.withheld
        graph.put("metadata", veil.withhold([row]) if near else [row])
    put_verifications(graph)


def put_verifications(graph: Graph) -> None:
    """What was verified about services, and the date that follows."""
    graph.put("metadata", assurance.assure(list(graph.rows["service"].values())))


def _in(found: Any, lookup: str, ids: Iterable[UUID]) -> Iterable[Row]:
    """Rows of many ids, a part at a time: databases take only so many values at once."""
    every = sorted(ids)
    for start in range(0, len(every), PART):
        yield from found.filter(**{lookup: every[start : start + PART]}).order_by("pk")
