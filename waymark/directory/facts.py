"""What belongs to many services, read with one query each, for the search index.

Ids are texts here, in the form of the database: an import reads a million of them, and objects of
them would take longer than everything else.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, F, FloatField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from waymark.directory import cells, criteria, gazetteer
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.gazetteer import FoundPlace, Kind, Place, Several
from waymark.directory.models import (
    Address,
    Attribute,
    Eligibility,
    Language,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Status,
    Use,
)
from waymark.directory.search import among
from waymark.directory.tiers import Tier

AREAS = (Kind.COUNTY, Kind.REGION, Kind.COUNTRY)
Id = str
Sets = dict[Id, set[str]]


class ServiceFacts(NamedTuple):
    """What the index is told of a service by itself. `names` are also its organization's."""

    id: Id
    tier: int
    minimum_age: float | None
    maximum_age: float | None
    names: tuple[str | None, ...]


class Link(NamedTuple):
    """A service at a location, in the order in which it is read; without a location all is None.

    The point is the one that everybody may see: a closed location's exact one is not read.
    """

    id: Id
    service: Id
    use: str
    location: Id | None
    tier: int | None
    latitude: float | None
    longitude: float | None
    name: str | None
    alternate_name: str | None

    @property
    def point(self) -> tuple[float, float] | None:
        """The point; one off the globe is none."""
        if self.latitude is None or self.longitude is None:
            return None
        try:
            cells.to_micro(self.latitude, self.longitude)
        except ValueError:
            return None
        return self.latitude, self.longitude


@dataclass(frozen=True)
class Facts:
    """What belongs to the services: by the id of a service, a link or a location."""

    links: dict[Id, list[Link]]
    terms: Sets
    languages: Sets
    accepts: dict[Id, int]
    refuses: dict[Id, int]
    areas: Sets


def listed() -> QuerySet[Service]:
    """What can be found: services that are there, those closed for a time too."""
    return Service.objects.filter(
        Q(status=Status.ACTIVE) | Q(status=Status.TEMPORARILY_CLOSED),
    )


def services_of(rows: QuerySet[Service]) -> list[ServiceFacts]:
    """The services of a query."""
    names = ("name", "alternate_name", "organization__name", "organization__alternate_name")
    own = (_text("pk"), "tier", "minimum_age", "maximum_age")
    found = rows.values_list(*own, *names, "program__name")
    return [
        ServiceFacts(pk, tier, youngest, oldest, tuple(named))
        for pk, tier, youngest, oldest, *named in found
    ]


def gather(services: Sequence[Id]) -> Facts:
    """Everything else about these services."""
    links = _links(services)
    link_ids = [link.id for each in links.values() for link in each]
    places = [link.location for each in links.values() for link in each if link.location]
    accepts, refuses = _answers(services)
    return Facts(
        links,
        _terms([*services, *link_ids]),
        _languages({"service_id": services, "location_id": places}),
        accepts,
        refuses,
        _areas({"service_id": services, "service_at_location_id": link_ids}, places),
    )


def _text(name: str) -> Cast:
    return Cast(name, TextField())


def _links(services: Sequence[Id]) -> dict[Id, list[Link]]:
    """Where one goes: where there is an access point, the service's own place is no result."""
    found: dict[Id, list[Link]] = defaultdict(list)
    rows = ServiceAtLocation.objects.filter(service_id__in=among(services)).order_by("pk")
    for row in rows.values_list(
        *(_text("pk"), _text("service_id"), "use", _text("location_id"), "location__tier"),
        *(_shown("latitude"), _shown("longitude")),
        *("location__name", "location__alternate_name"),
    ):
        found[row[1]].append(Link(*row))
    for service, links in found.items():
        found[service] = [link for link in links if link.use != Use.SERVICE] or links
    return found


def _shown(side: str) -> Case:
    """Latitude or longitude as everybody may see it."""
    public = When(location__tier=Value(Tier.PUBLIC.value), then=F(f"location__{side}"))
    return Case(public, default=F(f"location__cell_{side}"), output_field=FloatField())


def _terms(ids: Sequence[Id]) -> Sets:
    found: Sets = defaultdict(set)
    rows = Attribute.objects.filter(link_id__in=among(ids), taxonomy_term__isnull=False)
    for owner, term in rows.values_list(_text("link_id"), _text("taxonomy_term_id")):
        found[owner].add(_dashed(term))
    return found


@lru_cache(maxsize=8192)
def _dashed(text: str) -> str:
    return str(UUID(text))


def _languages(wanted: Mapping[str, Sequence[Id]]) -> Sets:
    found: Sets = defaultdict(set)
    for owner, ids in wanted.items():
        rows = Language.objects.filter(**{f"{owner}__in": among(ids)}).exclude(code="")
        for each, code in rows.values_list(_text(owner), "code"):
            found[each].add(code.lower())
    return found


def _answers(services: Sequence[Id]) -> tuple[dict[Id, int], dict[Id, int]]:
    """The criteria that each accepts, and those that it refuses, as bits."""
    found: dict[str, dict[Id, int]] = {each: defaultdict(int) for each in Answer.values}
    rows = Eligibility.objects.filter(service_id__in=among(services))
    for service, criterion, answer in rows.values_list(_text("service_id"), "criterion", "answer"):
        found[answer][service] |= _bit(criterion)
    return found[Answer.ACCEPTS], found[Answer.REFUSES]


@cache
def _bit(criterion: str) -> int:
    return criteria.bits([Criterion(criterion)])


def _areas(serving: Mapping[str, Sequence[Id]], places: Sequence[Id]) -> Sets:
    """What is served, and country and state of public addresses, for searches of an area only."""
    found: Sets = defaultdict(set)
    for owner, ids in serving.items():
        rows = ServiceArea.objects.filter(**{f"{owner}__in": among(ids)})
        for each, name in rows.values_list(_text(owner), "name"):
            if code := area_code(name):
                found[each].add(code)
    addresses = Address.objects.filter(location_id__in=among(places)).exclude(country="")
    for each, country, state in addresses.values_list(
        _text("location_id"), "country", "state_province"
    ):
        found[each] |= {country, f"{country}-{state}"} if state else {country}
    return found


@lru_cache(maxsize=4096)
def area_code(name: str) -> str:
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
