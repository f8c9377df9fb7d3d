"""Everything that a page says about some results, in a few queries however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from waymark.directory.criteria import AgeGroup, Answer, Criterion, age_bits, bits
from waymark.directory.finding.looking import schedules_of
from waymark.directory.finding.tables import rows_of
from waymark.directory.models import (
    Address,
    CostOption,
    Eligibility,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Status,
    Verification,
)
from waymark.directory.tiers import Tier

LISTED = (Status.ACTIVE, Status.TEMPORARILY_CLOSED)
Row = TypeVar("Row")
Grouped = dict[UUID | None, list[Row]]


@dataclass(frozen=True)
class Entry:
    """A service at a location, or a service alone, with the rows about it."""

    id: UUID
    service: Service
    link: ServiceAtLocation | None
    location: Location | None
    phones: Sequence[Phone]
    schedules: Sequence[Schedule]
    languages: Sequence[Language]
    eligibility: Sequence[Eligibility]
    capacities: Sequence[ServiceCapacity]
    verifications: Sequence[Verification]
    addresses: Sequence[Address]
    costs: Sequence[CostOption]

    @property
    def closed_place(self) -> bool:
        """Whether where it is may not be said."""
        return self.location is not None and self.location.tier != Tier.PUBLIC

    @cached_property
    def answers(self) -> dict[Criterion | AgeGroup, Answer]:
        """What is known about whom it takes; what is missing is unknown."""
        known: dict[Criterion | AgeGroup, Answer] = {
            Criterion(row.criterion): Answer(row.answer) for row in self.eligibility
        }
        taken, refused = age_bits(self.service.minimum_age, self.service.maximum_age)
        for group in AgeGroup:
            if bits([group]) & taken:
                known[group] = Answer.ACCEPTS
            elif bits([group]) & refused:
                known[group] = Answer.REFUSES
        return known


def public_services() -> QuerySet[Service]:
    """The services that anybody may read of."""
    found = Service.objects.filter(tier=Tier.PUBLIC, status__in=LISTED)
    return found.select_related("organization")


def entries(ids: Collection[UUID]) -> dict[UUID, Entry]:
    """The results of these ids that anybody may read of, in the order of the ids."""
    links = {link.pk: link for link in _links("id", ids)}
    alone = [each for each in ids if each not in links]
    services = {each.pk: each for each in public_services().filter(pk__in=alone)} if alone else {}
    found = [_Bare(each, links.get(each), services.get(each)) for each in ids]
    return dict(_filled([bare for bare in found if bare.link or bare.alone]))


def entries_of(service: Service) -> list[Entry]:
    """A service at each place where one goes, or alone; see `indexing`."""
    links = sorted(_links("service_id", [service.pk]), key=lambda link: str(link.pk))
    first = [link for link in links if link.use != "service"] or links
    bare = [_Bare(link.pk, link, None) for link in first] or [_Bare(service.pk, None, service)]
    return [entry for _id, entry in _filled(bare)]


def _links(column: str, ids: Collection[UUID]) -> list[ServiceAtLocation]:
    """Those of public services, each with its service and place and who offers it.

    What is public is looked at here and not asked for: SQLite would begin with all public services
    and look for these few links among theirs.
    """
    links = rows_of(ServiceAtLocation, {column: ids})
    services = _by_id(Service, (link.service_id for link in links))
    places = _by_id(Location, (link.location_id for link in links))
    houses = _by_id(Organization, (service.organization_id for service in services.values()))
    for service in services.values():
        service.organization = houses.get(service.organization_id)
    for link in links:
        link.service = services.get(link.service_id)
        link.location = places.get(link.location_id)
    return [link for link in links if link.service and _is_public(link.service)]


def _by_id(model: type[Any], ids: Iterable[UUID | None]) -> dict[UUID | None, Any]:
    return {row.pk: row for row in rows_of(model, {"id": {each for each in ids if each}})}


def _is_public(service: Service) -> bool:
    return service.tier == Tier.PUBLIC and service.status in LISTED


@dataclass(frozen=True)
class _Bare:
    id: UUID
    link: ServiceAtLocation | None
    alone: Service | None

    @property
    def service(self) -> Service:
        found = self.link.service if self.link else self.alone
        assert isinstance(found, Service)  # noqa: S101  every bare row has one of the two
        return found

    @property
    def owners(self) -> tuple[UUID | None, ...]:
        link = self.link
        return (link.pk, link.location_id, link.service_id) if link else (self.id,)


def _filled(bare: Sequence[_Bare]) -> Iterator[tuple[UUID, Entry]]:
    if not bare:
        return
    services = {each.service.pk for each in bare}
    places = {each.link.location_id for each in bare if each.link and each.link.location_id}
    schedules = schedules_of({each.id: each.owners for each in bare})
    phones = _phones(bare, services, places)
    languages = _by_owner(Language, {"service_id": services, "location_id": places})
    about = {
        model: _by_owner(model, {"service_id": services})
        for model in (Eligibility, ServiceCapacity, Verification, CostOption)
    }
    addresses = _by_owner(Address, {"location_id": places})
    for each in bare:
        service, place = each.service, each.link.location_id if each.link else None
        yield (
            each.id,
            Entry(
                id=each.id,
                service=service,
                link=each.link,
                location=each.link.location if each.link else None,
                phones=phones[each.id],
                schedules=schedules[each.id],
                languages=[*languages[service.pk], *(languages[place] if place else ())],
                eligibility=about[Eligibility][service.pk],
                capacities=about[ServiceCapacity][service.pk],
                verifications=about[Verification][service.pk],
                addresses=addresses[place] if place else [],
                costs=about[CostOption][service.pk],
            ),
        )


def _phones(
    bare: Sequence[_Bare], services: set[UUID], places: set[UUID]
) -> dict[UUID, list[Phone]]:
    """The numbers that count: of the service there, else the place, the service, its house."""
    houses = (each.service.organization_id for each in bare)
    wanted: dict[str, Collection[UUID]] = {
        "service_at_location_id": {each.link.pk for each in bare if each.link},
        "location_id": places,
        "service_id": services,
        "organization_id": {each for each in houses if each},
    }
    rows = _by_owner(Phone, wanted)
    return {
        each.id: next(
            (
                rows[owner]
                for owner in (*each.owners, each.service.organization_id)
                if owner in rows
            ),
            [],
        )
        for each in bare
    }


def _by_owner(model: type[Model], wanted: Mapping[str, Collection[UUID]]) -> Grouped[Any]:
    """The rows by each id that they hang on, in the order of their own ids."""
    found: Grouped[Any] = defaultdict(list)
    for row in rows_of(model, wanted):
        for owner in filter(None, (getattr(row, name) for name in wanted)):
            found[owner].append(row)
    return found
