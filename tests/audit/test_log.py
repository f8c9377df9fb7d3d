"""Appending: what an entry holds, and what happens to the anchor files."""

import logging
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from waymark.audit import anchors
from waymark.audit.actions import verify
from waymark.audit.events import Event
from waymark.audit.log import GENESIS, entry_hash, head, record, record_each
from waymark.audit.models import Actor, Entry
from waymark.vault.models import Compartment

pytestmark = pytest.mark.django_db
Capture = Callable[..., Any]
NOW = datetime(2026, 11, 23, 14, 41, 35, 123456, tzinfo=UTC)


class Somebody:
    id = uuid.UUID(int=7)


@pytest.fixture
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waymark.audit.log.timezone.now", lambda: NOW)


@pytest.fixture(autouse=True)
def no_memory_of_faults() -> None:
    anchors._failing.clear()


def append(times: int = 1) -> Entry:
    with transaction.atomic():
        return [record(Event.REPORT_RECEIVED, by=Actor.REPORTER) for _ in range(times)][-1]


def test_what_is_returned_is_what_is_stored(fixed_time: None) -> None:
    compartment = Compartment.objects.create(owner=uuid.uuid4(), name="Hotline")
    entry = record(Event.MEMBER_ADDED, by=Somebody(), target=compartment)
    stored = Entry.objects.get()
    for field in Entry._meta.concrete_fields:
        left, right = getattr(entry, field.attname), getattr(stored, field.attname)
        assert left == (bytes(right) if isinstance(right, memoryview) else right)
    assert (stored.seq, bytes(stored.previous)) == (1, GENESIS)
    assert (stored.event, stored.actor, stored.actor_id) == ("member:added", "worker", Somebody.id)
    assert (stored.target, stored.target_id) == ("vault.compartment", str(compartment.pk))
    assert bytes(stored.hash) == entry_hash(stored)
    assert not entry._state.adding


@pytest.mark.parametrize(
    ("by", "shown"),
    [
        (Actor.REPORTER, NOW.replace(minute=0, second=0, microsecond=0)),
        (Actor.SYSTEM, NOW.replace(minute=0, second=0, microsecond=0)),
        (Somebody(), NOW.replace(microsecond=0)),
    ],
)
def test_only_workers_are_logged_to_the_second(fixed_time: None, by: Any, shown: datetime) -> None:
    record(Event.REPORT_RECEIVED, by=by)
    assert Entry.objects.get().at == shown


def test_each_entry_follows_the_last() -> None:
    append(3)
    first, second, third = Entry.objects.order_by("seq")
    assert bytes(second.previous) == bytes(first.hash)
    assert bytes(third.previous) == bytes(second.hash)
    assert head() == (3, bytes(third.hash))


def test_an_empty_log_has_a_head_too() -> None:
    assert head() == (0, GENESIS)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(Event.BACKUP_MADE, by=Actor.SYSTEM)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_event_never_was() -> None:
    append()
    with transaction.atomic():
        record(Event.REPORT_ERASED, by=Actor.SYSTEM)
        transaction.set_rollback(True)
    append()
    assert verify(by=Actor.SYSTEM).intact
    assert Entry.objects.filter(event="report:erased").count() == 0


def test_an_append_costs_two_statements() -> None:
    append()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        record(Event.REPORT_RECEIVED, by=Actor.REPORTER)
    locks = 1 if connection.vendor == "postgresql" else 0
    assert len(queries) == 2 + locks


def test_many_at_once_are_chained_as_one_after_another(
    fixed_time: None, django_capture_on_commit_callbacks: Capture
) -> None:
    before = append()
    targets = [Compartment(owner=uuid.uuid4(), name="Hotline") for _ in range(3)]
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        record_each(Event.REPORT_RECEIVED, by=Actor.REPORTER, targets=targets)
    appended = list(Entry.objects.order_by("seq"))[1:]
    assert [each.target_id for each in appended] == [str(target.pk) for target in targets]
    assert bytes(appended[0].previous) == before.hash
    assert verify(by=Actor.SYSTEM).intact
    assert len(callbacks) == 1
    head_line = f"4 {bytes(appended[-1].hash).hex()}\n"
    assert head_line in settings.AUDIT_ANCHOR_FILES[0].read_text()


def test_nothing_at_once_is_no_event() -> None:
    record_each(Event.REPORT_RECEIVED, by=Actor.REPORTER, targets=[])
    assert not Entry.objects.exists()


def test_many_at_once_cost_two_statements() -> None:
    targets = [Compartment(owner=uuid.uuid4(), name="Hotline") for _ in range(8)]
    with CaptureQueriesContext(connection) as queries:
        record_each(Event.REPORT_RECEIVED, by=Actor.REPORTER, targets=targets)
    locks = 1 if connection.vendor == "postgresql" else 0
    # Django notes executemany once, whatever it sends.
    assert len(queries) == 2 + locks


def test_the_head_is_anchored_after_the_commit(django_capture_on_commit_callbacks: Capture) -> None:
    path: Path = settings.AUDIT_ANCHOR_FILES[0]
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        entry = append()
    assert not path.exists()
    for callback in callbacks:
        callback()
    assert path.read_text() == f"1 {entry.hash.hex()}\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_every_configured_place_gets_it(
    django_capture_on_commit_callbacks: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [tmp_path / "a", tmp_path / "b"]
    monkeypatch.setattr(settings, "AUDIT_ANCHOR_FILES", places)
    with django_capture_on_commit_callbacks(execute=True):
        append(2)
    assert places[0].read_text() == places[1].read_text()
    assert len(places[0].read_text().splitlines()) == 2
    assert verify(by=Actor.SYSTEM).intact


@pytest.mark.parametrize("broken", [0, 1])
def test_a_lost_place_loses_no_report(
    broken: int,
    django_capture_on_commit_callbacks: Capture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whichever place fails, the other is written, the fault is said once, and it comes back."""
    stick = tmp_path / "usb"
    places = [tmp_path / "a", tmp_path / "b"]
    places[broken] = stick / "audit.head"
    monkeypatch.setattr(settings, "AUDIT_ANCHOR_FILES", places)
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        append(3)
    assert Entry.objects.count() == 3
    assert len(places[1 - broken].read_text().splitlines()) == 3
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert str(places[broken]) in caplog.text
    assert "bring the place back" in caplog.text
    stick.mkdir()
    with django_capture_on_commit_callbacks(execute=True):
        append()
    assert places[broken].read_text().startswith("4 ")
    verdict = verify(by=Actor.SYSTEM)
    assert verdict.intact
    (stick / "audit.head").unlink()
    stick.rmdir()
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        append()
    assert len(caplog.records) == 2


def test_a_full_disk_is_a_lost_place(
    django_capture_on_commit_callbacks: Capture,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(settings, "AUDIT_ANCHOR_FILES", [Path("/dev/full")])
    with django_capture_on_commit_callbacks(execute=True):
        append(2)
    assert Entry.objects.count() == 2
    assert len(caplog.records) == 1


def test_states_tell_how_far_each_place_got(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "".join(f"{seq} {'ab' * 32}\n" for seq in range(1, 2000))
    (tmp_path / "long").write_text(long + "torn li")
    (tmp_path / "empty").write_text("")
    names = ("long", "empty", "gone", "")
    monkeypatch.setattr(settings, "AUDIT_ANCHOR_FILES", [tmp_path / name for name in names])
    long_one, empty, gone, folder = anchors.states()
    assert (long_one.last_seq, long_one.problem) == (1999, "")
    assert (empty.last_seq, empty.problem) == (None, "")
    assert gone.problem == "No such file or directory"
    assert folder.problem == "Is a directory"
    assert anchors.read(tmp_path / "gone").lines is None
    assert anchors.read(tmp_path).lines is None


def test_lines_written_while_it_is_read_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "head"
    path.write_text("1 aa\n")
    found = anchors.read(path)
    path.write_text("1 aa\n2 bb\n")
    assert list(found.lines or ()) == [b"1 aa\n"]


def test_verifying_is_recorded_with_its_outcome(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        append(2)
    assert verify(by=Somebody()).intact
    settings.AUDIT_ANCHOR_FILES[0].write_text(f"2 {'00' * 32}\n")
    assert not verify(by=Somebody()).intact
    events = Entry.objects.order_by("seq").values_list("event", flat=True)
    assert list(events)[2:] == ["audit:verified", "audit:damage_found"]


def test_event_names_are_subject_and_action_and_fit_the_column() -> None:
    longest = Entry._meta.get_field("event").max_length
    for event in Event:
        subject, _, action = event.value.partition(":")
        assert subject.isidentifier()
        assert action.isidentifier()
        assert event.name == f"{subject}_{action}".upper()
        assert len(event.value) <= (longest or 0)
