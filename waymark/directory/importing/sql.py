"""Statements over the temporary tables, the same on both engines."""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from waymark.directory.actions.verifying import HOLDS_DAYS
from waymark.directory.importing.columns import Column, Table

# Of these only what is newer counts.
NEWER = {"last_modified", "assured_date"}
# Every name in these statements is a table or column of our own models.


def fetch(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query; ids as 32 hexadecimal digits on either engine."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return [tuple(map(plain, row)) for row in cursor.fetchall()]


def run(statement: str, parameters: Sequence[Any] = ()) -> int:
    """Run a statement; returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return int(cursor.rowcount)


def run_many(statement: str, parameters: Iterable[Sequence[Any]]) -> None:
    """Run a statement for each set of parameters."""
    rows = list(parameters)
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def plain(value: Any) -> Any:
    """Ids, dates and times as text, on either engine; anything else as it is."""
    if isinstance(value, UUID):
        return value.hex
    return str(value) if isinstance(value, date | time) else value


def stored(value: str | None) -> Any:
    """An id of 32 digits as the database's driver takes it."""
    return value if value is None or connection.vendor == "sqlite" else UUID(value)


def differs(column: Column) -> str:
    """Whether the source says something of this column that is not so here (tables s and t)."""
    operator = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    here = f"t.{column.name}"
    if column.name in NEWER:
        # What was changed or verified here since is no news from the source.
        operator, here = ">", f"COALESCE({here}, '{oldest(column.name)}')"
    return f"((s.given & {column.bit}) <> 0 AND s.{column.name} {operator} {here})"


def oldest(column: str) -> str:
    """The day up to which a date of the source says nothing where we have none."""
    days = HOLDS_DAYS if column == "assured_date" else 0
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def differs_at_all(table: Table) -> str:
    """Whether any column differs."""
    return " OR ".join(differs(column) for column in table.columns) or "1 = 0"


def exists(table: str, condition: str) -> str:
    """A condition that a row of a table (t) meets."""
    return f"EXISTS (SELECT 1 FROM {table} t WHERE {condition})"  # noqa: S608


def inserted_value(column: Column) -> tuple[str, list[Any]]:
    """What a new row gets: what the source says, or else the model's default."""
    if column.default is None:
        return f"s.{column.name}", []
    return f"COALESCE(s.{column.name}, %s)", [column.default]
