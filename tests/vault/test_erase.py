"""What is erased is gone: from every sealed column, from the keys, and from SQLite's files."""

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests import scripts
from tests.cast import HOTLINE, Cast
from tests.migrated import Place
from tests.vault.circle import Circle, opens
from waymark.reports.models import Author, Message, Recipient, Report
from waymark.vault import actions
from waymark.vault.contract import CONTRACT, Under
from waymark.vault.models import BlindTerm, Envelope, WrappedDataKey
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import DataKey, erase, new_envelope

pytestmark = pytest.mark.django_db


def thread(cast: Cast) -> tuple[Report, Message, DataKey]:
    """A report and a message in one envelope."""
    recipient = Recipient.objects.create(organisation=cast.riverside, slug=uuid.uuid4().hex)
    data_key = new_envelope([cast.compartment(cast.riverside, HOTLINE)])
    now = timezone.now()
    report = Report(
        envelope_id=data_key.envelope_id,
        recipient=recipient,
        lookup=uuid.uuid4().bytes * 2,
        language="en",
        received_at=now,
        state_at=now,
    )
    data_key.seal(report, "content", b"she is held at")
    report.save(force_insert=True)
    message = Message(
        envelope_id=data_key.envelope_id,
        report=report,
        form_hash=uuid.uuid4().bytes * 2,
        position=1,
        author=Author.REPORTER,
        sent_at=now,
    )
    data_key.seal(message, "body", b"the blue door")
    message.save(force_insert=True)
    return report, message, data_key


def test_every_sealed_column_of_the_envelope_is_blanked(cast: Cast) -> None:
    report, message, data_key = thread(cast)
    kept, kept_message, kept_key = thread(cast)
    erase(data_key.envelope_id)
    for row in (report, message, kept, kept_message):
        row.refresh_from_db()
    assert (report.content, message.body) == (b"", b"")
    assert report.erased
    assert kept_key.open(kept, "content") == b"she is held at"
    assert kept_key.open(kept_message, "body") == b"the blue door"
    assert not kept.erased
    with pytest.raises(CannotOpen):
        data_key.open(report, "content")


def test_no_sealed_column_is_forgotten(cast: Cast) -> None:
    """Whatever the contract puts under data keys, `erase` reaches by the envelope."""
    for entry in CONTRACT:
        if entry.under is Under.DATA_KEY:
            assert entry.model._meta.get_field("envelope").related_model is Envelope


def test_no_key_is_left(circle: Circle) -> None:
    envelope_id, _ = circle.record()
    other, key = circle.record()
    erase(envelope_id)
    assert not WrappedDataKey.objects.filter(envelope_id=envelope_id).exists()
    assert not BlindTerm.objects.filter(envelope_id=envelope_id).exists()
    assert opens(circle.members[0], envelope_id) is None
    assert opens(circle.members[0], other) == key


def test_the_tombstone_says_the_hour(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 11, 23, 14, 41, 35, tzinfo=UTC)
    monkeypatch.setattr("waymark.vault.records.timezone.now", lambda: moment)
    envelope_id, _ = circle.record()
    erase(envelope_id)
    assert Envelope.objects.get(pk=envelope_id).erased_at == moment.replace(minute=0, second=0)


def test_erasing_twice_is_erasing_once(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    envelope_id, _ = circle.record()
    erase(envelope_id)
    first = Envelope.objects.get(pk=envelope_id).erased_at
    later = datetime(2036, 1, 1, tzinfo=UTC)
    monkeypatch.setattr("waymark.vault.records.timezone.now", lambda: later)
    erase(envelope_id)
    assert Envelope.objects.get(pk=envelope_id).erased_at == first


def test_an_envelope_that_is_not_there() -> None:
    with pytest.raises(Envelope.DoesNotExist):
        erase(uuid.uuid4())


def test_rotation_and_recovery_bring_nothing_back(circle: Circle) -> None:
    envelope_id, _ = circle.record()
    erase(envelope_id)
    actions.rotate(circle.fresh(), by=circle.members[0])
    actions.recover(circle.recovery, circle.fresh(), circle.members[1].holder)
    assert [opens(member, envelope_id) for member in circle.members] == [None, None]


def test_scrubbing_inside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError), transaction.atomic():
        actions.scrub()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's VACUUM")
@pytest.mark.django_db(transaction=True)
def test_scrubbing_postgresql() -> None:
    with transaction.atomic():
        circle = Circle.make(uuid.uuid4(), "Hotline", members=1)
        envelope_id, _ = circle.record()
        erase(envelope_id)
    assert actions.scrub()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT last_vacuum IS NOT NULL FROM pg_stat_user_tables WHERE relname = %s",
            [WrappedDataKey._meta.db_table],
        )
        assert cursor.fetchone() is not None


WRITE = """
import json, uuid
from django.utils import timezone
from waymark.accounts.models import Organisation
from waymark.reports.models import Attachment, Recipient, Report
from waymark.vault import actions
from waymark.vault.models import Envelope, WrappedDataKey
from waymark.vault.records import new_envelope
organisation = Organisation.objects.create(name="Riverside", country="US")
actions.create_recovery_key(organisation.id)
compartment = actions.create_compartment(organisation.id, "Hotline", [])
recipient = Recipient.objects.create(organisation=organisation, slug="us")
kept = []
for number in range(2):
    key = new_envelope([compartment])
    now = timezone.now()
    report = Report(envelope_id=key.envelope_id, recipient=recipient, lookup=bytes([number]) * 32,
                    language="en", received_at=now, state_at=now)
    key.seal(report, "content", b"she is held at")
    report.save(force_insert=True)
    file = Attachment(envelope_id=key.envelope_id, report=report, position=0)
    key.seal(file, "label", b"photo.jpg")
    key.seal(file, "body", bytes(200_000))
    file.save(force_insert=True)
    wrapped = WrappedDataKey.objects.get(envelope_id=key.envelope_id)
    kept.append({"envelope": str(key.envelope_id), "sealed": [
        value.hex() for value in (report.content, file.label, file.body, wrapped.sealed_key)]})
print(json.dumps(kept))
"""
ERASE = """
import sys
from django.db import transaction
from waymark.vault import actions
from waymark.vault.records import erase
with transaction.atomic():
    erase(sys.argv[1])
print(actions.scrub())
"""


def traces(home: Path, sealed: list[str]) -> list[bool]:
    """For each ciphertext, whether any 32 bytes on end of it are in any file."""
    files = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    values = [bytes.fromhex(each) for each in sealed]
    return [
        any(value[at : at + 32] in file for file in files for at in range(0, len(value) - 31, 512))
        for value in values
    ]


@pytest.mark.slow
def test_no_file_of_sqlite_holds_what_was_erased(tmp_path: Path, migrated_home: Place) -> None:
    """`secure_delete` overwrites the pages, `scrub` empties the write-ahead log."""
    migrated_home(tmp_path)
    gone, kept = json.loads(scripts.run(tmp_path, WRITE))
    assert traces(tmp_path, gone["sealed"]) == [True] * 4
    assert scripts.run(tmp_path, ERASE, gone["envelope"]).strip() == "True"
    assert traces(tmp_path, gone["sealed"]) == [False] * 4
    assert traces(tmp_path, kept["sealed"]) == [True] * 4


READ_ON = """
import sys
from django.db import connection
cursor = connection.cursor()
cursor.execute("BEGIN")
cursor.execute("SELECT COUNT(*) FROM reports_report")
print("reading", flush=True)
sys.stdin.read()
"""


@pytest.mark.slow
def test_a_reader_that_holds_scrubbing_up_is_told(tmp_path: Path, migrated_home: Place) -> None:
    """The bytes stay in the log for the reader's sake; the next call takes them away."""
    migrated_home(tmp_path)
    gone: dict[str, Any] = json.loads(scripts.run(tmp_path, WRITE))[0]
    reader = scripts.start(tmp_path, READ_ON)
    assert reader.stdout
    assert reader.stdout.readline() == "reading\n"
    assert scripts.run(tmp_path, ERASE, gone["envelope"]).strip() == "False"
    scripts.finish(reader)
    assert scripts.run(tmp_path, ERASE, gone["envelope"]).strip() == "True"
    assert traces(tmp_path, gone["sealed"]) == [False] * 4
