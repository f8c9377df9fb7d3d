"""`waymark audit verify` and `waymark audit head`, with what a damaged file does to them."""

import argparse
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from tests import scripts
from tests.migrated import Place
from waymark.audit.events import Event
from waymark.audit.log import record
from waymark.audit.models import Actor, Entry
from waymark.commands import audit

APPEND = """
from django.db import transaction
from waymark.audit.events import Event
from waymark.audit.log import record
from waymark.audit.models import Actor
for _ in range(6):
    with transaction.atomic():
        record(Event.BACKUP_MADE, by=Actor.SYSTEM)
"""
COMMAND = "import sys\nfrom waymark.commands.main import main\nsys.exit(main(sys.argv[1:]))"


def waymark(home: Path, *arguments: str) -> tuple[int, str]:
    process = scripts.start(home, COMMAND, *arguments)
    output, errors = process.communicate(timeout=scripts.SECONDS)
    assert "Traceback" not in errors
    return process.returncode, output


def tamper(home: Path, statement: str) -> None:
    """Somebody with the file and a tool of their own, who takes the triggers away first."""
    database = sqlite3.connect(home / "waymark.sqlite3")
    for (name,) in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
    ).fetchall():
        database.execute(f"DROP TRIGGER {name}")
    database.execute(statement)
    database.commit()
    database.close()


@pytest.mark.slow
def test_the_whole_story(tmp_path: Path, migrated_home: Place) -> None:
    migrated_home(tmp_path)
    scripts.run(tmp_path, APPEND)
    code, said = waymark(tmp_path, "audit", "verify")
    assert (code, said.count("\n")) == (0, 1)
    assert "whole: 6 entries" in said
    code, head = waymark(tmp_path, "audit", "head")
    assert code == 0
    assert head == (tmp_path / "audit.head").read_text().splitlines()[-1] + "\n"
    assert head.startswith("7 ")

    tamper(tmp_path, "UPDATE audit_entry SET event = 'report:read' WHERE seq = 3")
    code, said = waymark(tmp_path, "audit", "verify")
    assert code == 1
    assert "Entry 3 was changed" in said

    tamper(tmp_path, "DELETE FROM audit_entry WHERE seq > 5")
    code, said = waymark(tmp_path, "audit", "verify")
    assert code == 1
    assert "it stops at entry 5" in said


@pytest.mark.django_db(transaction=True)
class TestInThisProcess:
    @pytest.fixture(autouse=True)
    def started(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("waymark.commands.bootstrap.start_django", lambda: None)

    def run(self, action: str) -> int:
        return audit.run(argparse.Namespace(action=action))

    def test_an_empty_log(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run("head") == 0
        assert self.run("verify") == 0
        assert capsys.readouterr().out == "The log is empty.\nThe audit log is empty.\n"
        assert [entry.event for entry in Entry.objects.all()] == ["audit:verified"]

    def test_a_missing_anchor(self, capsys: pytest.CaptureFixture[str]) -> None:
        with transaction.atomic():
            record(Event.BACKUP_MADE, by=Actor.SYSTEM)
        settings.AUDIT_ANCHOR_FILES[0].unlink()
        assert self.run("verify") == 1
        assert "is missing, empty or cannot be read" in capsys.readouterr().out
        assert Entry.objects.filter(event="audit:damage_found").exists()

    def test_a_restore_verifies_without_writing(self) -> None:
        """It runs before the migrations of a newer version."""
        assert audit.verify() == 0
        assert not Entry.objects.exists()
