"""What is new, what changes and what stays; the database compares, and only changes come here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from waymark.directory.importing import sql
from waymark.directory.importing.columns import Table
from waymark.directory.importing.protecting import (
    ASPECTS,
    SERVICE_ASPECTS,
    SHARED,
    Verified,
)
from waymark.directory.importing.staging import Stage
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import Aspect

PAGE = 2000
Tell = Callable[[float], None]


@dataclass(frozen=True)
class Noted:
    """One changed field, for the history of the row."""

    entity: str
    id: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Proposal:
    """A changed number of a service that our people verified: a second person decides."""

    service: str
    phone: str
    values: dict[str, Any]


@dataclass
class Compared:
    """What the comparison found besides the verdicts in the temporary tables."""

    noted: list[Noted] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)


def compare(stage: Stage, verified: Verified, tell: Tell) -> Compared:
    """Give each waiting row its verdict. `tell` hears which part is done, from 0 to 1."""
    found = Compared()
    every = stage.tables()
    for number, table in enumerate(every):
        _mark_new(table)
        _mark_same(table)
        if table.entity in SHARED:
            _keep_shared(stage, table)
        while rows := _changed(table):
            sql.run_many(
                f"UPDATE {table.staged} SET verdict = %s, given = %s WHERE id = %s",  # noqa: S608
                [_judge(stage, verified, found, table, row) for row in rows],
            )
        if verified.when and table.entity in ASPECTS:
            _keep_additions(stage, verified, found, table)
        tell((number + 1) / len(every))
    return found


def _mark_new(table: Table) -> None:
    here = sql.exists(table.name, f"t.id = {table.staged}.id")
    sql.run(
        f"UPDATE {table.staged} SET verdict = 'add' WHERE verdict = '' AND NOT {here}"  # noqa: S608
    )


def _mark_same(table: Table) -> None:
    differs = sql.differs_at_all(table).replace("s.", f"{table.staged}.")
    other = sql.exists(table.name, f"t.id = {table.staged}.id AND ({differs})")
    sql.run(
        f"UPDATE {table.staged} SET verdict = 'leave' WHERE verdict = '' AND NOT {other}"  # noqa: S608
    )


def _keep_shared(stage: Stage, table: Table) -> None:
    rows = sql.fetch(f"SELECT id, file, place FROM {table.staged} WHERE verdict = ''")  # noqa: S608
    for row_id, file, place in rows:
        stage.report.say(Verdict.KEEP, table.entity, row_id, (file, place), code="ours_alone")
    sql.run(f"UPDATE {table.staged} SET verdict = 'keep' WHERE verdict = ''")  # noqa: S608


def _changed(table: Table) -> list[tuple[Any, ...]]:
    names = [column.name for column in table.columns]
    ours = ", ".join(f"t.{name}" for name in names)
    theirs = ", ".join(f"s.{name}" for name in names)
    return sql.fetch(
        f"SELECT s.id, s.file, s.place, s.given, {theirs}, {ours} FROM {table.staged} s"  # noqa: S608
        f" JOIN {table.name} t ON t.id = s.id WHERE s.verdict = '' ORDER BY s.seq LIMIT {PAGE}"
    )


def _judge(
    stage: Stage, verified: Verified, found: Compared, table: Table, row: tuple[Any, ...]
) -> list[Any]:
    """The verdict on a row that differs, what of it is taken over, and its id."""
    row_id, file, place, given, *values = row
    width = len(table.columns)
    theirs, ours = values[:width], values[width:]
    links = {
        column.name: ours[number] or theirs[number]
        for number, column in enumerate(table.columns)
        if column.links_to
    }
    services = verified.services_of(table.entity, row_id, links) if verified.when else set()
    taken: list[tuple[str, Any, Any]] = []
    for column, new, old in zip(table.columns, theirs, ours, strict=True):
        if not given & column.bit or new == old:
            continue
        if column.name in sql.NEWER and (not new or new <= (old or sql.oldest(column.name))):
            given &= ~column.bit
        elif code := _refusal(table, column.name, (old, new), verified, services):
            given &= ~column.bit
            stage.report.say(
                Verdict.KEEP, table.entity, row_id, (file, place),
                code=code, field=column.name, value=new, name=_name(table, ours),
            )  # fmt: skip
            if code == "needs_two" and table.entity == "phone":
                _propose(found, table, row_id, services, theirs)
        else:
            taken.append((column.name, old, new))
    if not taken:
        return ["keep", 0, row_id]
    stage.report.say(
        Verdict.CHANGE, table.entity, row_id, (file, place), changed=taken, name=_name(table, ours)
    )
    found.noted += [
        Noted(table.entity, row_id, name, _text(old), _text(new)) for name, old, new in taken
    ]
    return ["change", given, row_id]


def _refusal(
    table: Table, column: str, values: tuple[Any, Any], verified: Verified, services: set[str]
) -> str:
    """Why a column is not taken over; `values` are ours and the source's."""
    old, new = values
    if column == "tier":
        return "less_public" if (new or 0) < (old or 0) else ""
    return verified.refuses(services, _aspect(table, column)) if services else ""


def _aspect(table: Table, column: str) -> Aspect | None:
    if table.entity != "service":
        return ASPECTS.get(table.entity)
    if column in {"last_modified", "assured_date", "assurer_email", "tier"}:
        return None
    return SERVICE_ASPECTS.get(column, Aspect.DESCRIPTION)


def _keep_additions(stage: Stage, verified: Verified, found: Compared, table: Table) -> None:
    """New rows of what our people verified: a further number is a change of the number."""
    if table.entity == "location":
        return
    names = [column.name for column in table.columns]
    links = [name for name in names if name in {"service_id", "location_id"}]
    rows = sql.fetch(
        f"SELECT s.id, s.file, s.place, {', '.join(f's.{name}' for name in names)}"  # noqa: S608
        f" FROM {table.staged} s WHERE s.verdict = 'add' AND ({_hangs_on_verified(links)})"
    )
    kept = []
    for row_id, file, place, *values in rows:
        own = dict(zip(names, values, strict=True))
        services = verified.services_of(table.entity, row_id, own)
        code = verified.refuses(services, ASPECTS[table.entity])
        if not code:
            continue
        kept.append([row_id])
        value = own.get("number") or own.get("address_1") or own.get("name") or ""
        stage.report.say(
            Verdict.KEEP,
            table.entity,
            row_id,
            (file, place),
            code=code,
            field=table.entity,
            value=value,
        )
        if code == "needs_two" and table.entity == "phone":
            _propose(found, table, row_id, services, values)
    sql.run_many(
        f"UPDATE {table.staged} SET verdict = 'keep', given = 0 WHERE id = %s",  # noqa: S608
        kept,
    )


def _hangs_on_verified(links: list[str]) -> str:
    own = "SELECT service_id FROM directory_verification WHERE means <> 'source'"
    places = f"SELECT location_id FROM directory_serviceatlocation WHERE service_id IN ({own})"  # noqa: S608
    parts = {"service_id": own, "location_id": places}
    return " OR ".join(f"s.{name} IN ({parts[name]})" for name in links)


def _propose(
    found: Compared, table: Table, row_id: str, services: set[str], values: list[Any]
) -> None:
    """Remember a number that a second person shall look at; one proposal for a telephone."""
    own = dict(zip((column.name for column in table.columns), values, strict=True))
    if own.get("service_id") in services and all(each.phone != row_id for each in found.proposals):
        found.proposals.append(Proposal(own["service_id"], row_id, own))


def _name(table: Table, ours: list[Any]) -> str:
    names = [column.name for column in table.columns]
    return str(ours[names.index("name")] or "") if "name" in names else ""


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def note_unchanged(stage: Stage) -> None:
    """Count what is new and what stays, and say it line by line where the report wants that."""
    for table in stage.tables():
        for verdict, number in sql.fetch(
            f"SELECT verdict, count(*) FROM {table.staged}"  # noqa: S608
            " WHERE verdict IN ('add', 'leave') GROUP BY verdict"
        ):
            stage.report.count(Verdict(verdict), table.entity, number)
        if stage.report.detail:
            stage.report.add_lines(_lines(table))


def _lines(table: Table) -> list[tuple[Any, ...]]:
    name = "name" if "name" in table.by_name else "''"
    return [
        (verdict, table.entity, row_id, (title or "")[:80], file, place, "", "", "", "")
        for verdict, row_id, title, file, place in sql.fetch(
            f"SELECT verdict, id, {name}, file, place FROM {table.staged}"  # noqa: S608
            " WHERE verdict IN ('add', 'leave') ORDER BY seq"
        )
    ]
