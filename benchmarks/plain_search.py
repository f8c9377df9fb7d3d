"""The answer that a search must give, found by looking at every row: slow, and hard to get wrong.

Shares nothing with the index but the words of a text and the distance between two points.
"""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from waymark.directory.search import Indexable, Query
from waymark.directory.search.sphere import distance_km
from waymark.directory.words import words_of

Answer = list[tuple[UUID, float | None]]


def plain_search(rows: Iterable[Indexable], query: Query) -> Answer:
    """Every (id, distance) in order. `rows` come in the order in which they were indexed."""
    fitting = [(place, row) for place, row in enumerate(rows) if _fits(row, query)]
    if query.point is None:
        narrowed = [each for each in fitting if _lies_in(each[1], query.areas)]
        return [
            (row.service_at_location_id, None) for _, row in sorted(narrowed, key=_by_rank(query))
        ]
    return [*_near(fitting, query), *_serving(fitting, query)]


def _near(fitting: list[tuple[int, Indexable]], query: Query) -> Iterator[tuple[UUID, float]]:
    assert query.point
    measured = [
        (_asks(row, query), distance_km(*query.point, *row.point), row.rank, place, row)
        for place, row in fitting
        if row.point
    ]
    most = float("inf") if query.radius_km is None else query.radius_km
    for _, km, _, _, row in sorted(measured, key=lambda each: each[:4]):
        if km <= most:
            yield row.service_at_location_id, km


def _serving(fitting: list[tuple[int, Indexable]], query: Query) -> Answer:
    found: dict[UUID, None] = {}
    for area in query.areas:
        serving = [each for each in fitting if not each[1].point and area in each[1].areas]
        for _, row in sorted(serving, key=_by_rank(query)):
            found[row.service_at_location_id] = None
    return list(found.items())


def _by_rank(query: Query) -> Callable[[tuple[int, Indexable]], tuple[bool, int, int]]:
    return lambda each: (_asks(each[1], query), each[1].rank, each[0])


def _asks(row: Indexable, query: Query) -> bool:
    return row.accepts & query.accepts != query.accepts


def _lies_in(row: Indexable, areas: tuple[str, ...]) -> bool:
    return not areas or bool(set(areas) & set(row.areas))


def _fits(row: Indexable, query: Query) -> bool:
    terms = [term in row.terms for term in query.terms]
    return (
        (not terms or (all(terms) if query.all_terms else any(terms)))
        and (not query.language or query.language in row.languages)
        and row.refuses & query.accepts == 0
        and row.flags & query.flags == query.flags
        and row.tier <= query.tier
        and _has_words(row, query.text)
    )


def _has_words(row: Indexable, text: str) -> bool:
    words = words_of(row.words)
    return all(any(word.startswith(token) for word in words) for token in words_of(text))
