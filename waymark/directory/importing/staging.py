"""Puts what a reader yields into temporary tables, in the form of the database.

Temporary tables belong to one connection, in no file that has a name, and are dropped at the end.
They let the database compare and write a million rows itself, without the lock that reports wait
for and without a million rows in our memory.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connection

from waymark.directory.hsds.shape import Kind
from waymark.directory.importing import values
from waymark.directory.importing.columns import SQL_TYPES, Column, Table, tables
from waymark.directory.importing.report import Report
from waymark.directory.importing.rows import Answered, Read, Row, Unread
from waymark.directory.importing.telephones import is_number
from waymark.directory.importing.wording import Verdict
from waymark.directory.search.loading import load

BATCH = 5000
CACHE = 256 * 1024  # KiB of SQLite's pages
FIXED = ("seq", "file", "place", "verdict", "given", "id")
CODES = {Kind.DATE: "bad_date", Kind.DATETIME: "bad_date", Kind.TIME: "bad_time",
         Kind.NUMBER: "bad_number"}  # fmt: skip
ANY = {"link_id": "link_entity", "resource_id": "resource_type"}
READERS: dict[Kind, Callable[[object], Any]] = {
    Kind.TEXT: values.a_text,
    Kind.NUMBER: values.a_number,
    Kind.DATE: values.a_date,
    Kind.DATETIME: values.a_datetime,
    Kind.TIME: values.a_time,
}


@dataclass
class Stage:
    """The source as it waits. `source` is its name, `country` where its telephones are."""

    source: str
    country: str
    today: date
    report: Report
    answers: list[Answered] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    _indexes: set[str] = field(default_factory=set)
    _seq: int = 0
    _buffers: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    _shapes: dict[tuple[str, tuple[str, ...]], "_Shape"] = field(default_factory=dict)

    def add(self, read: Read) -> None:
        """Take one thing that a reader yielded."""
        if isinstance(read, Row):
            self._add_row(read)
        elif isinstance(read, Answered):
            service = values.an_id(read.service, self.source, "service")
            self.answers.append(replace(read, service=service))
        else:
            self._say_unread(read)

    def _say_unread(self, read: Unread) -> None:
        verdict = Verdict.REFUSE if read.refused else Verdict.WARN
        where = (read.file, read.line)
        self.report.say(verdict, read.entity, "", where, code=read.code, value=read.value)

    def _add_row(self, row: Row) -> None:
        key = (row.entity, tuple(row.values))
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shapes[key] = _shape(self, row)
        staged = shape.staged(row, self._seq)
        if staged is None:
            return
        self._seq += 1
        buffer = self._buffers.setdefault(row.entity, [])
        buffer.append(staged)
        if len(buffer) >= BATCH:
            self._flush(row.entity)

    def _flush(self, entity: str) -> None:
        table = tables()[entity]
        rows = self._buffers.pop(entity, [])
        if entity not in self.sizes:
            _create(table)
        self.sizes[entity] = self.sizes.get(entity, 0) + len(rows)
        with quick():
            load(table.staged, (*FIXED, *(column.name for column in table.columns)), rows)

    def finish(self) -> None:
        """Write what is still in memory, and let ids be found."""
        for entity in list(self._buffers):
            self._flush(entity)
        with connection.cursor() as cursor:
            for entity in self.sizes:
                name = tables()[entity].staged
                cursor.execute(f"CREATE INDEX {name}_id ON {name} (id)")
                cursor.execute(f"ANALYZE {name}")

    def index(self, entity: str, column: str) -> None:
        """Let rows be found by a column; once."""
        name = f"{tables()[entity].staged}_{column}"
        if entity in self.sizes and name not in self._indexes:
            self._indexes.add(name)
            sql = f"CREATE INDEX {name} ON {tables()[entity].staged} ({column})"
            with connection.cursor() as cursor:
                cursor.execute(sql)

    def has(self, entity: str) -> bool:
        """Whether the source has rows of this entity."""
        return entity in self.sizes

    def tables(self) -> list[Table]:
        """The tables of the source, what is pointed to first."""
        return [table for entity, table in tables().items() if entity in self.sizes]

    def ensure(self, entity: str) -> None:
        """Make the temporary table of an entity that the source does not have."""
        if entity not in self.sizes:
            self._flush(entity)

    def next_seq(self) -> int:
        """A number for a row that the import adds itself."""
        self._seq += 1
        return self._seq

    def drop(self) -> None:
        """Forget everything."""
        with connection.cursor() as cursor:
            for entity in self.sizes:
                cursor.execute(f"DROP TABLE IF EXISTS {tables()[entity].staged}")
        self.sizes.clear()


@contextmanager
def quick() -> Iterator[None]:
    """Write many temporary rows at once. On SQLite each would else be a transaction of its own.

    Not Django's `atomic`: that takes the lock that writers of the real tables wait for.
    """
    if connection.vendor == "postgresql" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")


@contextmanager
def roomy() -> Iterator[None]:
    """Let SQLite keep more pages in memory; its 2 MB make it write index pages again and again."""
    if connection.vendor != "sqlite":
        yield
        return
    schemas = {"main": CACHE, "temp": CACHE // 2}
    before = {}
    with connection.cursor() as cursor:
        for schema, size in schemas.items():
            cursor.execute(f"PRAGMA {schema}.cache_size")
            before[schema] = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA {schema}.cache_size = -{size}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for schema, size in before.items():
                cursor.execute(f"PRAGMA {schema}.cache_size = {size}")


def _create(table: Table) -> None:
    columns = ", ".join(f"{column.name} {SQL_TYPES[column.kind]}" for column in table.columns)
    if connection.vendor == "sqlite":
        columns = ", ".join(column.name for column in table.columns)
    ids = "text" if connection.vendor == "sqlite" else "uuid"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table.staged}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {table.staged} (seq bigint, file int, place bigint,"
            f" verdict text, given bigint, id {ids},"
            f" {columns})"
        )


class _Shape:
    """How rows of one entity with the same columns are read; made once per set of columns."""

    def __init__(self, stage: Stage, table: Table, names: tuple[str, ...]) -> None:
        self.stage = stage
        self.table = table
        self.blank: list[Any] = [None] * len(table.columns)
        self.steps = [
            (table.columns.index(column), name, column, self._reader(name, column))
            for name in names
            if (column := table.by_name.get(name)) is not None
        ]
        self.given = sum({column.bit for _, _, column, _ in self.steps})

    def _reader(self, name: str, column: Column) -> Callable[[Any], Any]:
        if column.kind is not Kind.UUID:
            return READERS[column.kind]
        target = next((e for e, t in tables().items() if t.name == column.links_to), "")
        return lambda value: self._link(value, target)

    def _link(self, value: object, target: str) -> str | None:
        text = str(value).strip()
        return values.an_id(text, self.stage.source, target) if text else None

    def _link_to_any(self, row: Row, name: str) -> str | None:
        """The id of a row whose entity another column names."""
        return self._link(row.values[name], str(row.values.get(ANY[name], "")))

    def staged(self, row: Row, seq: int) -> tuple[Any, ...] | None:
        """The row as the temporary table takes it; None when it cannot be used."""
        given, cells = self.given, self.blank.copy()
        raw_id = row.values.get("id")
        if raw_id is None or not str(raw_id).strip():
            self._refuse(row, "", "no_id")
            return None
        row_id = values.an_id(raw_id, self.stage.source, row.entity)
        source = row.values
        for place, name, column, reader in self.steps:
            value = source[name]
            if (
                reader is values.a_text
                and type(value) is str
                and not column.words
                and "\0" not in value
                and len(value) < values.LONGEST
            ):
                cells[place] = value  # most values of most sources: no call for each
                continue
            if value is None:
                cells[place] = "" if column.as_text else None
                continue
            try:
                read = reader(value) if name not in ANY else self._link_to_any(row, name)
                if column.words:
                    read = self._checked(row, row_id, column, read)
            except (ValueError, OverflowError):
                code = "bad_choice" if column.choices else CODES.get(column.kind, "bad_value")
                self._warn(row, row_id, code, name, value)
                given &= ~column.bit
                continue
            cells[place] = read
        self._look(row, row_id, cells)
        return (seq, row.file, row.line, "", given, row_id, *cells)

    def _checked(self, row: Row, row_id: str, column: Column, value: Any) -> Any:
        """A value that must be one of some words. Raises ValueError."""
        if row.entity == "service" and column.name == "status":
            return self._status(row, row_id, str(value))
        plain = f"{value:g}" if isinstance(value, float) else value
        if column.choices and plain and plain not in column.choices:
            raise ValueError(value)
        if column.choices and not plain:
            return column.default if column.default is not None else value
        if column.longest and isinstance(value, str) and len(value) > column.longest:
            raise ValueError(value)
        return value

    def _status(self, row: Row, row_id: str, value: str) -> str:
        """Sources leave the status out for what is open; an unknown one is not trusted."""
        plain = value.strip().lower().replace("_", " ")
        if not plain:
            self._warn(row, row_id, "no_status", "status", value)
            return "active"
        if plain not in self.table.by_name["status"].choices:
            self._warn(row, row_id, "bad_status", "status", value)
            return "inactive"
        return plain

    def _look(self, row: Row, row_id: str, cells: list[Any]) -> None:
        """What can be read and yet is doubtful."""
        number = str(row.values.get("number") or "")
        if row.entity == "phone" and number and not is_number(number, self.stage.country):
            self._warn(row, row_id, "not_a_number", "number", number)
        if row.entity == "service" and "assured_date" in row.values:
            place = self.table.columns.index(self.table.by_name["assured_date"])
            if cells[place] and cells[place] > self.stage.today.isoformat():
                self._warn(row, row_id, "assured_later", "assured_date", cells[place])
                cells[place] = None

    def _warn(self, row: Row, row_id: str, code: str, name: str, value: object) -> None:
        where, shown = (row.file, row.line), title(row)
        self.stage.report.say(
            Verdict.WARN, row.entity, row_id, where, code=code, name=shown, field=name, value=value
        )

    def _refuse(self, row: Row, row_id: str, code: str) -> None:
        where = (row.file, row.line)
        self.stage.report.say(Verdict.REFUSE, row.entity, row_id, where, code=code, name=title(row))


def title(row: Row) -> str:
    """By which name somebody finds a row again."""
    return str(row.values.get("name") or "")


def _shape(stage: Stage, row: Row) -> _Shape:
    return _Shape(stage, tables()[row.entity], tuple(row.values))
