"""The five kinds of things that the API gives, each as a list and by its id."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from waymark.directory import taxonomies
from waymark.directory.api import finding
from waymark.directory.api.listing import Listing
from waymark.directory.api.parameters import Asked
from waymark.directory.hsds import profile, serialise
from waymark.directory.hsds.serialise import Json
from waymark.directory.hsds.viewer import Viewer
from waymark.directory.models import Taxonomy, TaxonomyTerm

PAGES = ("page", "per_page", "format")
TERMS = ("taxonomy_term_id", "taxonomy_id")
AROUND = ("postcode", "proximity", "latitude", "longitude", "radius")
WISHES = ("accepts", "age", "language")
OF_SERVICES = ("search", *PAGES, *TERMS, "organization_id", "modified_after", "full")

Make = Callable[[Viewer, Sequence[Any], Asked], list[Json]]


@dataclass(frozen=True)
class Resource:
    """One kind: what can be asked of its list, how rows are found, and how they are written.

    `one` finds the row of an id, of any status, or None.
    """

    name: str
    entity: str
    parameters: tuple[str, ...]
    item_parameters: tuple[str, ...]
    find: Callable[[Viewer, Asked], Listing]
    make: Make
    one: Callable[[Viewer, UUID], Any]
    whole: Make


def _services(viewer: Viewer, rows: Sequence[Any], asked: Asked) -> list[Json]:
    if asked.full:
        return serialise.full_services(viewer, rows)
    return serialise.listed_services(viewer, rows)


def _links(viewer: Viewer, rows: Sequence[Any], asked: Asked) -> list[Json]:
    if asked.full:
        return serialise.full_service_at_locations(viewer, rows)
    return serialise.listed_service_at_locations(viewer, rows)


def _organizations(viewer: Viewer, rows: Sequence[Any], asked: Asked) -> list[Json]:
    if asked.full or asked.full_service:
        return _whole_organizations(viewer, rows, asked)
    return serialise.listed_organizations(viewer, rows)


def _whole_organizations(viewer: Viewer, rows: Sequence[Any], asked: Asked) -> list[Json]:
    return serialise.full_organizations(viewer, rows, services=asked.full_service)


def _taxonomies(viewer: Viewer, rows: Sequence[Any], asked: Asked) -> list[Json]:
    return serialise.listed_taxonomies(rows)


def _terms(viewer: Viewer, rows: Sequence[Any], asked: Asked) -> list[Json]:
    return serialise.listed_terms(rows)


def _one_taxonomy(viewer: Viewer, row_id: UUID) -> Taxonomy | None:
    ours = {row.pk: row for row in profile.taxonomies()}
    return ours.get(row_id) or taxonomies.published().filter(pk=row_id).first()


def _one_term(viewer: Viewer, row_id: UUID) -> TaxonomyTerm | None:
    ours = {row.pk: row for row in profile.terms()}
    rows = taxonomies.published_terms().select_related("taxonomy_detail")
    return ours.get(row_id) or rows.filter(pk=row_id).first()


RESOURCES: dict[str, Resource] = {
    each.name: each
    for each in (
        Resource(
            "services",
            "service",
            (*OF_SERVICES, "minimal", *AROUND, *WISHES),
            (),
            finding.services,
            _services,
            lambda viewer, row_id: (
                viewer.services().select_related("steward").filter(pk=row_id).first()
            ),
            lambda viewer, rows, asked: serialise.full_services(viewer, rows),
        ),
        Resource(
            "organizations",
            "organization",
            ("search", *PAGES, *TERMS, "full", "full_service"),
            ("full_service",),
            finding.organizations,
            _organizations,
            lambda viewer, row_id: viewer.organizations().filter(pk=row_id).first(),
            _whole_organizations,
        ),
        Resource(
            "service_at_locations",
            "service_at_location",
            (*OF_SERVICES, *AROUND, *WISHES),
            (),
            finding.service_at_locations,
            _links,
            lambda viewer, row_id: viewer.service_at_locations().filter(pk=row_id).first(),
            lambda viewer, rows, asked: serialise.full_service_at_locations(viewer, rows),
        ),
        Resource(
            "taxonomies",
            "taxonomy",
            ("search", *PAGES),
            (),
            finding.taxonomies,
            _taxonomies,
            _one_taxonomy,
            _taxonomies,
        ),
        Resource(
            "taxonomy_terms",
            "taxonomy_term",
            ("search", *PAGES, "taxonomy_id", "top_only", "parent_id"),
            (),
            finding.taxonomy_terms,
            _terms,
            _one_term,
            _terms,
        ),
    )
}
