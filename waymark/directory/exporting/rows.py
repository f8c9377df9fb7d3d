"""Every row that anybody may see, entity by entity, as it goes into its table.

Batches are read from each last id on, so memory stays small however many rows there are. What is
not stored as a row of HSDS (eligibility, verifications) comes out beside the rows it belongs to.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from waymark.directory.hsds import assurance, profile, sight, veil
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.viewer import PUBLIC
from waymark.directory.models import (
    CapacityStatus,
    Eligibility,
    Location,
    Schedule,
    ServiceAtLocation,
    ServiceCapacity,
)
from waymark.directory.tiers import Tier

Row = Any
BATCH = 1000
# What is selected with the rows, since they are changed by it on their way out.
WITH = {
    "service": ("steward",),
    "service_capacity": ("service", "unit"),
    "schedule": ("location",),
    "accessibility": ("location",),
}
BY_LINK = {"attribute": "link_id", "metadata": "resource_id"}


@dataclass
class Batch:
    """Rows of an entity, and rows of attributes and metadata that come with them.

    `dangling` are the names of links that name no row at all.
    """

    rows: list[Row]
    extra: list[tuple[str, Row]] = field(default_factory=list)
    dangling: set[str] = field(default_factory=set)


def batches(entity: str, now: datetime | None = None) -> Iterator[Batch]:
    """Every row of an entity that anybody may see."""
    yield from _before(entity)
    for rows in _every(entity):
        if entity in BY_LINK:
            yield _hanging(entity, rows)
        else:
            yield _veiled(entity, _shown(entity, rows), now or timezone.now())


def _before(entity: str) -> Iterator[Batch]:
    """Rows that stand in no table: our own taxonomies, and the unit of what was counted in none."""
    own: dict[str, Callable[[], list[Any]]] = {
        "taxonomy": profile.taxonomies,
        "taxonomy_term": profile.terms,
        "unit": lambda: [profile.places_unit()],
    }
    if entity in own:
        yield Batch(own[entity]())


def _every(entity: str) -> Iterator[list[Row]]:
    rows: QuerySet[Any] = ENTITIES[entity].model._default_manager.order_by("pk")
    rows = rows.select_related(*WITH.get(entity, ())) if entity in WITH else rows
    own = [row.pk for each in _before(entity) for row in each.rows]
    after: UUID | None = None
    while True:
        batch = list((rows if after is None else rows.filter(pk__gt=after))[:BATCH])
        if not batch:
            return
        yield [row for row in batch if row.pk not in own]
        after = batch[-1].pk


def _shown(entity: str, rows: list[Row]) -> Batch:
    """Those that may be seen, without the names of what may not."""
    seen = sight.visible(entity, (row.pk for row in rows))
    shown = Batch([row for row in rows if row.pk in seen])
    for link, ids in sight.parents(entity, shown.rows).items():
        [described] = [each for each in ENTITIES[entity].links if each.name == link]
        named = {getattr(row, described.column) for row in shown.rows} - {None}
        hidden = sight.existing(described.refers_to, named - ids)
        if named - ids - hidden:
            shown.dangling.add(link)
        for row in shown.rows:
            if getattr(row, described.column) in hidden:
                setattr(row, described.column, None)
    return shown


def _veiled(entity: str, batch: Batch, now: datetime) -> Batch:
    if entity == "service":
        _with_answers(batch)
    for row in batch.rows:
        if entity == "location":
            _closed(row, batch)
        elif entity == "service_at_location":
            batch.extra += _attributes(profile.of_service_at_location(row))
        elif entity == "service_capacity":
            batch.extra += _attributes(profile.of_capacity(row, veil.status_of(row, now)))
            veil.coarsen(row, PUBLIC, row.service, now)
            row.unit_id = row.unit.pk
        elif entity in {"schedule", "accessibility"}:
            if row.location and row.location.tier != Tier.PUBLIC:
                veil.without_address(row)
            if entity == "schedule":
                batch.extra += _attributes(profile.of_schedule(row))
    return batch


def _closed(location: Location, batch: Batch) -> None:
    if location.tier != Tier.PUBLIC:
        veil.close(location)
        batch.extra += _attributes(profile.of_closed_location(location))


def _with_answers(batch: Batch) -> None:
    """What is known of whom services take, and what was verified."""
    ids = [row.pk for row in batch.rows]
    answers = Eligibility.objects.filter(service__in=ids).order_by("pk")
    batch.extra += _attributes(profile.of_eligibility(answers))
    batch.extra += [("metadata", row) for row in assurance.assure(batch.rows)]


def _hanging(entity: str, rows: list[Row]) -> Batch:
    """Attributes or changes of rows that may be seen; those of closed locations stay here."""
    link = BY_LINK[entity]
    where = sight.holders(getattr(row, link) for row in rows)
    if entity == "metadata":
        left = {row.resource_id for row in rows} - where.keys()
        where |= dict.fromkeys(sight.existing("attribute", left), "attribute")
    seen: set[UUID] = set()
    beside: set[UUID] = set()
    for name in set(where.values()):
        ids = [each for each, entity_of in where.items() if entity_of == name]
        close = sight.near(name, ids)
        seen |= sight.visible(name, ids) - (close if name == "location" else set())
        beside |= close
    kept = [row for row in rows if getattr(row, link) in seen]
    if entity == "attribute":
        kept = _without_doubles(sight.published(kept))
    if entity == "metadata":
        veil.withhold(row for row in kept if row.resource_id in beside)
    return Batch(kept)


def _without_doubles(rows: list[Row]) -> list[Row]:
    """Without stored attributes of our own terms that were written anew beside their rows.

    Somebody may have imported what another installation like this one exported.
    """
    ours = {term.pk for term in profile.terms()}
    links = [row.link_id for row in rows if row.taxonomy_term_id in ours]
    if not links:
        return rows
    anew = profile.of_eligibility(Eligibility.objects.filter(service__in=links))
    for link in ServiceAtLocation.objects.filter(pk__in=links):
        anew += profile.of_service_at_location(link)
    for location in Location.objects.filter(pk__in=links).exclude(tier=Tier.PUBLIC):
        anew += profile.of_closed_location(location)
    for capacity in ServiceCapacity.objects.filter(pk__in=links):
        anew += profile.of_capacity(capacity, CapacityStatus.UNKNOWN)
    for schedule in Schedule.objects.filter(pk__in=links):
        anew += profile.of_schedule(schedule)
    doubled = {row.pk for row in anew}
    return [row for row in rows if row.pk not in doubled]


def _attributes(rows: list[Row]) -> list[tuple[str, Row]]:
    return [("attribute", row) for row in rows]
