"""Rows of an earlier import that the source no longer has. They are said, never just deleted."""

from waymark.directory.importing import sql
from waymark.directory.importing.columns import Table, tables
from waymark.directory.importing.staging import Stage
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import Status

NOWHERE = (-1, 0)
# What hangs on a service or a place and is worth a look when the source drops it.
PARTS = {"phone": "service_id", "schedule": "service_id", "language": "service_id",
         "service_at_location": "service_id", "address": "location_id"}  # fmt: skip


def find_vanished(stage: Stage, *, retire: bool) -> list[str]:
    """Say what is gone. Returns the services that become inactive, if that was chosen."""
    gone = _gone(stage, "service", f" AND t.status <> '{Status.INACTIVE.value}'")
    code = "retired" if retire else "gone"
    for row_id, name in gone:
        stage.report.say(Verdict.GONE, "service", row_id, NOWHERE, code=code, name=name)
    for entity in ("organization", "location"):
        for row_id, name in _gone(stage, entity):
            stage.report.say(Verdict.GONE, entity, row_id, NOWHERE, code="gone", name=name)
    for entity, link in PARTS.items():
        _say_parts(stage, tables()[entity], link)
    return [row_id for row_id, _ in gone] if retire else []


def _gone(stage: Stage, entity: str, more: str = "") -> list[tuple[str, str]]:
    if not stage.has(entity):
        return []
    table = tables()[entity]
    found = sql.fetch(
        f"SELECT t.id, t.name FROM {table.name} t WHERE t.source = %s{more}"  # noqa: S608
        f" AND NOT EXISTS (SELECT 1 FROM {table.staged} s WHERE s.id = t.id) ORDER BY t.name, t.id",
        [stage.source],
    )
    return [(row_id, name) for row_id, name in found]


def _say_parts(stage: Stage, table: Table, link: str) -> None:
    owner = tables()["service" if link == "service_id" else "location"]
    if not stage.has(table.entity) or not stage.has(owner.entity):
        return
    found = sql.fetch(
        f"SELECT t.id, s.id, s.file, s.place FROM {table.name} t"  # noqa: S608
        f" JOIN {owner.name} o ON o.id = t.{link} AND o.source = %s"
        f" JOIN {owner.staged} s ON s.id = o.id"
        f" WHERE NOT EXISTS (SELECT 1 FROM {table.staged} p WHERE p.id = t.id) ORDER BY s.seq",
        [stage.source],
    )
    code = "address_gone" if table.entity == "address" else "gone"
    for row_id, _, file, place in found:
        stage.report.say(Verdict.GONE, table.entity, row_id, (file, place), code=code)
