"""Rows by entity and id, and what hangs on them. `gathering` fills it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.shape import Nested
from waymark.directory.hsds.viewer import Viewer

Row = Any  # a row of any HSDS model
# What is read after the rows that it may hang on, each with one query.
CHILDREN = (
    *("contact", "phone", "language", "schedule", "address", "accessibility", "funding"),
    *("service_area", "cost_option", "required_document", "organization_identifier", "url"),
    *("program", "service_capacity"),
)


class Graph:
    """Rows by entity and id, and lists of rows by what they hang on."""

    def __init__(self, viewer: Viewer, now: datetime | None = None) -> None:
        self.viewer = viewer
        self.now = now or timezone.now()
        self.rows: dict[str, dict[UUID, Row]] = defaultdict(dict)
        self.closed: set[UUID] = set()
        self.withheld: set[UUID] = set()
        self._lists: dict[tuple[str, str], dict[UUID, list[Row]]] = defaultdict(
            lambda: defaultdict(list)
        )

    def many(self, nested: Nested, row: Row) -> list[Row]:
        """The rows that hang on a row."""
        return self._lists[nested.entity, nested.by].get(row.pk, [])

    def one(self, nested: Nested, row: Row) -> Row | None:
        """The row that a row names, where it was read."""
        column = "taxonomy_detail_id" if nested.by == "taxonomy_id" else nested.by
        return self.rows[nested.entity].get(getattr(row, column))

    def put(self, entity: str, rows: Iterable[Row]) -> None:
        """Take rows in, and note what they hang on."""
        links = [field for field in ENTITIES[entity].fields if field.name.endswith("_id")]
        for row in rows:
            if row.pk in self.rows[entity]:
                continue
            self.rows[entity][row.pk] = row
            for field in links:
                if (parent := getattr(row, field.column)) is not None:
                    self._lists[entity, field.name][parent].append(row)

    def ids(self, entity: str) -> list[UUID]:
        """The ids of what was read of an entity."""
        return list(self.rows[entity])
