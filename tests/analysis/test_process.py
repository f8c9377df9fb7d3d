"""The process that the ticker starts, and what a kill -9 in the middle leaves of it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.utils import timezone

from tests import scripts
from tests.analysis.conftest import put
from tests.cast import Cast
from tests.migrated import Place
from waymark.analysis import process, worker
from waymark.reports import tick

UNTIL_CLOSED = (sys.executable, "-c", "import sys; sys.stdin.read()")


@pytest.fixture
def _no_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tests' own child instead of one that works on another database."""
    monkeypatch.setattr(process, "COMMAND", UNTIL_CLOSED)
    monkeypatch.setattr(process, "_process", None)
    yield
    if process._process is not None:
        close(process._process)
        process._process.wait(20)


@pytest.mark.usefixtures("_no_process")
def test_the_ticker_starts_one_process_where_something_waits(cast: Cast) -> None:
    assert process.tick(timezone.now()) == 0
    put(cast.ivan_analyst)
    assert tick.STEPS["estimates"](timezone.now()) == 1
    first = process._process
    assert first is not None
    assert process.tick(timezone.now()) == 0  # it is there already
    first.kill()
    first.wait()
    close(first)
    assert process.tick(timezone.now()) == 1
    assert process._process is not first


@pytest.mark.usefixtures("_no_process")
def test_a_single_round_stays_until_the_work_is_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.finish()
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", "raise SystemExit(7)"))
    put(cast.ivan_analyst)
    process.start()
    process.finish()
    assert process._process is not None
    assert process._process.returncode == 7


def test_the_ticker_does_not_load_the_estimators(tmp_path: Path) -> None:
    heavy = {"numpy", "scipy", "waymark.evidence.work", "waymark.analysis.making"}
    code = (
        f"import sys\nfrom waymark.reports import tick\nprint(sorted({heavy} & set(sys.modules)))"
    )
    assert scripts.run(tmp_path, code).strip() == "[]"


SET_UP = """
import sys
from waymark.accounts.actions import setup
from waymark.accounts.models import Organisation, Worker
from waymark.accounts.roles import Role
from waymark.analysis import actions, tables
from waymark.analysis.choices import Choice
organisation = Organisation.objects.create(name="Riverside", country="US")
worker = Worker.objects.create(organisation=organisation, login="ivan", name="Ivan")
worker.role_rows.create(role=Role.ANALYST)
reading = tables.read(sys.argv[1].encode())
choice = Choice(("stepwise", "all-models"), replicates=100, seed=5)
for title in ("cut off", "whole"):
    actions.start(actions.Wanted(reading, choice, "lists.csv", title), by=worker)
"""
# Invented: four lists, so that there are models to try.
LISTS = "a,b,c,d,count\n" + "".join(
    f"{','.join(f'{number:04b}')},{2 + (number * 37) % 23 * 4 // number.bit_count() ** 2}\n"
    for number in range(1, 16)
)


def begin(home: Path) -> "subprocess.Popen[bytes]":
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"WAYMARK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "waymark.config.manage"}
    return subprocess.Popen(
        process.COMMAND,
        cwd=scripts.REPOSITORY,
        env=environment | process.ONE_THREAD,
        stdin=subprocess.PIPE,
    )


@pytest.mark.slow
def test_what_is_cut_off_in_the_middle_goes_on_with_the_same_digits(
    tmp_path: Path, migrated_home: Place
) -> None:
    migrated_home(tmp_path)
    scripts.run(tmp_path, SET_UP, LISTS)
    left = begin(tmp_path)
    wait_for_attempt(tmp_path, 1)
    close(left)  # whoever started it is gone
    assert left.wait(20) == worker.STARTER_GONE
    killed = begin(tmp_path)
    wait_for_attempt(tmp_path, 2)
    os.kill(killed.pid, signal.SIGKILL)
    assert killed.wait(20) == -signal.SIGKILL
    with closing(database(tmp_path)) as rows:
        states = rows.execute("SELECT title, state, files FROM analysis_estimatejob ORDER BY title")
        assert states.fetchall() == [("cut off", "running", "{}"), ("whole", "queued", "{}")]
    again = begin(tmp_path)
    assert again.wait(60) == 0
    for child in (killed, again):
        close(child)
    with closing(database(tmp_path)) as rows:
        columns = "SELECT state, attempt, files FROM analysis_estimatejob ORDER BY title"
        (cut, attempts, files), (whole, once, same) = rows.execute(columns).fetchall()
    assert (cut, attempts, whole, once) == ("done", 3, "done", 1)
    assert json.loads(files)["report.json"] == json.loads(same)["report.json"]
    assert files == same


def wait_for_attempt(home: Path, number: int) -> None:
    """Until the first job is being worked on for the so manieth time."""
    deadline = time.monotonic() + 30
    with closing(database(home)) as rows:
        query = "SELECT count(*) FROM analysis_estimatejob WHERE attempt = ?"
        while not rows.execute(query, [number]).fetchone()[0]:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def database(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(home / "waymark.sqlite3", timeout=10)


def close(child: "subprocess.Popen[bytes]") -> None:
    assert child.stdin
    child.stdin.close()
