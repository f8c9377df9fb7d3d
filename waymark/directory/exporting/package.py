"""The tables as CSV files in a folder, and their descriptor."""

import csv
import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.utils import timezone

from waymark.directory.exporting.descriptor import Noticed, package
from waymark.directory.exporting.rows import BY_LINK, batches
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.shape import Entity
from waymark.directory.hsds.values import to_text

Progress = Callable[[int], None]


class Table:
    """One CSV file that is being written. Values are written as they are: see decision 0016."""

    def __init__(self, entity: Entity, folder: Path, stack: ExitStack) -> None:
        self.entity = entity
        self.noticed = Noticed()
        file = (folder / entity.file).open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(stack.enter_context(file), lineterminator="\r\n")
        self._writer.writerow([field.name for field in entity.fields])

    def write(self, rows: Iterable[Any]) -> int:
        """Write rows; returns how many."""
        before = self.noticed.rows
        for row in rows:
            cells = [to_text(field, getattr(row, field.column)) for field in self.entity.fields]
            self._writer.writerow(cells)
            self.noticed.rows += 1
            empty = (f.name for f, cell in zip(self.entity.fields, cells, strict=True) if not cell)
            self.noticed.empty.update(empty)
        return self.noticed.rows - before


def write_package(folder: Path, publisher: str, progress: Progress) -> int:
    """Write every table and the descriptor into a folder; returns how many rows there are."""
    now = timezone.now()
    written = 0
    with ExitStack() as stack:
        tables = {name: Table(entity, folder, stack) for name, entity in ENTITIES.items()}
        for name in sorted(ENTITIES, key=lambda name: name in BY_LINK):
            for batch in batches(name, now):
                written += tables[name].write(batch.rows)
                tables[name].noticed.dangling |= batch.dangling
                for beside, row in batch.extra:
                    written += tables[beside].write([row])
                progress(written)
    described = package(publisher, [(each.entity, each.noticed) for each in tables.values()])
    text = json.dumps(described, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    return written
