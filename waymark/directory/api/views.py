"""HTTP for the API: lists, items, the first address and its documents."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from waymark.directory.api import reading
from waymark.directory.api.door import JSON, NDJSON, door
from waymark.directory.api.listing import Listing
from waymark.directory.api.openapi import document
from waymark.directory.api.parameters import Asked
from waymark.directory.api.problems import Problem
from waymark.directory.api.profile import profile_text
from waymark.directory.api.resources import RESOURCES, Resource
from waymark.directory.hsds.entities import VERSION
from waymark.directory.hsds.values import moment
from waymark.directory.hsds.viewer import Viewer
from waymark.web import queries as web

COMPACT = (",", ":")
MANY = 2000


@door("GET", "HEAD")
def index(request: HttpRequest, *, viewer: Viewer) -> HttpResponse:
    """What this API is."""
    base = base_url()
    return _json(
        {
            "version": VERSION,
            "profile": f"{base}/profile",
            "openapi_url": f"{base}/openapi.json",
            "publisher": {"name": web.site().organisation, "url": settings.PUBLIC_URL},
        }
    )


@door("GET", "HEAD")
def openapi(request: HttpRequest, *, viewer: Viewer) -> HttpResponse:
    """The OpenAPI document."""
    return _json(document(base_url()))


@door("GET", "HEAD")
def profile(request: HttpRequest, *, viewer: Viewer) -> HttpResponse:
    """What this API adds to HSDS, in words."""
    return HttpResponse(profile_text(), content_type="text/plain; charset=utf-8")


@door("GET", "HEAD", "POST")
def listed(request: HttpRequest, *, viewer: Viewer, name: str) -> HttpResponseBase:
    """A page of one kind, or all of it as NDJSON. By POST the parameters are in the body."""
    return _listed(request, viewer, RESOURCES[name])


@door("POST")
def search(request: HttpRequest, *, viewer: Viewer) -> HttpResponseBase:
    """Services at locations, by what is in the body."""
    return _listed(request, viewer, RESOURCES["service_at_locations"])


def _listed(request: HttpRequest, viewer: Viewer, resource: Resource) -> HttpResponseBase:
    asked = reading.asked(request, resource.parameters)
    listing = resource.find(viewer, asked)
    if asked.format == "ndjson":
        lines = () if request.method == "HEAD" else _lines(resource, viewer, asked, listing)
        return StreamingHttpResponse(lines, content_type=NDJSON)
    if asked.minimal and not asked.paged:
        return StreamingHttpResponse(_minimal(listing), content_type=JSON)
    return _json(_page(resource, viewer, asked, listing))


@door("GET", "HEAD")
def item(request: HttpRequest, *, viewer: Viewer, name: str, row_id: str) -> HttpResponse:
    """One row with everything that hangs on it."""
    resource = RESOURCES[name]
    asked = reading.asked(request, resource.item_parameters)
    row = resource.one(viewer, _uuid(row_id))
    if row is None:
        raise Problem(404, "Nothing that may be shown has this id.")
    [made] = resource.whole(viewer, [row], asked)
    return _json(made)


@door("GET", "HEAD", "POST")
def nothing(request: HttpRequest, *, viewer: Viewer, path: str = "") -> HttpResponse:
    """Any other address."""
    raise Problem(404, "There is no such address; the first one is /api/hsds/.")


def base_url() -> str:
    """Where the API is."""
    return f"{settings.PUBLIC_URL}/api/hsds"


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise Problem(404, "Nothing that may be shown has this id.") from fault


def _page(resource: Resource, viewer: Viewer, asked: Asked, listing: Listing) -> dict[str, Any]:
    total, size = listing.count(), asked.per_page
    start = (asked.page - 1) * size
    rows = listing.part(start, start + size) if start < total else []
    contents = _written(resource, viewer, asked, rows)
    return _envelope(contents, (len(contents), total), asked.page, -(-total // size))


def _envelope(contents: list[Any], sizes: tuple[int, int], page: int, pages: int) -> dict[str, Any]:
    size, total = sizes
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": size,
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not size,
        "contents": contents,
    }


def _written(resource: Resource, viewer: Viewer, asked: Asked, rows: list[Any]) -> list[Any]:
    if asked.minimal:
        return [_shortest(row.pk, row.last_modified) for row in rows]
    return resource.make(viewer, rows, asked)


def _shortest(row_id: UUID, modified: Any) -> dict[str, str]:
    return {"id": str(row_id), "modified_date": moment(modified)}


def _minimal(listing: Listing) -> Iterator[bytes]:
    """Everything on one page, written as it is read: a directory may have a million services."""
    total = listing.count()
    whole = json.dumps(_envelope([], (total, total), 1, min(total, 1)), separators=COMPACT)
    head, _, tail = whole.rpartition("]")
    yield head.encode()
    separator = b""
    for batch in listing.batches(MANY):
        for row in batch:
            made = _shortest(row.pk, row.last_modified)
            yield separator + json.dumps(made, separators=COMPACT).encode()
            separator = b","
    yield f"]{tail}".encode()


def _lines(resource: Resource, viewer: Viewer, asked: Asked, listing: Listing) -> Iterator[bytes]:
    for batch in listing.batches():
        for made in _written(resource, viewer, asked, batch):
            yield json.dumps(made, ensure_ascii=False, separators=COMPACT).encode() + b"\n"


def _json(made: Any) -> HttpResponse:
    text = json.dumps(made, ensure_ascii=False, separators=COMPACT)
    return HttpResponse(text.encode(), content_type=JSON)
