"""Times, sizes and answers of the search index in the database that Django is set up with."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from math import floor
from random import Random

from django.db import connection

from benchmarks.directory_world import World
from benchmarks.plain_search import Answer, plain_search
from waymark.directory.models import SearchRow
from waymark.directory.search import Indexable, Query, rebuild, search

QUERIES = 200
ROUNDS = 3
LOOK_UPS = 500
# Wide enough for the radius of every query, in degrees: places far north are few.
REACH_ROWS, REACH_COLUMNS = 1, 2

Queries = list[tuple[str, Query]]


def measure(size: int) -> dict[str, object]:
    """Build, check every answer, then measure."""
    world = World()
    rows = list(world.rows(size))
    before = _bytes()
    seconds = _seconds(lambda: rebuild(rows))
    _settle()
    queries = world.queries(QUERIES)
    return {
        "build_seconds": seconds,
        "megabytes": (_bytes() - before) / 1e6,
        **_checked(rows, queries),
        "milliseconds": _times(queries),
        "look_up": [_seconds(look_up) * 1000 for look_up in _look_ups(size)],
    }


def _checked(rows: Sequence[Indexable], queries: Queries) -> dict[str, int]:
    """How many results the queries have together, and how many answers are not the plain ones."""
    by_degree = _by_degree(rows)
    found = wrong = 0
    for _, query in queries:
        expected = plain_search(_around(by_degree, query), query)[: query.limit]
        answer: Answer = [(r.service_at_location_id, r.distance_km) for r in search(query).results]
        found += len(expected)
        wrong += answer != expected
    return {"found": found, "wrong": wrong}


def _by_degree(rows: Sequence[Indexable]) -> dict[tuple[int, int], list[Indexable]]:
    squares = defaultdict(list)
    for row in rows:
        if row.point:
            squares[floor(row.point[0]), floor(row.point[1])].append(row)
    return squares


def _around(squares: dict[tuple[int, int], list[Indexable]], query: Query) -> list[Indexable]:
    """Every row that can be within the radius, in the order of ids."""
    assert query.point
    south, west = floor(query.point[0]), floor(query.point[1])
    near = [
        row
        for latitude in range(south - REACH_ROWS, south + REACH_ROWS + 1)
        for longitude in range(west - REACH_COLUMNS, west + REACH_COLUMNS + 1)
        for row in squares.get((latitude, (longitude + 180) % 360 - 180), ())
    ]
    return sorted(near, key=lambda row: row.service_at_location_id)


def _times(queries: Queries) -> dict[str, list[float]]:
    """Milliseconds of each query by shape; every one was asked before, when it was checked."""
    times = defaultdict(list)
    for _ in range(ROUNDS):
        for shape, query in queries:
            times[shape].append(_seconds(partial(search, query)) * 1000)
    return times


def _look_ups(size: int) -> list[Callable[[], object]]:
    """The least that any search does: one look-up in the covering index."""
    sql = (
        "SELECT latitude, longitude FROM directory_posting WHERE key = 0 AND cell = %s AND row = %s"
    )
    random = Random(4)

    def look_up(place: tuple[int, int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, place)
            cursor.fetchall()

    numbers = [random.randint(1, size) for _ in range(LOOK_UPS)]
    places = SearchRow.objects.filter(row__in=numbers).values_list("cell", "row")
    return [partial(look_up, place) for place in places]


def _settle() -> None:
    """What the database would do by itself in the hours after so large a change."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _bytes() -> int:
    """What the three tables and their indexes take."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            tables = "('directory_row', 'directory_key', 'directory_posting')"
            cursor.execute(
                f"SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname IN {tables}"  # noqa: S608  our names
            )
            return int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT (page_count - freelist_count) * page_size "
            "FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
        )
        return int(cursor.fetchone()[0])


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
