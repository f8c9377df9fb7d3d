"""The SQL of a search, the same on SQLite and PostgreSQL. Nothing but whole numbers reaches it.

Every column that is read stands in the covering index, so no table is touched. LIMIT 1 OFFSET 0
keeps PostgreSQL from turning a look-up for each posting into a join over a whole list.
"""

# ruff: noqa: S608  what is put into a statement here is made of marks

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from waymark.directory.search.plan import Group, Plan

Span = tuple[int, int]
Placed = tuple[int, int, int, int]
Ranked = tuple[int, int]
BEFORE_ALL: Ranked = (-(2**31), -1)

LOOK_UP = (
    " AND EXISTS (SELECT 1 FROM directory_posting q "
    "WHERE q.key IN ({marks}) AND q.cell = p.cell AND q.row = p.row LIMIT 1 OFFSET 0)"
)


def in_spans(plan: Plan, spans: Sequence[Span], latitudes: Span) -> list[Placed]:
    """(row, rank, latitude, longitude) of the driver's postings in ranges of cells.

    `latitudes` are the southernmost and northernmost wanted. A row under two keys comes twice.
    """
    ranges = [(key, *span) for key in plan.driver.keys for span in spans]
    conditions, numbers = _conditions(plan)
    sql = (
        "SELECT p.row, p.rank, p.latitude, p.longitude "
        f"FROM (VALUES {_marks(ranges, '(%s, %s, %s)')}) AS r CROSS JOIN directory_posting p "
        "WHERE p.key = r.column1 AND p.cell BETWEEN r.column2 AND r.column3 "
        f"AND p.latitude BETWEEN %s AND %s{conditions}"
    )
    return _rows(sql, [*(n for each in ranges for n in each), *latitudes, *numbers])


def sorted_list(plan: Plan, cells: Span, after: Ranked, limit: int) -> list[Ranked]:
    """(rank, row) of the driver's postings in a range of cells: for lists short enough to sort."""
    conditions, numbers = _conditions(plan)
    sql = (
        "SELECT DISTINCT p.rank, p.row FROM directory_posting p "
        f"WHERE p.key IN ({_marks(plan.driver.keys)}) AND p.cell BETWEEN %s AND %s "
        f"AND (p.rank, p.row) > (%s, %s){conditions} ORDER BY p.rank, p.row LIMIT %s"
    )
    return _rows(sql, [*plan.driver.keys, *cells, *after, *numbers, limit])


def ranked_list(plan: Plan, key: int, after: Ranked, limit: int) -> list[Ranked]:
    """(rank, row) of one key's postings, read in the order of the index by rank."""
    conditions, numbers = _conditions(plan)
    sql = (
        "SELECT p.rank, p.row FROM directory_posting p "
        f"WHERE p.key = %s AND p.key >= 0 AND (p.rank, p.row) > (%s, %s){conditions} "
        "ORDER BY p.rank, p.row LIMIT %s"
    )
    return _rows(sql, [key, *after, *numbers, limit])


def _conditions(plan: Plan) -> tuple[str, list[int]]:
    """What each posting must fulfil beside its place: bits first, then other lists."""
    bits, numbers = ["(p.traits & %s) = %s"], [plan.mask, plan.value]
    if plan.languages:
        bits.append("(p.languages & %s) <> 0")
        numbers.append(plan.languages)
    if plan.accepting is not None:
        bits.append(f"(p.traits & %s) {'=' if plan.accepting else '<>'} %s")
        numbers += [plan.wish, plan.wish]
    # PostgreSQL guesses that one in 200 has the right bits and then sorts whole lists in vain; of
    # this it guesses that nearly all do, and reads in order until it has enough.
    sql = f" AND CASE WHEN {' AND '.join(bits)} THEN 1 ELSE 0 END <> 0"
    for group in plan.others:
        sql += _look_up(group)
        numbers += group.keys
    return sql, numbers


def _look_up(group: Group) -> str:
    return LOOK_UP.format(marks=_marks(group.keys))


def _marks(values: Iterable[object], mark: str = "%s") -> str:
    return ", ".join(mark for _ in values)


def _rows(sql: str, numbers: Sequence[int]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, numbers)
        return list(cursor.fetchall())
