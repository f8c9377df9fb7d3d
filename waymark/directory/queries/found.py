"""The workers' search: the tiers they may see, those with room first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.directory import indexing, search
from waymark.directory.actions.verifying import held_now
from waymark.directory.finding.form import FindForm
from waymark.directory.finding.looking import open_now, query_of
from waymark.directory.finding.where import Where
from waymark.directory.finding.wording import distance, listed
from waymark.directory.models import Aspect, Location, Service, ServiceAtLocation, Verification
from waymark.directory.queries.page import Room, room_of, standing
from waymark.directory.queries.visible import highest_tier, keep_visible
from waymark.directory.search import Found, Page

PER_PAGE = 20


@dataclass(frozen=True)
class Line:
    """One result: the service, where it is as far as everybody may read, and what is known."""

    service: Service
    location: Location | None
    found: Found
    room: list[Room]
    verified: str
    verified_at: datetime | None
    standing: str
    where: str


@dataclass(frozen=True)
class Results:
    """Those with room now, then the others."""

    with_room: list[Line]
    others: list[Line]
    more: bool
    page: int


def find(form: FindForm, where: Where, worker: Worker, *, only_room: bool = False) -> Results:
    """What a worker finds for the same form as the public's, in the tiers that they may see."""
    query = query_of(form, where, form.wish, PER_PAGE, (form.page - 1) * PER_PAGE)
    query = replace(query, tier=int(highest_tier(worker)))
    check = _Check(worker, open_now=form.open_now)
    if only_room:
        page = search.search(replace(query, flags=indexing.HAS_ROOM), check)
        return Results(_lines(page, where), [], page.more, form.page)
    # On every page the same ones come first, so that none is shown twice.
    first = search.search(replace(query, flags=indexing.HAS_ROOM, offset=0), check)
    shown = frozenset(each.service_at_location_id for each in first.results)
    page = search.search(query, replace(check, without=shown))
    roomy = _lines(first, where) if form.page == 1 else []
    return Results(roomy, _lines(page, where), page.more, form.page)


@dataclass(frozen=True)
class _Check:
    """Which rows of the index a worker is shown."""

    worker: Worker
    open_now: bool
    without: frozenset[UUID] = frozenset()

    def __call__(self, ids: list[UUID]) -> set[UUID]:
        kept = _keep(ids, self.worker) - self.without
        return kept & set(open_now(list(kept))) if self.open_now else kept


def _keep(ids: list[UUID], worker: Worker) -> set[UUID]:
    """The rows whose service the worker may know of; a row without a place has its service's id."""
    links = ServiceAtLocation.objects.filter(pk__in=ids).values_list("pk", "service_id")
    services = {each: each for each in ids} | {pk: service for pk, service in links if service}
    seen = keep_visible(worker, list(services.values()))
    return {each for each in ids if services[each] in seen}


def _lines(page: Page, where: Where) -> list[Line]:
    ids = [each.service_id for each in page.results]
    services = Service.objects.select_related("organization", "steward").in_bulk(ids)
    places = Location.objects.in_bulk(
        [each.location_id for each in page.results if each.location_id]
    )
    held = held_now(ids)
    return [
        _line(each, services[each.service_id], places, held.get(each.service_id, {}), where)
        for each in page.results
        if each.service_id in services
    ]


def _line(
    found: Found,
    service: Service,
    places: Mapping[UUID, Location],
    held: Mapping[Aspect, Verification],
    where: Where,
) -> Line:
    newest = max(held.values(), key=lambda row: row.verified_at, default=None)
    location = places.get(found.location_id) if found.location_id else None
    return Line(
        service=service,
        location=location,
        found=found,
        room=room_of(service),
        verified=_verified(held, newest),
        verified_at=newest.verified_at if newest else None,
        standing=standing(newest.verified_at if newest else None),
        where=_where(found, location, where.country),
    )


def _verified(held: Mapping[Aspect, Verification], newest: Verification | None) -> str:
    if newest is None:
        return ""
    who = newest.by.organisation.name if newest.by else newest.by_name or newest.service.source
    what = ", ".join(str(aspect.label) for aspect in Aspect if aspect in held)
    values = {"what": what, "who": who}
    return _("Verified by %(who)s: %(what)s") % values


def _where(found: Found, location: Location | None, country: str) -> str:
    if location is None:
        return _("No place: by telephone or online")
    parts = [distance(found.distance_km, country)] if found.distance_km is not None else []
    if found.approximate:
        parts.append(_("somewhere in a wide square"))
    return listed([*parts, *([location.area] if location.area else [])])
