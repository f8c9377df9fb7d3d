"""Asks the search index for a page of results, and how many say no."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from waymark.contacts.opening import State
from waymark.directory import opening_hours, search
from waymark.directory.criteria import AgeGroup, Criterion, bits
from waymark.directory.finding import needs
from waymark.directory.finding.form import ANYWHERE, FindForm
from waymark.directory.finding.tables import rows_of
from waymark.directory.finding.where import Where
from waymark.directory.models import Schedule, ServiceAtLocation
from waymark.directory.search import Page, Query
from waymark.directory.tiers import Tier

PAGE_SIZE = 10
# Among how many of the best, whomever they take, those that say no are counted.
LOOKED_AT = 40


@dataclass(frozen=True)
class Refused:
    """How many of the places looked at were left out, and what they said no to."""

    count: int = 0
    at_least: bool = False
    to: tuple[Criterion | AgeGroup, ...] = ()


@dataclass(frozen=True)
class Looked:
    """A page of what was found."""

    page: Page
    refused: Refused


def look(form: FindForm, where: Where) -> Looked:
    """The page that the form asks for; on the first also how many say no."""
    query = query_of(form, where, form.wish, PAGE_SIZE, (form.page - 1) * PAGE_SIZE)
    page = search.search(query, open_now if form.open_now else None)
    counted = form.page == 1 and query.accepts
    return Looked(page, _refused(form, where) if counted else Refused())


def query_of(form: FindForm, where: Where, accepts: int, limit: int, offset: int = 0) -> Query:
    """The form as the index reads it; only what everybody may see."""
    return Query(
        point=where.point,
        radius_km=None if form.far == ANYWHERE or not where.point else float(form.far),
        areas=where.areas,
        terms=needs.term_ids(form.needs()),
        text=form.text(),
        language=form.language,
        tier=Tier.PUBLIC,
        accepts=accepts,
        limit=limit,
        offset=offset,
    )


def _refused(form: FindForm, where: Where) -> Refused:
    everybody = search.search(query_of(form, where, 0, LOOKED_AT))
    noes = [found.refuses & form.wish for found in everybody.results if found.refuses & form.wish]
    said = 0
    for no in noes:
        said |= no
    to = tuple(each for each in form.wanted() if bits([each]) & said)
    return Refused(len(noes), everybody.more, to)


def open_now(ids: list[UUID]) -> Collection[UUID]:
    """Those that are known to be open at this moment."""
    now = timezone.now()
    links = ServiceAtLocation.objects.filter(pk__in=ids)
    owners = {pk: (pk, *rest) for pk, *rest in links.values_list("pk", "location", "service")}
    found = schedules_of({each: owners.get(each, (each,)) for each in ids})
    return {each for each in ids if opening_hours.at(found[each], now).state is State.OPEN}


def schedules_of(owners: Mapping[UUID, tuple[UUID | None, ...]]) -> dict[UUID, list[Schedule]]:
    """The opening times that count for each result, in one query.

    `owners` are the ids of the service at this place, of the place and of the service: the first
    that has opening times decides. A result without a place has the id of its service.
    """
    every = {owner for each in owners.values() for owner in each if owner}
    rows: dict[UUID | None, list[Schedule]] = {}
    wanted = dict.fromkeys(("service_at_location_id", "location_id", "service_id"), every)
    for row in rows_of(Schedule, wanted, "opens_at, id"):
        owner = row.service_at_location_id or row.location_id or row.service_id
        rows.setdefault(owner, []).append(row)
    return {
        key: next((rows[owner] for owner in each if owner in rows), [])
        for key, each in owners.items()
    }
