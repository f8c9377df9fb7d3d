"""The database itself refuses to change or to remove an entry."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from waymark.audit import guards
from waymark.audit.events import Event
from waymark.audit.log import record
from waymark.audit.models import Actor, Entry

pytestmark = pytest.mark.django_db

SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def entries() -> list[Entry]:
    with transaction.atomic():
        return [record(Event.REPORT_RECEIVED, by=Actor.REPORTER) for _ in range(3)]


def refused(statement: str) -> None:
    with (
        pytest.raises(IntegrityError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET event = 'report:erased'",
        "UPDATE audit_entry SET event = event WHERE seq = 2",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE seq = 3",
    ],
)
def test_no_update_and_no_delete(entries: list[Entry], statement: str) -> None:
    refused(statement)
    assert list(Entry.objects.order_by("seq")) == entries


def test_nor_through_the_orm(entries: list[Entry]) -> None:
    entries[1].event = Event.REPORT_ERASED.value
    for attempt in (entries[1].save, entries[1].delete, Entry.objects.all().delete):
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            attempt()
    assert Entry.objects.filter(event=Event.REPORT_RECEIVED.value).count() == len(entries)


@pytest.mark.skipif(not SQLITE, reason="SQLite's own statement")
def test_replace_is_no_way_around(entries: list[Entry]) -> None:
    columns = "at, event, actor, actor_id, target, target_id, previous, hash"
    edit = f"INTO audit_entry (seq, {columns}) SELECT 2, {columns} FROM audit_entry"  # noqa: S608  constants
    for verb in ("INSERT OR REPLACE", "REPLACE"):
        refused(f"{verb} {edit}")
    assert Entry.objects.count() == len(entries)


@pytest.mark.skipif(not SQLITE, reason="on PostgreSQL the chain tells")
def test_nothing_is_put_in_before_the_end(entries: list[Entry]) -> None:
    entries[2].seq = 0
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        entries[2].save(force_insert=True)


@pytest.mark.skipif(SQLITE, reason="PostgreSQL's own statements")
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE audit_entry",
        "INSERT INTO audit_entry SELECT * FROM audit_entry"
        " ON CONFLICT (seq) DO UPDATE SET event = 'report:erased'",
    ],
)
def test_nor_postgresql_s_other_ways(entries: list[Entry], statement: str) -> None:
    refused(statement)


@pytest.mark.django_db(transaction=True)
def test_the_migration_can_be_undone_and_done_again() -> None:
    with transaction.atomic():
        record(Event.BACKUP_MADE, by=Actor.SYSTEM)
    call_command("migrate", "audit", "0001", verbosity=0)
    assert Entry.objects.update(event="report:read") == 1
    call_command("migrate", verbosity=0)  # rooms that hang on it, too
    refused("UPDATE audit_entry SET event = 'report:erased'")
    assert Entry.objects.get().event == "report:read"


def test_the_guards_are_applied_on_a_fresh_database() -> None:
    assert ("audit", "0002_refuse_changes") in MigrationRecorder(connection).applied_migrations()
    call_command("migrate", "--check", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_a_committed_log_is_guarded_as_well() -> None:
    with transaction.atomic():
        record(Event.BACKUP_MADE, by=Actor.SYSTEM)
    refused("DELETE FROM audit_entry")


@pytest.mark.django_db(transaction=True)
def test_after_the_flush_the_guards_are_back() -> None:
    assert not Entry.objects.exists()
    with pytest.raises(Exception, match="already exists"), transaction.atomic():
        guards.install(connection)
