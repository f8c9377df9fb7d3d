"""Search: the nearest or the best first, and no further than the page needs."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from uuid import UUID

from waymark.directory.cells import MICRO
from waymark.directory.models.search import SearchRow
from waymark.directory.search import bits
from waymark.directory.search.near import Point, nearest
from waymark.directory.search.plan import NothingFits, Plan, plan_of, turns, within
from waymark.directory.search.ranked import WITHOUT_PLACE, by_rank
from waymark.directory.search.types import Found, Page, Query
from waymark.directory.words import begins

Check = Callable[[list[UUID]], Collection[UUID]]
Place = tuple[int, float | None]
# How many rows are read at once to compare words and to be checked.
BATCH = 40


def search(query: Query, check: Check | None = None) -> Page:
    """The page that `query` asks for.

    `check` gets ids of services at locations in batches, best first, and returns those that may
    stay: for what the index does not know, such as who is open now.
    """
    end = query.offset + query.limit
    try:
        plan = plan_of(query)
    except NothingFits:
        return Page((), query.offset, query.limit, more=False)
    places = _confirmed(_places(plan, query), plan.unsure, check)
    best = list(islice(places, max(end + 1, query.count_to)))
    results = _found(best[query.offset : end], query.accepts)
    return Page(results, query.offset, query.limit, more=len(best) > end, counted=len(best))


def _places(plan: Plan, query: Query) -> Iterator[Place]:
    """(row, distance) of everything that fits, in the order of results."""
    if query.point is None:
        yield from _without_distance(plan, query.areas)
        return
    for turn in turns(plan):
        for ring in nearest(turn, query.point, query.radius_km):
            yield from ((hit.row, hit.km) for hit in ring)
    yield from _serving(plan, query.areas)


def _without_distance(plan: Plan, areas: tuple[str, ...]) -> Iterator[Place]:
    try:
        narrowed = within(plan, areas) if areas else plan
    except NothingFits:
        return
    for turn in turns(narrowed):
        yield from ((row, None) for _, row in by_rank(turn))


def _serving(plan: Plan, areas: tuple[str, ...]) -> Iterator[Place]:
    """Rows without a place that serve an area: those of the first area first, none twice."""
    seen: set[int] = set()
    for area in areas:
        try:
            narrowed = within(plan, [area])
        except NothingFits:
            continue
        for turn in turns(narrowed):
            for _, row in by_rank(turn, WITHOUT_PLACE):
                if row not in seen:
                    seen.add(row)
                    yield row, None


def _confirmed(
    places: Iterator[Place], unsure: tuple[str, ...], check: Check | None
) -> Iterator[Place]:
    """Those whose stored words begin with every unsure word, and that the caller's check keeps."""
    if not unsure and check is None:
        yield from places
        return
    while batch := list(islice(places, BATCH)):
        kept = _kept([row for row, _ in batch], unsure, check)
        yield from (place for place in batch if place[0] in kept)


def _kept(rows: list[int], unsure: tuple[str, ...], check: Check | None) -> set[int]:
    stored = SearchRow.objects.filter(row__in=rows)
    ids = {
        row: found
        for row, found, words in stored.values_list("row", "service_at_location_id", "words")
        if begins(unsure, words)
    }
    if check is None:
        return set(ids)
    good = check([ids[row] for row in rows if row in ids])
    return {row for row, found in ids.items() if found in good}


def _found(places: Iterable[Place], wish: int) -> tuple[Found, ...]:
    distances = dict(places)
    rows = SearchRow.objects.in_bulk(list(distances))
    # On PostgreSQL a row may be taken out between two statements.
    return tuple(_one(rows[row], km, wish) for row, km in distances.items() if row in rows)


def _one(row: SearchRow, km: float | None, wish: int) -> Found:
    accepts = bits.accepted(row.traits)
    return Found(
        service_at_location_id=row.service_at_location_id,
        service_id=row.service_id,
        location_id=row.location_id,
        point=_point(row),
        distance_km=km,
        approximate=row.approximate,
        asks=accepts & wish != wish,
        accepts=accepts,
        refuses=bits.refused(row.traits),
        flags=bits.flags_of(row.traits),
        tier=bits.tier_of(row.traits),
    )


def _point(row: SearchRow) -> Point | None:
    if row.latitude is None or row.longitude is None:
        return None
    return row.latitude / MICRO, row.longitude / MICRO
