"""Links to rows that are nowhere: the database would refuse them, so they are left out and said."""

from typing import Any

from waymark.directory.importing import sql
from waymark.directory.importing.columns import Column, Table, tables
from waymark.directory.importing.staging import Stage
from waymark.directory.importing.wording import Verdict

# Rows that make no sense on their own: when what they belong to is missing, they are left out.
ALONE = {"organization", "location", "service", "taxonomy", "taxonomy_term", "unit", "attribute",
         "metadata", "meta_table_description"}  # fmt: skip
# Of these, every link is needed.
BOTH = {"service_at_location"}

# A row with these is no use without them.
NEEDED = {"service": ("name", "no_name"), "phone": ("number", "no_number")}


def refuse_incomplete(stage: Stage) -> None:
    """Refuse services without a name and telephones without a number."""
    for entity, (name, code) in NEEDED.items():
        if not stage.has(entity):
            continue
        table = tables()[entity]
        column = table.by_name[name]
        here = sql.exists(table.name, "t.id = s.id")
        rows = sql.fetch(
            f"SELECT s.id, s.file, s.place FROM {table.staged} s"  # noqa: S608
            f" WHERE TRIM(COALESCE(s.{name}, '')) = ''"
            f" AND ((s.given & {column.bit}) <> 0 OR NOT {here})"
        )
        for row_id, file, place in rows:
            stage.report.say(Verdict.REFUSE, entity, row_id, (file, place), code=code)
        remove(stage, table, {row[0] for row in rows})


def check_links(stage: Stage) -> None:
    """Cut the links that lead nowhere; refuse rows that nothing is left of."""
    for table in stage.tables():
        for column in table.columns:
            if column.firm:
                _cut(stage, table, column)
    for table in stage.tables():
        for column in table.columns:
            if column.links_to and not column.firm and table.entity not in ALONE:
                _refuse_hanging_on_nothing(stage, table, column)


def _cut(stage: Stage, table: Table, column: Column) -> None:
    lost = _dangling(stage, table, column)
    if not lost:
        return
    sql.run_many(
        f"UPDATE {table.staged} SET {column.name} = NULL, given = given & ~{column.bit}"  # noqa: S608
        " WHERE id = %s",
        [[row[0]] for row in lost],
    )
    refused = _orphans(table, [row[0] for row in lost])
    _say_dangling(stage, table, column, lost, refused)
    remove(stage, table, refused)


def _refuse_hanging_on_nothing(stage: Stage, table: Table, column: Column) -> None:
    """A link that may dangle is kept as it was said, beside another one that does not."""
    lost = _dangling(stage, table, column)
    refused = _orphans(table, [row[0] for row in lost], apart_from=column.name)
    _say_dangling(stage, table, column, [row for row in lost if row[0] in refused], refused)
    remove(stage, table, refused)


Lost = list[tuple[Any, ...]]


def _dangling(stage: Stage, table: Table, column: Column) -> Lost:
    target = next(each for each in tables().values() if each.name == column.links_to)
    conditions = [f"s.{column.name} IS NOT NULL", f"NOT {_there(target.name, column)}"]
    if stage.has(target.entity):
        conditions.append(f"NOT {_there(target.staged, column)}")
    return sql.fetch(
        f"SELECT s.id, s.file, s.place, s.{column.name} FROM {table.staged} s"  # noqa: S608
        f" WHERE {' AND '.join(conditions)}"
    )


def _say_dangling(
    stage: Stage, table: Table, column: Column, lost: Lost, refused: set[str]
) -> None:
    for row_id, file, place, gone in lost:
        verdict = Verdict.REFUSE if row_id in refused else Verdict.WARN
        stage.report.say(
            verdict,
            table.entity,
            row_id,
            (file, place),
            code="dangling",
            field=column.name,
            value=gone,
        )


def _there(table: str, column: Column) -> str:
    return sql.exists(table, f"t.id = s.{column.name}")


def _orphans(table: Table, ids: list[str], *, apart_from: str = "") -> set[str]:
    """Those that belong to nothing any more."""
    if table.entity in ALONE:
        return set()
    if table.entity in BOTH:
        return set(ids)
    links = [each.name for each in table.columns if each.links_to and each.name != apart_from]
    alone = " AND ".join(f"{name} IS NULL" for name in links)
    found = sql.fetch(f"SELECT id FROM {table.staged} WHERE {alone}")  # noqa: S608
    return {row[0] for row in found} & set(ids)


def remove(stage: Stage, table: Table, ids: set[str]) -> None:
    """Take rows out of the import."""
    sql.run_many(f"DELETE FROM {table.staged} WHERE id = %s", [[each] for each in ids])  # noqa: S608
    stage.sizes[table.entity] -= len(ids)
