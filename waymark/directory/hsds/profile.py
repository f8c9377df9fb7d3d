"""What Waymark says beyond HSDS: as attributes of two taxonomies, so that any reader can follow.

The terms are made here and stand in no table. Their ids are made of taxonomy and code like those
of every taxonomy that is loaded, so each installation has the same ones; so are the attributes'
ids, of the term and the row that they belong to. docs/hsds-profile.md describes them to others.
"""

import uuid
from collections.abc import Iterable
from functools import cache

from django.utils import translation

from waymark.directory.criteria import Criterion
from waymark.directory.models import (
    Attribute,
    CapacityStatus,
    Eligibility,
    Location,
    Schedule,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Unit,
    Use,
)
from waymark.directory.taxonomies import taxonomy_id, term_id

ELIGIBILITY = "Waymark eligibility"
DETAILS = "Waymark details"
USE, CLOSED, CAPACITY, POPULATION, ZONE = (
    "use",
    "closed_place",
    "capacity_status",
    "population",
    "time_zone",
)
_DETAILS = {
    USE: ("Use of the place", "Go there (both), go or write there first (access_point), service."),
    CLOSED: ("Place not published", "Where this is, in words; the point is a cell's middle."),
    CAPACITY: ("Capacity", "One of FHIR's answers for service capacity, or unknown: ask."),
    POPULATION: ("For whom", "Whom this capacity counts for."),
    ZONE: ("Time zone", "The zone of the tz database in which the opening times are."),
}


def taxonomies() -> list[Taxonomy]:
    """Our taxonomies, unsaved."""
    return [_taxonomy(ELIGIBILITY), _taxonomy(DETAILS)]


def terms() -> list[TaxonomyTerm]:
    """Our terms, unsaved, in their order."""
    return [
        *(criterion_term(each) for each in Criterion),
        *(detail_term(code) for code in _DETAILS),
    ]


@cache
def criterion_term(criterion: Criterion) -> TaxonomyTerm:
    """The term of one criterion."""
    with translation.override(None):
        name = str(criterion.label)
    text = "The value is accepts, does_not_accept or unknown: ask."
    return _term(ELIGIBILITY, criterion.value, name, text)


@cache
def detail_term(code: str) -> TaxonomyTerm:
    """The term of one of our details."""
    return _term(DETAILS, code, *_DETAILS[code])


def of_eligibility(rows: Iterable[Eligibility]) -> list[Attribute]:
    """What is known of whom a service takes, as attributes of the service."""
    return [
        _attribute(
            criterion_term(Criterion(row.criterion)),
            ("service", row.service_id),
            row.answer,
            label=row.note,
            link_type="eligibility",
        )
        for row in rows
    ]


def of_service_at_location(row: ServiceAtLocation) -> list[Attribute]:
    """Whether this is where one goes first, or where the service is, if not both."""
    if row.use == Use.BOTH:
        return []
    return [_attribute(detail_term(USE), ("service_at_location", row.pk), row.use)]


def of_closed_location(row: Location) -> list[Attribute]:
    """That the place is not published, and its area in words."""
    area = row.area or "not published"
    return [_attribute(detail_term(CLOSED), ("location", row.pk), area)]


def of_capacity(row: ServiceCapacity, status: CapacityStatus) -> list[Attribute]:
    """What FHIR calls the capacity, and for whom it counts."""
    link = ("service_capacity", row.pk)
    made = []
    if row.status != CapacityStatus.UNKNOWN:
        made.append(_attribute(detail_term(CAPACITY), link, status.value))
    if row.population:
        made.append(_attribute(detail_term(POPULATION), link, row.population))
    return made


def of_schedule(row: Schedule) -> list[Attribute]:
    """The time zone, which daylight-saving time needs."""
    return [_attribute(detail_term(ZONE), ("schedule", row.pk), row.zone)] if row.zone else []


def places_unit() -> Unit:
    """What capacity is counted in where nobody said: HSDS wants a unit."""
    return Unit(id=term_id("places", DETAILS), name="Places")


def _taxonomy(name: str) -> Taxonomy:
    text = {
        ELIGIBILITY: "Whom a service takes, in three answers.",
        DETAILS: "What HSDS has no field for.",
    }
    return Taxonomy(id=taxonomy_id(name), name=name, description=text[name], version="1")


def _term(taxonomy: str, code: str, name: str, description: str) -> TaxonomyTerm:
    return TaxonomyTerm(
        id=term_id(code, taxonomy),
        code=code,
        name=name,
        description=description,
        taxonomy=taxonomy,
        taxonomy_detail=_taxonomy(taxonomy),
        language="en",
    )


def _attribute(
    term: TaxonomyTerm,
    link: tuple[str, uuid.UUID],
    value: str,
    *,
    label: str = "",
    link_type: str = "detail",
) -> Attribute:
    entity, link_id = link
    return Attribute(
        id=uuid.uuid5(term.pk, str(link_id)),
        link_id=link_id,
        link_entity=entity,
        link_type=link_type,
        taxonomy_term=term,
        value=value,
        label=label,
    )
