"""What the search index is told of the directory. Call it in the transaction of the change.

Nothing exact about a closed location can get in: its point is in no column that is read here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from waymark.directory import cells, criteria, gazetteer, search
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.gazetteer import FoundPlace, Kind, Place, Several
from waymark.directory.models import (
    Address,
    Attribute,
    CapacityStatus,
    Eligibility,
    Language,
    Location,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    Status,
    Use,
    Verification,
)
from waymark.directory.models.search import SearchRow
from waymark.directory.search import Indexable
from waymark.directory.tiers import Tier

BATCH = 2000
AREAS = (Kind.COUNTY, Kind.REGION, Kind.COUNTRY)
# The flag of services that have room now, so that workers find them first.
HAS_ROOM = 1
# What is read of each row: texts that nobody searches would double the work.
SERVICE_COLUMNS = (
    "name",
    "alternate_name",
    "tier",
    "status",
    "minimum_age",
    "maximum_age",
    "organization__name",
    "organization__alternate_name",
    "program__name",
)
LINK_COLUMNS = (
    "service_id",
    "use",
    "location__tier",
    "location__name",
    "location__alternate_name",
    "location__latitude",
    "location__longitude",
    "location__cell_latitude",
    "location__cell_longitude",
)


def index_services(ids: Iterable[UUID | None]) -> None:
    """Bring the index up to date about some services, whatever became of them."""
    wanted = [each for each in set(ids) if each is not None]
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        services = list(_listed().filter(pk__in=batch))
        rows = list(_rows(services))
        kept = {row.service_at_location_id for row in rows}
        # Also what is indexed of a link that is gone.
        known = SearchRow.objects.filter(service_id__in=batch)
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


def row_id(service: Service) -> UUID:
    """The id under which a service without any location is indexed: its own."""
    return service.pk


def _every_row() -> Iterator[Indexable]:
    last: UUID | None = None
    while True:
        after = _listed().order_by("pk")
        if last is not None:
            after = after.filter(pk__gt=last)
        services = list(after[:BATCH])
        if not services:
            return
        yield from _rows(services)
        last = services[-1].pk


def _listed() -> QuerySet[Service]:
    """What can be found: services that are there, those closed for a time too."""
    shown = Q(status=Status.ACTIVE) | Q(status=Status.TEMPORARILY_CLOSED)
    rows = Service.objects.filter(shown).select_related("organization", "program")
    return rows.only(*SERVICE_COLUMNS)


@dataclass(frozen=True)
class _Facts:
    """What belongs to a batch of services, read with one query each."""

    links: dict[UUID, list[ServiceAtLocation]]
    terms: dict[UUID, set[str]]
    languages: dict[UUID, set[str]]
    eligibility: dict[UUID, list[Eligibility]]
    areas: dict[UUID, set[str]]
    addresses: dict[UUID, set[str]]
    verified: dict[UUID, int]
    room: set[UUID]


def _rows(services: Sequence[Service]) -> Iterator[Indexable]:
    facts = _gather([service.pk for service in services])
    for service in services:
        links = _where_one_goes(facts.links[service.pk])
        if not links:
            yield _row(service, None, facts)
        for link in links:
            yield _row(service, link, facts)


def _where_one_goes(links: Sequence[ServiceAtLocation]) -> list[ServiceAtLocation]:
    """Where there is an access point one goes there, so the service's own place is no result."""
    first = [link for link in links if link.use != Use.SERVICE]
    return first or list(links)


def _row(service: Service, link: ServiceAtLocation | None, facts: _Facts) -> Indexable:
    location = link.location if link else None
    point = _point(location) if location else None
    accepts, refuses = _eligibility(service, facts.eligibility[service.pk])
    served = facts.areas[service.pk] | (facts.areas[link.pk] if link else set())
    return Indexable(
        service_at_location_id=link.pk if link else row_id(service),
        service_id=service.pk,
        location_id=location.pk if location else None,
        point=point,
        place_tier=location.tier if location else Tier.PUBLIC,
        tier=service.tier,
        terms=tuple(sorted(facts.terms[service.pk] | (facts.terms[link.pk] if link else set()))),
        words=_words(service, location),
        languages=tuple(sorted(_languages(service, link, facts))),
        areas=tuple(sorted(served | (facts.addresses[location.pk] if location else set()))),
        accepts=accepts,
        refuses=refuses,
        flags=HAS_ROOM if service.pk in facts.room else 0,
        rank=-facts.verified.get(service.pk, 0),
    )


def _point(location: Location) -> tuple[float, float] | None:
    """The point that everybody may see; a public one off the globe is none."""
    if location.tier != Tier.PUBLIC:
        latitude, longitude = location.cell_latitude, location.cell_longitude
    else:
        latitude, longitude = location.latitude, location.longitude
    if latitude is None or longitude is None:
        return None
    try:
        cells.to_micro(latitude, longitude)
    except ValueError:
        return None
    return latitude, longitude


def _words(service: Service, location: Location | None) -> str:
    """Names only: free text is not searched, and the name of a closed place finds nothing."""
    organization = service.organization
    names = [service.name, service.alternate_name]
    names += [organization.name, organization.alternate_name] if organization else []
    names += [service.program.name] if service.program else []
    if location and location.tier == Tier.PUBLIC:
        names += [location.name, location.alternate_name]
    return " ".join(name for name in names if name)


def _languages(service: Service, link: ServiceAtLocation | None, facts: _Facts) -> set[str]:
    spoken = set(facts.languages[service.pk])
    return spoken | facts.languages[link.location_id] if link and link.location_id else spoken


def _eligibility(service: Service, answers: Iterable[Eligibility]) -> tuple[int, int]:
    taken, refused = criteria.age_bits(service.minimum_age, service.maximum_age)
    rows = list(answers)
    accepts = [Criterion(row.criterion) for row in rows if row.answer == Answer.ACCEPTS]
    refuses = [Criterion(row.criterion) for row in rows if row.answer == Answer.REFUSES]
    return taken | criteria.bits(accepts), refused | criteria.bits(refuses)


def _gather(services: Sequence[UUID]) -> _Facts:
    links: dict[UUID, list[ServiceAtLocation]] = defaultdict(list)
    rows = ServiceAtLocation.objects.filter(service__in=services).select_related("location")
    for link in rows.only(*LINK_COLUMNS).order_by("pk"):
        if link.service_id:
            links[link.service_id].append(link)
    link_ids = [link.pk for each in links.values() for link in each]
    places = [link.location_id for each in links.values() for link in each if link.location_id]
    return _Facts(
        links,
        _terms([*services, *link_ids]),
        _spoken(services, places),
        _answers(services),
        _served(services, link_ids),
        _addressed(places),
        last_verified(services),
        having_room(services),
    )


def _terms(ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Attribute.objects.filter(link_id__in=ids, taxonomy_term__isnull=False)
    for link_id, term in rows.values_list("link_id", "taxonomy_term_id"):
        if link_id:
            found[link_id].add(str(term))
    return found


def _spoken(services: Sequence[UUID], places: Sequence[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Language.objects.filter(Q(service__in=services) | Q(location__in=places))
    for service, place, code in rows.exclude(code="").values_list(
        "service_id", "location_id", "code"
    ):
        for each in (service, place):
            if each:
                found[each].add(code.lower())
    return found


def _answers(services: Sequence[UUID]) -> dict[UUID, list[Eligibility]]:
    found: dict[UUID, list[Eligibility]] = defaultdict(list)
    for row in Eligibility.objects.filter(service__in=services):
        found[row.service_id].append(row)
    return found


def _served(services: Sequence[UUID], links: Sequence[UUID]) -> dict[UUID, set[str]]:
    """The area that each service area names, by its own code: the smallest that it lies in."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = ServiceArea.objects.filter(Q(service__in=services) | Q(service_at_location__in=links))
    for service, link, name in rows.values_list("service_id", "service_at_location_id", "name"):
        if code := _area_code(name):
            for each in (service, link):
                if each:
                    found[each].add(code)
    return found


def _addressed(places: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Country and state of public addresses, for searches that name only an area."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Address.objects.filter(location__in=places)
    for place, country, state in rows.values_list("location_id", "country", "state_province"):
        if place and country:
            found[place] |= {country, f"{country}-{state}"} if state else {country}
    return found


@lru_cache(maxsize=4096)
def _area_code(name: str) -> str:
    """The code of the one area that is named so, else of the smallest that a place lies in.

    Empty where the gazetteer knows none, or more than one. "Nebraska" is the state, whatever
    towns are called after it.
    """
    found = gazetteer.find_place(name) if name else None
    places: tuple[Place, ...] = found.places if isinstance(found, Several) else ()
    if isinstance(found, FoundPlace) and not found.guessed:
        places = (found.place,)
    areas = [place for place in places if place.kind in AREAS] or places
    return areas[0].areas[0] if len(areas) == 1 and areas[0].areas else ""


def last_verified(services: Iterable[UUID]) -> dict[UUID, int]:
    """The day number on which each service was last verified; what expired counts as never."""
    found: dict[UUID, int] = {}
    rows = Verification.objects.filter(service__in=services, expires_at__gt=timezone.now())
    for service, at in rows.values_list("service_id", "verified_at"):
        found[service] = max(at.toordinal(), found.get(service, 0))
    return found


def having_room(services: Iterable[UUID]) -> set[UUID]:
    """The services that have room for somebody, by what was stated and has not expired."""
    rows = ServiceCapacity.objects.filter(
        service__in=services, status=CapacityStatus.CAPACITY, expires_at__gt=timezone.now()
    )
    return {pk for pk in rows.values_list("service_id", flat=True) if pk}
