"""One row for one id: JSON says the same telephone under each thing that it belongs to."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from waymark.directory.importing import sql
from waymark.directory.importing.columns import Table
from waymark.directory.importing.staging import FIXED, Stage, quick
from waymark.directory.importing.wording import Verdict

Cells = tuple[Any, ...]
GIVEN = FIXED.index("given")


def merge(stage: Stage) -> None:
    """Put rows of the same id together; the first counts where they differ."""
    for table in stage.tables():
        doubles = sql.fetch(
            f"SELECT * FROM {table.staged} WHERE id IN (SELECT id FROM {table.staged}"  # noqa: S608
            " GROUP BY id HAVING count(*) > 1) ORDER BY id, seq"
        )
        if doubles:
            _merge(stage, table, doubles)


def _merge(stage: Stage, table: Table, doubles: list[Cells]) -> None:
    names = [column.name for column in table.columns]
    changed, dropped = [], []
    for _, group in groupby(doubles, key=lambda row: row[FIXED.index("id")]):
        first, *others = group
        merged = list(first)
        for other in others:
            dropped.append([other[0]])
            if any(_fill(table, merged, other)):
                _say(stage, table, first, other)
        changed.append([*merged[GIVEN:], merged[0]])
    sets = ", ".join(f"{name} = %s" for name in ("given", "id", *names))
    with quick():
        sql.run(f"CREATE INDEX {table.staged}_seq ON {table.staged} (seq)")
        sql.run_many(f"UPDATE {table.staged} SET {sets} WHERE seq = %s", changed)  # noqa: S608
        sql.run_many(f"DELETE FROM {table.staged} WHERE seq = %s", dropped)  # noqa: S608
    stage.sizes[table.entity] -= len(dropped)


def _fill(table: Table, merged: list[Any], other: Cells) -> Iterator[bool]:
    """Take over what only the other says; yields whether the two contradict each other."""
    for place, column in enumerate(table.columns, start=len(FIXED)):
        if not other[GIVEN] & column.bit or other[place] in (None, ""):
            continue
        if merged[place] in (None, ""):
            merged[place] = other[place]
            merged[GIVEN] |= column.bit
        else:
            yield merged[place] != other[place]


def _say(stage: Stage, table: Table, first: Cells, other: Cells) -> None:
    where = (other[1], other[2])
    row_id = first[FIXED.index("id")]
    stage.report.say(Verdict.WARN, table.entity, row_id, where, code="twice", value=first[2])
