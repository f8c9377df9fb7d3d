"""Which rows a request asks for: out of the tables, or out of the search index.

Whatever has to do with places, words of names or whom a service takes goes through the index, which
knows of a place that is not public only its cell. Nothing here reads a point from anywhere else.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.directory import criteria, gazetteer, search
from waymark.directory.api.listing import Before, Listing, OfIds, OfTable
from waymark.directory.api.parameters import Asked
from waymark.directory.api.problems import Problem
from waymark.directory.criteria import AgeGroup, Criterion
from waymark.directory.gazetteer import FoundPlace, Kind, Place, Several
from waymark.directory.hsds import profile
from waymark.directory.hsds.viewer import Viewer
from waymark.directory.models import (
    Attribute,
    Eligibility,
    Organization,
    Service,
    ServiceAtLocation,
    Status,
    Taxonomy,
    TaxonomyTerm,
)
from waymark.directory.search import Query
from waymark.directory.taxonomies import (
    held_back,
    published,
    published_terms,
    taxonomy_id,
    term_id,
)
from waymark.web import queries as web

# What lists show; anything else is answered by its id, with its status.
LISTED = (Status.ACTIVE, Status.TEMPORARILY_CLOSED)
# A search by place or words gives the best so many; the tables can be read to the end.
MOST_FOUND = 1000
DEEPEST = 12
NOTHING = UUID(int=0)  # the id of no term


def services(viewer: Viewer, asked: Asked) -> Listing:
    """Services, or those among them that the index finds, each once."""
    rows = _services(viewer, asked)
    if not by_index(asked):
        return OfTable(rows)

    def check(ids: list[UUID]) -> Collection[UUID]:
        # A service that is nowhere stands in the index under its own id.
        links = ServiceAtLocation.objects.filter(pk__in=ids).values_list("pk", "service_id")
        owners = {each: each for each in ids} | dict(links)
        good = set(rows.filter(pk__in=owners.values()).values_list("pk", flat=True))
        return {each for each, owner in owners.items() if owner in good}

    found = search.search(_query(viewer, asked), check if _beyond_index(asked) else None)
    ids = list(dict.fromkeys(each.service_id for each in found.results))
    return OfIds(ids, lambda wanted: rows.in_bulk(list(wanted)))


def service_at_locations(viewer: Viewer, asked: Asked) -> Listing:
    """Services at locations, or those among them that the index finds."""
    rows = _links(viewer, _left(asked))
    if not by_index(asked):
        return OfTable(rows)

    def check(ids: list[UUID]) -> Collection[UUID]:
        return set(rows.filter(pk__in=ids).values_list("pk", flat=True))

    query = _page_of(_query(viewer, asked), asked)
    # Only a search that starts from a point finds nothing but what has a place.
    sure = query.point is not None and not _beyond_index(asked)
    found = search.search(query, None if sure else check)
    ids = [each.service_at_location_id for each in found.results]
    total = min(found.counted, MOST_FOUND)
    return OfIds(ids, lambda wanted: rows.in_bulk(list(wanted)), query.offset, total)


def organizations(viewer: Viewer, asked: Asked) -> Listing:
    """Organizations that exist for this reader."""
    rows = viewer.organizations()
    for word in asked.search.split():
        rows = rows.filter(Q(name__icontains=word) | Q(alternate_name__icontains=word))
    if asked.taxonomy_term_id or asked.taxonomy_id:
        with_term = _carrying(viewer.services(), ("pk",), asked)
        offered = Exists(with_term.filter(organization=OuterRef("pk")))
        rows = rows.filter(offered | Exists(_attributes(("pk",), asked)))
    return OfTable(rows)


def taxonomies(viewer: Viewer, asked: Asked) -> Listing:
    """Our own taxonomies, then those that were loaded."""
    words = asked.search.split()
    first = [row for row in profile.taxonomies() if _says(row, words)]
    rows = published().exclude(pk__in=[row.pk for row in profile.taxonomies()])
    return Before(first, OfTable(_named(rows, words)))


def taxonomy_terms(viewer: Viewer, asked: Asked) -> Listing:
    """Our own terms, then those that were loaded."""
    words = asked.search.split()
    wanted = asked.taxonomy_id
    first = [
        row
        for row in profile.terms()
        if wanted in {None, row.taxonomy_detail_id} and not asked.parent_id and _says(row, words)
    ]
    rows = published_terms().select_related("taxonomy_detail")
    rows = rows.exclude(pk__in=[row.pk for row in profile.terms()])
    if wanted:
        rows = rows.filter(taxonomy_detail=wanted)
    if asked.top_only:
        rows = rows.filter(parent=None)
    if asked.parent_id:
        rows = rows.filter(parent=asked.parent_id)
    return Before(first, OfTable(_named(rows, words)))


def by_index(asked: Asked) -> bool:
    """Whether the search index is needed."""
    wishes = asked.accepts or asked.age is not None or asked.language
    return bool(asked.search or asked.point or asked.postcode or wishes)


def _beyond_index(asked: Asked) -> bool:
    """Whether something is asked for that the index does not know."""
    ours = {row.pk for row in profile.terms()}
    rows = asked.organization_id or asked.modified_after or asked.taxonomy_id
    return bool(rows) or not ours.isdisjoint(asked.taxonomy_term_id)


def _left(asked: Asked) -> Asked:
    """What the tables are asked: terms that the index answers for are not looked up again."""
    known = by_index(asked) and not _beyond_index(asked)
    return replace(asked, taxonomy_term_id=()) if known else asked


def _query(viewer: Viewer, asked: Asked) -> Query:
    groups = [group for group in AgeGroup if asked.age is not None and _within(asked.age, group)]
    query = Query(
        point=asked.point,
        radius_km=asked.radius,
        terms=() if _beyond_index(asked) else tuple(map(str, _below(asked.taxonomy_term_id))),
        text=asked.search,
        language=asked.language,
        accepts=criteria.bits([*asked.accepts, *groups]),
        tier=viewer.tier,
        limit=MOST_FOUND,
    )
    if not asked.postcode:
        return query
    place = _place(asked.postcode)
    if asked.proximity is None:
        return replace(query, areas=place.areas)
    return replace(query, point=place.point, radius_km=asked.proximity / 1000)


def _page_of(query: Query, asked: Asked) -> Query:
    """The same for one page: the rows of the others are counted and not read."""
    first = (asked.page - 1) * asked.per_page
    if asked.format == "ndjson" or first >= MOST_FOUND:
        return query
    size = min(asked.per_page, MOST_FOUND - first)
    return replace(query, offset=first, limit=size, count_to=MOST_FOUND)


def _within(age: int, group: AgeGroup) -> bool:
    youngest, oldest = group.value
    return youngest <= age <= oldest


def _place(postcode: str) -> Place:
    """Where a postcode is, in the site's own country first. Raises Problem; nothing is guessed."""
    found = gazetteer.find_place(postcode, web.site().country)
    places = found.places if isinstance(found, Several) else ()
    if isinstance(found, FoundPlace) and not found.guessed:
        places = (found.place,)
    for place in places:
        if place.kind is Kind.POSTCODE and place.point is not None:
            return place
    raise Problem(400, "This postcode is not known here.", "postcode")


def _services(viewer: Viewer, asked: Asked) -> QuerySet[Service]:
    rows = viewer.services().filter(status__in=LISTED)
    rows = rows.select_related("organization", "steward")
    if asked.organization_id:
        rows = rows.filter(organization=asked.organization_id)
    if asked.modified_after:
        rows = rows.filter(last_modified__gte=asked.modified_after)
    return _carrying(rows, ("pk",), asked)


def _links(viewer: Viewer, asked: Asked) -> QuerySet[ServiceAtLocation]:
    rows = viewer.service_at_locations().filter(service__status__in=LISTED)
    rows = rows.select_related("service__organization", "service__steward", "location")
    if asked.organization_id:
        rows = rows.filter(service__organization=asked.organization_id)
    if asked.modified_after:
        rows = rows.filter(service__last_modified__gte=asked.modified_after)
    return _carrying(rows, ("pk", "service_id"), asked)


def _carrying(rows: QuerySet[Any], links: tuple[str, ...], asked: Asked) -> QuerySet[Any]:
    """Those that carry the terms asked for, by themselves or by what stands behind `links`."""
    if not asked.taxonomy_term_id and not asked.taxonomy_id:
        return rows
    service = Eligibility.objects.filter(service=OuterRef(links[-1]))
    answered = service.filter(criterion__in=_criteria(asked))
    return rows.filter(Exists(_attributes(links, asked)) | Exists(answered))


def _attributes(links: tuple[str, ...], asked: Asked) -> QuerySet[Attribute]:
    wanted = Q()
    for link in links:
        wanted |= Q(link_id=OuterRef(link))
    found = Attribute.objects.filter(wanted)
    found = found.exclude(taxonomy_term__taxonomy_detail__may_be_published=False)
    if asked.taxonomy_term_id:
        found = found.filter(taxonomy_term__in=_below(asked.taxonomy_term_id))
    if asked.taxonomy_id:
        found = found.filter(taxonomy_term__taxonomy_detail=asked.taxonomy_id)
    return found


def _criteria(asked: Asked) -> list[Criterion]:
    """The criteria whose terms are asked for: their answers are kept apart from attributes."""
    if asked.taxonomy_id not in {None, taxonomy_id(profile.ELIGIBILITY)}:
        return []
    terms = {term_id(each.value, profile.ELIGIBILITY): each for each in Criterion}
    if not asked.taxonomy_term_id:
        return list(Criterion)
    return [terms[each] for each in asked.taxonomy_term_id if each in terms]


def _below(terms: Sequence[UUID]) -> list[UUID]:
    """Terms and all terms below them; what may not be published is nothing that anybody finds."""
    hidden = held_back(terms)
    found = dict.fromkeys(NOTHING if each in hidden else each for each in terms)
    level: Sequence[UUID] = list(found)
    for _ in range(DEEPEST):
        if not level:
            break
        rows = published_terms().filter(parent__in=level).values_list("pk", flat=True)
        level = [each for each in rows if each not in found]
        found |= dict.fromkeys(level)
    return list(found)


def _named(rows: QuerySet[Any], words: Sequence[str]) -> QuerySet[Any]:
    for word in words:
        rows = rows.filter(Q(name__icontains=word) | Q(description__icontains=word))
    return rows


def _says(row: Taxonomy | TaxonomyTerm | Organization, words: Sequence[str]) -> bool:
    text = f"{row.name} {row.description}".casefold()
    return all(word.casefold() in text for word in words)
