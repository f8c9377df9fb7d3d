"""An import that stops in the middle leaves the directory as it was; reports come in meanwhile."""

import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from benchmarks.importing import make_package
from tests import scripts
from tests.directory.importing.conftest import PHONE, SERVICE, bring, package, unchanged
from tests.migrated import Place
from waymark.audit import log
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.directory import indexing
from waymark.directory.importing import alone, running, writing
from waymark.directory.importing.alone import Busy
from waymark.directory.models import ImportRun, Service
from waymark.directory.models.search import SearchRow

STEPS = ["_insert", "_update", "_write_places", "_write_answers", "_write_history", "_retire",
         "_touch", "_verify", "_propose"]  # fmt: skip
NEW_NUMBER = f"id,service_id,number\n{PHONE},{SERVICE},202-555-0199\n"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "fault", [OperationalError("database or disk is full"), KeyboardInterrupt()]
)
def test_a_fault_in_any_step_changes_nothing(
    step: str, fault: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(package())

    def broken(*_: Any) -> None:
        raise fault

    monkeypatch.setattr(writing, step, broken)
    with unchanged(), pytest.raises(type(fault)):
        bring(package(phones=NEW_NUMBER))
    run = ImportRun.objects.order_by("started_at").last()
    assert run is not None
    assert run.state == "failed"
    assert "Nothing was changed" in run.problem
    monkeypatch.undo()
    bring(package(phones=NEW_NUMBER))
    assert Service.objects.get().phones.get().number == "202-555-0199"


def test_the_temporary_tables_go_with_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(writing, "_update", broken)
    with pytest.raises(OperationalError):
        bring(package())
    assert not [name for name in temporary_tables() if name.startswith("staged_")]


def temporary_tables() -> list[str]:
    query = "SELECT name FROM sqlite_temp_master WHERE type = 'table'"
    if connection.vendor == "postgresql":
        query = "SELECT relname FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def test_an_index_that_could_not_follow_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "index_services", stop)
        with pytest.raises(KeyboardInterrupt):
            bring(package())
    run = ImportRun.objects.get()
    assert (run.state, run.counts["to_index"]) == ("done", True)
    assert not SearchRow.objects.exists()
    assert running.catch_up() == 1
    assert SearchRow.objects.filter(service_id=SERVICE).exists()
    run.refresh_from_db()
    assert "to_index" not in run.counts
    assert running.catch_up() == 0


def stop(*_: Any) -> None:
    raise KeyboardInterrupt


def test_a_run_whose_process_is_gone_is_said_to_have_failed() -> None:
    run = bring(package()).run
    ImportRun.objects.filter(pk=run.pk).update(state="running")
    assert running.catch_up() == 1
    run.refresh_from_db()
    assert run.state == "failed"
    assert "Nothing was changed" in run.problem


def test_two_imports_at_once_are_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[type[BaseException]] = []
    write = writing.write

    def nested(*arguments: Any) -> None:
        try:
            with alone.alone():
                pass
        except Busy as fault:
            seen.append(type(fault))
        write(*arguments)

    monkeypatch.setattr(running, "write", nested)
    bring(package())
    if connection.vendor == "sqlite":  # one session of PostgreSQL may lock again what it holds
        assert seen == [Busy]


def test_a_directory_that_others_change_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    bring(package())
    write = writing.write
    calls: list[int] = []

    def meddle(*arguments: Any) -> None:
        if not calls:
            with transaction.atomic():
                Service.objects.update(name="Typed meanwhile")
                log.record(Event.SERVICE_CHANGED, by=Actor.SYSTEM)
        calls.append(1)
        write(*arguments)

    monkeypatch.setattr(running, "write", meddle)
    bring(package(phones=NEW_NUMBER))
    assert len(calls) == 2
    assert Service.objects.get().name == "Day Center"


IMPORT = """
import sys
from waymark.directory.importing.files import open_path
from waymark.directory.importing.plan import About
from waymark.directory.importing.report import Report
from waymark.directory.importing.running import import_all
from waymark.directory.importing import writing
from pathlib import Path

def tell(part, rows):
    print(part, flush=True)

for name in ("_insert", "_finish"):
    def told(*arguments, kept=getattr(writing, name), name=name):
        print(name, flush=True)
        kept(*arguments)
    setattr(writing, name, told)
with open_path(Path(sys.argv[1])) as files:
    import_all(files, About("Large", country="US"), Report(detail=False), tell)
"""
CATCH_UP = """
from waymark.directory.importing import running
from waymark.directory.models import ImportRun, Service, Phone
running.catch_up()
print([(run.state, bool(run.problem)) for run in ImportRun.objects.all()],
      Service.objects.count(), Phone.objects.count())
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["0.4", "_insert", "_finish"])
def test_kill_9_in_the_middle_leaves_the_directory_as_it_was(
    tmp_path: Path, migrated_home: Place, moment: str
) -> None:
    migrated_home(tmp_path)
    make_package(tmp_path / "package", 300, [])
    process = scripts.start(tmp_path, IMPORT, str(tmp_path / "package"))
    assert process.stdout
    for line in process.stdout:
        if line.strip() == moment:
            os.kill(process.pid, signal.SIGKILL)
            break
    assert process.wait(20) == -signal.SIGKILL
    process.communicate()
    told = scripts.run(tmp_path, CATCH_UP)
    assert told.strip() == "[('failed', True)] 0 0"
    scripts.run(tmp_path, IMPORT, str(tmp_path / "package"))
    assert scripts.run(tmp_path, CATCH_UP).strip().endswith("300 300")


ASK = "import benchmarks.importing\nbenchmarks.importing.ask()"


@pytest.mark.slow
def test_a_report_comes_in_while_an_import_writes(tmp_path: Path, migrated_home: Place) -> None:
    """Others write between the transactions of an import, and wait for the large one at most."""
    migrated_home(tmp_path)
    scripts.run(tmp_path, "from waymark.web.models import Site\nSite.objects.get_or_create(pk=1)")
    make_package(tmp_path / "package", 2000, [])
    asker = scripts.start(tmp_path, ASK)
    assert asker.stdout
    assert asker.stdout.readline().strip() == "ready"
    start = time.monotonic()
    scripts.run(tmp_path, IMPORT, str(tmp_path / "package"))
    took = time.monotonic() - start
    longest = float(scripts.finish(asker).strip())
    assert longest < min(took, 20)


INDEX = """
import sqlite3, sys
from django.db import connection
from waymark.directory.importing import running
from waymark.directory.models import Service
free = []

def sleep(seconds):
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    other.execute("BEGIN IMMEDIATE")
    other.close()
    free.append(seconds > 0.1)

running.sleep, running.INDEX_BATCH = sleep, 100
running._index_each(list(Service.objects.values_list("pk", flat=True)), lambda part: None)
print(free)
"""


@pytest.mark.slow
def test_who_takes_no_turn_comes_in_between_two_steps_of_the_index(
    tmp_path: Path, migrated_home: Place
) -> None:
    """SQLite lets a waiting writer ask every tenth of a second: the pause is longer than that."""
    migrated_home(tmp_path)
    make_package(tmp_path / "package", 300, [])
    scripts.run(tmp_path, IMPORT, str(tmp_path / "package"))
    assert scripts.run(tmp_path, INDEX).strip() == "[True, True]"


@pytest.mark.slow
def test_nothing_of_the_source_lies_around_afterwards(tmp_path: Path, migrated_home: Place) -> None:
    """No file of the data folder but the database holds what came in, and no temporary one."""
    migrated_home(tmp_path)
    make_package(tmp_path / "package", 50, [])
    before = set(tmp_path.iterdir())
    scripts.run(tmp_path, IMPORT, str(tmp_path / "package"))
    new = {path.name for path in set(tmp_path.iterdir()) - before}
    assert new <= {"waymark.sqlite3-wal", "waymark.sqlite3-shm", "waymark.sqlite3-turn",
                   "waymark.sqlite3-turn-import", "audit.head"}  # fmt: skip
    with closing(sqlite3.connect(tmp_path / "waymark.sqlite3")) as database:
        names = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
    assert not [name for name in names if name.startswith("staged_")]
