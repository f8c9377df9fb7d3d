"""Many rows at once, into a table and by their ids, as each database does it fastest."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL

T = TypeVar("T")
BATCH = 10_000


def load(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows in this transaction: COPY on PostgreSQL, prepared INSERTs on SQLite."""
    if connection.vendor == "postgresql":
        _copy(table, columns, rows)
        return
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  our names
    for batch in chunks(rows, BATCH):
        with connection.cursor() as cursor:
            cursor.executemany(sql, batch)


def among(ids: Iterable[UUID | str]) -> RawSQL:
    """Thousands of ids as one parameter, for `filter(pk__in=...)`; Django makes one of each."""
    texts = [each if isinstance(each, str) else each.hex for each in ids]
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::uuid[])", [texts])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(texts)])


def ids_are_texts() -> bool:
    """Whether Django stores UUIDs as 32 digits: SQLite has no type for them."""
    return connection.vendor != "postgresql"


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of `size`."""
    stream = iter(items)
    while some := list(islice(stream, size)):
        yield some


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row(row)
