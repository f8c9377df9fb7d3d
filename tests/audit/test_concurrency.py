"""Many append at once; the chain has one end and no entry is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests import scripts
from tests.migrated import Place
from waymark.audit.events import Event
from waymark.audit.log import record
from waymark.audit.models import Actor, Entry
from waymark.audit.verify import verify_log

WRITERS = 4
EACH = 40

APPEND = """
import sys
from django.db import transaction
from waymark.audit.events import Event
from waymark.audit.log import record
from waymark.audit.models import Actor
for _ in range(int(sys.argv[1])):
    with transaction.atomic():
        record(Event.REPORT_RECEIVED, by=Actor.REPORTER)
        record(Event.REPORT_ADDED_TO, by=Actor.REPORTER)
"""
VERIFY = """
from waymark.audit.verify import verify_log
verdict = verify_log()
print(verdict.entries, verdict.intact, verdict.remarks)
"""


@pytest.mark.slow
def test_processes_on_one_sqlite_file(tmp_path: Path, migrated_home: Place) -> None:
    migrated_home(tmp_path)
    writers = [scripts.start(tmp_path, APPEND, str(EACH)) for _ in range(WRITERS)]
    for writer in writers:
        scripts.finish(writer)
    assert scripts.run(tmp_path, VERIFY).split() == [str(2 * WRITERS * EACH), "True", "[]"]
    assert len((tmp_path / "audit.head").read_text().splitlines()) == 2 * WRITERS * EACH


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="threads share SQLite's test database"
)
@pytest.mark.django_db(transaction=True)
def test_threads_on_postgresql() -> None:
    def append(number: int) -> None:
        try:
            for _ in range(EACH):
                with transaction.atomic():
                    record(Event.REPORT_RECEIVED, by=Actor.REPORTER)
                    if number % 2:
                        transaction.set_rollback(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(append, range(WRITERS)))
    verdict = verify_log()
    assert verdict.intact
    assert verdict.entries == WRITERS * EACH // 2
    assert settings.AUDIT_ANCHOR_FILES[0].read_text().count("\n") == verdict.entries


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="threads share SQLite's test database"
)
@pytest.mark.django_db(transaction=True)
def test_verifying_while_others_append_is_no_alarm() -> None:
    stop = threading.Event()

    def append() -> None:
        try:
            while not stop.is_set():
                with transaction.atomic():
                    record(Event.REPORT_RECEIVED, by=Actor.REPORTER)
        finally:
            connection.close()

    writer = threading.Thread(target=append)
    with transaction.atomic():
        record(Event.BACKUP_MADE, by=Actor.SYSTEM)
    writer.start()
    try:
        verdicts = [verify_log() for _ in range(15)]
    finally:
        stop.set()
        writer.join()
    assert [verdict.damage for verdict in verdicts] == [[]] * len(verdicts)
    assert verdicts[-1].entries <= Entry.objects.count()
