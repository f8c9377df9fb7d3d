"""Many rows into a table at once, as each database does it fastest."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

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


def stored_id(value: UUID | None) -> UUID | str | None:
    """A UUID as Django stores it: SQLite has no type for it."""
    return value if value is None or connection.vendor == "postgresql" else value.hex


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
