"""Writes a plan, in one transaction: everything or nothing.

Whatever can be made before it opens is: keys are drawn, places sealed, rows wait in the form of
the database. On SQLite nobody else can write while it is open, reports included, so it lasts
seconds; the search index follows after it, in short steps that let others in between.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor, Entry
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.directory import closed_texts, closing, partners
from waymark.directory.actions import pending, places
from waymark.directory.actions.verifying import HOLDS_DAYS, RELIED
from waymark.directory.circles import circles_for
from waymark.directory.importing import sql
from waymark.directory.importing.closed import Closed
from waymark.directory.importing.columns import Table, tables
from waymark.directory.importing.plan import Plan
from waymark.directory.importing.report import Report
from waymark.directory.importing.staging import Stage
from waymark.directory.models import (
    ClosedPlace,
    Eligibility,
    ImportRun,
    Location,
    Means,
    Metadata,
    PendingChange,
    PendingKind,
    PendingState,
    Service,
    Status,
    Verification,
)
from waymark.directory.search.loading import load
from waymark.directory.tiers import Tier
from waymark.vault import locks
from waymark.vault.models import Compartment
from waymark.vault.records import NewEnvelope, prepare_envelope, save_all
from waymark.vault.turns import turn_to_write

# What of others' work would make a plan wrong.
CHANGES = (
    Event.SERVICE_CREATED,
    Event.SERVICE_CHANGED,
    Event.SERVICE_REMOVED,
    Event.SERVICE_VERIFIED,
    Event.PLACE_CLOSED,
    Event.CHANGE_CONFIRMED,
    Event.DIRECTORY_IMPORTED,
)
TOUCHED = "staged_touched"
TOLD_EVERY = 1


@dataclass(frozen=True)
class Sealed:
    """A closed place, ready to be written."""

    closed: Closed
    envelope: NewEnvelope
    row: ClosedPlace
    holders: frozenset[object]


def write(plan: Plan, run: ImportRun) -> None:
    """Write what the plan says, and that it is done. Raises ChangedMeanwhile, TellsPlace.

    What was touched waits in a temporary table, for the index.
    """
    sealed = [_sealed(plan, each) for each in plan.closed if not (each.here or each.unplaced)]
    now = timezone.now()
    with turn_to_write(), transaction.atomic():
        _refuse_stale(plan)
        for table in plan.stage.tables():
            _insert(plan, table, now)
            _update(plan, table)
        _write_places(plan, sealed)
        _write_answers(plan)
        _write_history(plan, now)
        _retire(plan, now)
        _touch(plan, now)
        _verify(plan, now)
        _look_again(plan)
        _propose(plan)
        _finish(plan, run, now)


def _refuse_stale(plan: Plan) -> None:
    """Raise ChangedMeanwhile where somebody changed the directory since it was looked at."""
    events = [event.value for event in CHANGES]
    if Entry.objects.filter(seq__gt=plan.seen, event__in=events).exists():
        raise ChangedMeanwhile("the directory was changed while the import was prepared")


def _insert(plan: Plan, table: Table, now: datetime) -> None:
    names, values, parameters = ["id"], ["s.id"], []
    for column in table.columns:
        value, more = sql.inserted_value(column)
        names.append(column.name)
        if table.entity == "service" and column.name == "last_modified":
            value, more = f"COALESCE({value}, %s)", [_moment(now)]
        elif column.as_text and column.default in (None, ""):
            value, more = f"COALESCE(s.{column.name}, '')", []
        values.append(value)
        parameters += more
    if table.stewarded:
        steward = plan.about.steward
        names += ["steward_id", "source"]
        values += ["CAST(%s AS uuid)" if connection.vendor == "postgresql" else "%s", "%s"]
        parameters += [steward.pk.hex if steward else None, plan.about.source]
    sql.run(
        f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(values)}"  # noqa: S608
        f" FROM {table.staged} s WHERE s.verdict = 'add'",
        parameters,
    )


def _moment(moment: datetime) -> str:
    """A moment as the temporary tables and the database write it."""
    plain = str(moment.astimezone(UTC).replace(tzinfo=None))
    return plain if connection.vendor == "sqlite" else f"{plain}+00"


def _update(plan: Plan, table: Table) -> None:
    sets = ", ".join(
        f"{column.name} = CASE WHEN (s.given & {column.bit}) <> 0"
        f" THEN s.{column.name} ELSE {table.name}.{column.name} END"
        for column in table.columns
    )
    if sets:
        sql.run(
            f"UPDATE {table.name} SET {sets} FROM {table.staged} s"  # noqa: S608
            f" WHERE s.id = {table.name}.id AND s.verdict = 'change'"
        )


def _sealed(plan: Plan, closed: Closed) -> Sealed:
    """Seal a place before the transaction; keys that rotate meanwhile are wrapped anew in it."""
    compartments, readers = _who_opens(plan, closed.tier)
    envelope = prepare_envelope(compartments, readers)
    row = ClosedPlace(location_id=UUID(closed.id), envelope_id=envelope.envelope.pk)
    body = json.dumps(asdict(closed.place), default=closing.as_text)
    envelope.data_key.seal(row, "body", body.encode())
    return Sealed(closed, envelope, row, _holders(compartments, readers))


def _who_opens(plan: Plan, tier: Tier) -> tuple[list[Compartment], list[bytes]]:
    """The circles and partners that open a place of a tier."""
    steward = plan.about.steward
    assert steward is not None  # noqa: S101  `take_closed` refuses places that nobody could open
    readers = list(partners.readers()) if tier is Tier.PARTNER else []
    return circles_for(tier, steward), readers


def _holders(compartments: Sequence[Compartment], readers: Sequence[bytes]) -> frozenset[object]:
    return frozenset([*(each.pk for each in compartments), *map(bytes, readers)])


def _refuse_other_holders(plan: Plan, sealed: Sequence[Sealed]) -> None:
    """Raise ChangedMeanwhile where a circle or partner came or went since places were sealed."""
    locks.share_keys()
    now = {tier: _holders(*_who_opens(plan, tier)) for tier in {s.closed.tier for s in sealed}}
    if any(each.holders != now[each.closed.tier] for each in sealed):
        raise ChangedMeanwhile("circles or partners changed while the import was prepared")


def _write_places(plan: Plan, sealed: Sequence[Sealed]) -> None:
    if sealed:
        _refuse_other_holders(plan, sealed)
        save_all([each.envelope for each in sealed])
        ClosedPlace.objects.bulk_create([each.row for each in sealed], batch_size=500)
    sql.run_many(
        "UPDATE directory_location SET cell_latitude = %s, cell_longitude = %s WHERE id = %s",
        [(*each.cell, each.id) for each in plan.closed if each.cell and not each.here],
    )
    for closed in plan.closed:
        if closed.here:
            location = Location.objects.select_for_update().get(pk=UUID(closed.id))
            location.steward = location.steward or plan.about.steward
            place = closing.read(location) if closed.unplaced else closed.place
            places.store_place(location, place, closed.tier, closed.area or location.area)


def _write_answers(plan: Plan) -> None:
    """The three answers; what was verified here keeps its own."""
    for each in plan.stage.answers:
        note = {} if each.note is None else {"note": each.note}
        Eligibility.objects.update_or_create(
            service_id=UUID(each.service),
            criterion=each.criterion,
            defaults={"answer": each.answer, **note},
        )


def _write_history(plan: Plan, now: datetime) -> None:
    today = now.astimezone(UTC).date()
    names = [field.column for field in Metadata._meta.concrete_fields]
    rows = (
        {
            "id": uuid4(),
            "resource_id": UUID(each.id),
            "resource_type": each.entity,
            "last_action_date": today,
            "last_action_type": "update",
            "field_name": each.field,
            "previous_value": each.old,
            "replacement_value": each.new,
            "updated_by": plan.about.source,
        }
        for each in plan.compared.noted
        if each.entity != "metadata"
    )
    load("directory_metadata", names, ([_stored(row[name]) for name in names] for row in rows))


def _retire(plan: Plan, now: datetime) -> None:
    """Make services inactive that the source no longer has; nothing of them is deleted."""
    today = now.astimezone(UTC).date()
    services = list(Service.objects.filter(pk__in=[UUID(each) for each in plan.retired]))
    Metadata.objects.bulk_create(
        Metadata(
            resource_id=each.pk,
            resource_type="service",
            last_action_date=today,
            last_action_type="update",
            field_name="status",
            previous_value=each.status,
            replacement_value=Status.INACTIVE.value,
            updated_by=plan.about.source,
        )
        for each in services
    )
    for each in services:
        each.status, each.last_modified = Status.INACTIVE, now
    Service.objects.bulk_update(services, ["status", "last_modified"], batch_size=500)


def _touch(plan: Plan, now: datetime) -> None:
    """Remember every service that changed in any of its parts, and say when it did."""
    kind = "text" if connection.vendor == "sqlite" else "uuid"
    sql.run(f"DROP TABLE IF EXISTS {TOUCHED}")
    sql.run(f"CREATE TEMPORARY TABLE {TOUCHED} (id {kind})")
    for statement in _touching(plan.stage):
        sql.run(f"INSERT INTO {TOUCHED} {statement}")
    if plan.retired:
        retired = [[each] for each in plan.retired]
        sql.run_many(f"INSERT INTO {TOUCHED} VALUES (%s)", retired)  # noqa: S608  our name
    said = "SELECT id FROM directory_service WHERE 1 = 0"
    if plan.stage.has("service"):
        staged, bit = (
            tables()["service"].staged,
            tables()["service"].by_name["last_modified"].bit,
        )
        said = (
            f"SELECT id FROM {staged} WHERE verdict = 'add'"  # noqa: S608
            f" OR (verdict = 'change' AND (given & {bit}) <> 0)"
        )
    sql.run(
        f"UPDATE directory_service SET last_modified = %s WHERE id IN (SELECT id FROM {TOUCHED})"  # noqa: S608
        f" AND id NOT IN ({said})",
        [_moment(now)],
    )
    # What is said of these is no change of a service's own words, and yet search knows it.
    about = {each.service for each in plan.stage.answers}
    about |= {each.service for each in plan.vouched}
    sql.run_many(
        f"INSERT INTO {TOUCHED} VALUES (%s)",  # noqa: S608  our name
        [[sql.stored(each)] for each in about],
    )


def _touching(stage: Stage) -> Iterator[str]:
    for table in stage.tables():
        names = {column.name for column in table.columns}
        written = f"FROM {table.staged} s WHERE s.verdict IN ('add', 'change')"
        if table.entity == "service":
            yield f"SELECT s.id {written}"
        if "service_id" in names:
            yield f"SELECT s.service_id {written} AND s.service_id IS NOT NULL"
        if "link_id" in names:
            yield f"SELECT s.link_id {written} AND s.link_id IS NOT NULL"
        place = "id" if table.entity == "location" else "location_id"
        if place in names or table.entity == "location":
            yield (
                "SELECT l.service_id FROM directory_serviceatlocation l"  # noqa: S608
                f" JOIN {table.staged} s ON s.{place} = l.location_id"
                " WHERE s.verdict IN ('add', 'change') AND l.service_id IS NOT NULL"
            )


def _verify(plan: Plan, now: datetime) -> None:
    """A source that says when it assured a service is the one who verified it, and no more."""
    _vouch(plan)
    if not plan.stage.has("service"):
        return
    known = {(each.service, each.aspect) for each in plan.vouched}
    table = tables()["service"]
    bit = table.by_name["assured_date"].bit
    rows = sql.fetch(
        f"SELECT id, assured_date FROM {table.staged} WHERE assured_date IS NOT NULL"  # noqa: S608
        f" AND (verdict = 'add' OR (verdict = 'change' AND (given & {bit}) <> 0))"
    )
    names = [field.column for field in Verification._meta.concrete_fields]
    made = (
        {
            "id": uuid4(),
            "service_id": UUID(row_id),
            "aspect": aspect.value,
            "means": Means.SOURCE.value,
            "by_id": None,
            "by_name": plan.about.source,
            "verified_at": at,
            "expires_at": at + timedelta(days=HOLDS_DAYS),
        }
        for row_id, day in rows
        for at in [datetime.combine(date.fromisoformat(str(day)), time(), UTC)]
        if at + timedelta(days=HOLDS_DAYS) > now  # what has expired already verifies nothing
        for aspect in RELIED
        if (row_id, aspect) not in known
    )
    load("directory_verification", names, ([_stored(row[name]) for name in names] for row in made))


def _vouch(plan: Plan) -> None:
    """What the source verified aspect by aspect, as long as it holds by the source's own words."""
    Verification.objects.bulk_create(
        (
            Verification(
                id=UUID(each.id),
                service_id=UUID(each.service),
                aspect=each.aspect,
                means=Means.SOURCE,
                by_name=plan.about.source,
                verified_at=each.at,
                expires_at=each.until,
            )
            for each in plan.vouched
        ),
        batch_size=500,
    )


def _stored(value: Any) -> Any:
    """A value as the database's own driver takes it."""
    if connection.vendor == "postgresql":
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return _moment(value)
    return value.isoformat() if isinstance(value, date) else value


def _look_again(plan: Plan) -> None:
    """Raise TellsPlace where what is written would tell a closed place after all."""
    watched = plan.watched
    if not watched.services:
        return
    touched = {row[0] for row in sql.fetch(f"SELECT id FROM {TOUCHED}")}  # noqa: S608  our name
    ids = [UUID(each) for each in touched & watched.services]
    closed_texts.refuse_leaks(ids, numbers=watched.numbers, judge=watched.judge)


def _propose(plan: Plan) -> None:
    """Hand changed numbers of verified services to a second person; once for a service."""
    if plan.about.by is None or not plan.compared.proposals:
        return
    for each in plan.compared.proposals:
        service = Service.objects.get(pk=UUID(each.service))
        waiting = PendingChange.objects.filter(
            service=service, kind=PendingKind.NUMBER, state=PendingState.WAITING
        )
        if waiting.exists():
            continue
        body = {
            "phone_id": str(UUID(each.phone)),
            "number": each.values["number"],
            "extension": each.values["extension"],
            "type": each.values["type"] or "",
            "description": each.values["description"] or "",
            "source": plan.about.source,
        }
        try:
            with transaction.atomic():
                pending.propose(service, PendingKind.NUMBER, body, by=plan.about.by)
        except (ValidationError, CannotNow):
            continue


def _finish(plan: Plan, run: ImportRun, now: datetime) -> None:
    run.state, run.ended_at = ImportRun.State.DONE, now
    run.counts = counted(plan.report) | {"to_index": True}
    run.save()
    audit.record(Event.DIRECTORY_IMPORTED, by=plan.about.by or Actor.SYSTEM, target=run)


def counted(report: Report) -> dict[str, Any]:
    """How many rows of each entity got which verdict, for the list of imports."""
    found: dict[str, dict[str, int]] = {}
    for (verdict, entity), number in sorted(report.counts.items()):
        found.setdefault(verdict, {})[entity] = number
    return dict(found)
