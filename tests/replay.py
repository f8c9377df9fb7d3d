"""What many tests start from is made once, and from then on written again as the same rows.

Making it through the actions of Waymark costs each test far more time than its own work. The rows
are those that the actions wrote, so that nothing here knows a table or a column.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from graphlib import TopologicalSorter
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection
from django.utils import timezone

from waymark.audit import log

Made = TypeVar("Made")
Row = tuple[Any, ...]
_real_time = timezone.now


@dataclass(frozen=True)
class Recording:
    """Rows that something made, how to write them, and what it returned."""

    inserts: tuple[tuple[str, list[Row]], ...]
    made: bytes

    def play(self) -> Any:
        """Write the rows; a fresh copy of what was made."""
        with connection.cursor() as cursor:
            for statement, rows in self.inserts:
                cursor.executemany(statement, rows)
        return pickle.loads(self.made)  # noqa: S301  what this process itself wrote


# By name, time and the end of the audit log, which tells what was there before.
_recordings: dict[tuple[str, datetime, int, bytes], Recording] = {}


def again(name: str, make: Callable[[], Made]) -> Made:
    """What `make` makes, from memory where it was made before from the same start.

    `make` only adds rows, and the same ones whenever the audit log is as long. Where a test
    commits it runs each time; else once for each time that the clock shows, and once a minute
    where the real clock runs.
    """
    if not connection.in_atomic_block:
        return make()
    key = (name, _moment(), *log.head())
    if key not in _recordings:
        _recordings[key], made = _record(make)
        return made
    found: Made = _recordings[key].play()
    return found


def _moment() -> datetime:
    now = timezone.now()
    return now.replace(second=0, microsecond=0) if timezone.now is _real_time else now


def _record(make: Callable[[], Made]) -> tuple[Recording, Made]:
    before = _every_row()
    made = make()
    inserts = []
    for table, (columns, rows) in _every_row().items():
        old = set(before[table][1])
        assert old <= set(rows), f"a row of {table} was changed, and only new rows can be kept"
        if new := [row for row in rows if row not in old]:
            inserts.append((_insert(table, columns), new))
    return Recording(tuple(inserts), pickle.dumps(made)), made


def _every_row() -> dict[str, tuple[tuple[str, ...], list[Row]]]:
    """Each table's columns and rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  ours
            columns = tuple(column[0] for column in cursor.description)
            found[table] = columns, [tuple(map(_plain, row)) for row in cursor.fetchall()]
    return found


@cache
def _tables() -> list[str]:
    """All tables, each behind those that its rows point to: triggers look there."""
    needs = {
        model._meta.db_table: {
            field.related_model._meta.db_table
            for field in model._meta.concrete_fields
            if isinstance(field.related_model, type) and field.related_model is not model
        }
        for model in apps.get_models(include_auto_created=True)
    }
    found = set(connection.introspection.table_names())
    ordered = [name for name in TopologicalSorter(needs).static_order() if name in found]
    return [*ordered, *sorted(found - {*ordered, "django_migrations"})]


def _plain(value: Any) -> Any:
    """PostgreSQL's driver gives bytes that cannot be compared."""
    return bytes(value) if isinstance(value, memoryview) else value


def _insert(table: str, columns: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(table)} ({names}) VALUES ({places})"  # noqa: S608  our own tables
