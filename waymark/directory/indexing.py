"""What the search index is told of the directory. Call it in the transaction of the change.

Nothing exact about a closed location can get in: its point is in no column that is read here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from uuid import UUID

from django.utils import timezone

from waymark.directory import criteria, search
from waymark.directory.facts import Facts, Link, ServiceFacts, gather, listed, services_of
from waymark.directory.models import CapacityStatus, Service, ServiceCapacity, Verification
from waymark.directory.models.search import SearchRow
from waymark.directory.search import Indexable, among
from waymark.directory.tiers import Tier

BATCH = 5000
# The flag of services that have room now, so that workers find them first.
HAS_ROOM = 1
_ages = lru_cache(criteria.age_bits)


def index_services(ids: Iterable[UUID | None]) -> None:
    """Bring the index up to date about some services, whatever became of them."""
    wanted = [each for each in set(ids) if each is not None]
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        rows = list(_rows(services_of(listed().filter(pk__in=among(batch)))))
        kept = {row.service_at_location_id for row in rows}
        # Also what is indexed of a link that is gone.
        known = SearchRow.objects.filter(service_id__in=among(batch))
        search.remove({*known.values_list("service_at_location_id", flat=True)} - kept)
        search.replace(rows)


def forget(service: Service) -> None:
    """Take a service out of the index, before its rows go."""
    rows = SearchRow.objects.filter(service_id=service.pk)
    search.remove(rows.values_list("service_at_location_id", flat=True))


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Make the whole index anew; returns how many rows it has. `progress` gets rows done."""
    rows: int = search.rebuild(_every_row(), progress)
    return rows


def _every_row() -> Iterator[Indexable]:
    last: UUID | None = None
    while True:
        after = listed().order_by("pk")
        if last is not None:
            after = after.filter(pk__gt=last)
        services = services_of(after[:BATCH])
        if not services:
            return
        yield from _rows(services)
        last = UUID(services[-1].id)


def _rows(services: Sequence[ServiceFacts]) -> Iterator[Indexable]:
    ids = [service.id for service in services]
    facts, verified, room = gather(ids), last_verified(ids), having_room(ids)
    for service in services:
        pk = UUID(service.id)
        flags, rank = HAS_ROOM if pk in room else 0, -verified.get(pk, 0)
        links: Sequence[Link | None] = facts.links[service.id]
        for link in links or [None]:
            yield _row(service, link, facts, flags=flags, rank=rank)


def _row(
    service: ServiceFacts, link: Link | None, facts: Facts, *, flags: int, rank: int
) -> Indexable:
    # One of these ids may be of nothing; nothing belongs to it then.
    here, place = (link.id, link.location or "") if link else ("", "")
    taken, refused = _ages(service.minimum_age, service.maximum_age)
    return Indexable(
        service_at_location_id=UUID(here or service.id),
        service_id=UUID(service.id),
        location_id=UUID(place) if place else None,
        point=link.point if link else None,
        place_tier=(link.tier if link else None) or Tier.PUBLIC,
        tier=service.tier,
        terms=tuple(sorted(facts.terms[service.id] | facts.terms[here])),
        words=_words(service, link),
        languages=tuple(sorted(facts.languages[service.id] | facts.languages[place])),
        areas=tuple(sorted(facts.areas[service.id] | facts.areas[here] | facts.areas[place])),
        accepts=taken | facts.accepts[service.id],
        refuses=refused | facts.refuses[service.id],
        flags=flags,
        rank=rank,
    )


def _words(service: ServiceFacts, link: Link | None) -> str:
    """Names only: free text is not searched, and the name of a closed place finds nothing."""
    there = (link.name, link.alternate_name) if link and link.tier == Tier.PUBLIC else ()
    return " ".join(name for name in (*service.names, *there) if name)


def last_verified(services: Iterable[UUID | str]) -> dict[UUID, int]:
    """The day number on which each service was last verified; what expired counts as never."""
    found: dict[UUID, int] = {}
    rows = Verification.objects.filter(
        service_id__in=among(services), expires_at__gt=timezone.now()
    )
    for service, at in rows.values_list("service_id", "verified_at"):
        found[service] = max(at.toordinal(), found.get(service, 0))
    return found


def having_room(services: Iterable[UUID | str]) -> set[UUID]:
    """The services that have room for somebody, by what was stated and has not expired."""
    rows = ServiceCapacity.objects.filter(
        service_id__in=among(services),
        status=CapacityStatus.CAPACITY,
        expires_at__gt=timezone.now(),
    )
    return {pk for pk in rows.values_list("service_id", flat=True) if pk}
