"""`waymark check`: each thing that can be unsound is found, with how to mend it."""

import shutil
import socket
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.running import Installation, free_port
from waymark.audit.models import Actor, Entry
from waymark.commands import checks
from waymark.commands.checks import Unsound
from waymark.config import options


def rows(text: str) -> dict[str, str]:
    """The line of each check by its name."""
    return {line[:13].strip(): line for line in text.splitlines()[2:]}


def test_a_sound_installation(installation: Installation) -> None:
    done = installation.run("check")
    assert done.returncode == 0, done.stdout
    found = rows(done.stdout)
    assert found.keys() == checks.BEFORE_DJANGO.keys() | checks.WITH_DJANGO.keys()
    assert "MEND" not in done.stdout
    assert "synchronous=2" in found["durability"]


def loosen(home: Path) -> None:
    home.chmod(0o755)


def expose(home: Path) -> None:
    (home / "secrets" / "receipt_key").chmod(0o644)


def lose(home: Path) -> None:
    (home / "secrets" / "staff_secret").unlink()


def shorten(home: Path) -> None:
    (home / "secrets" / "receipt_key").write_text("abc")


def forget_a_migration(home: Path) -> None:
    with closing(sqlite3.connect(home / "waymark.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'reports'")
        database.commit()


def block_the_anchor(home: Path) -> None:
    (home / "audit.head").unlink(missing_ok=True)
    (home / "audit.head").mkdir()


@pytest.mark.parametrize(
    ("damage", "name", "found", "fix"),
    [
        (loosen, "data folder", "others may look into", "chmod 700"),
        (expose, "secrets", "others may read", "chmod 600"),
        (lose, "secrets", "staff_secret is missing", "restore a backup"),
        (shorten, "secrets", "no key of 32 bytes", "restore it from a backup"),
        (forget_a_migration, "migrations", "are missing", "waymark migrate"),
        (block_the_anchor, "audit anchors", "cannot be written", "let this user write"),
    ],
)
def test_damage_is_found(
    installation: Installation, damage: Callable[[Path], None], name: str, found: str, fix: str
) -> None:
    damage(installation.home)
    done = installation.run("check")
    assert done.returncode == 1
    line = rows(done.stdout)[name]
    assert "MEND" in line
    assert found in line
    assert fix in line


@pytest.mark.parametrize(
    ("settings", "name", "found"),
    [
        ({"TICK_SECONDS": "soon"}, "settings", "must be a whole number"),
        ({"DEMONSTRATION": "maybe"}, "settings", "must be yes or no"),
        ({"PUBLIC_LISTEN": "everywhere"}, "settings", "an address and a port"),
        ({"TRUSTED_PROXIES": "one"}, "proxies", "must be a whole number"),
        ({"STAFF_URL": "http://staff.example.org"}, "addresses", "is not encrypted"),
        ({"PUBLIC_URL": "https://help.example.org"}, "proxies", "share the proxy's address"),
        ({"PUBLIC_LISTEN": "0.0.0.0:8000"}, "addresses", "is not encrypted"),
    ],
)
def test_settings_that_do_harm_are_found(
    installation: Installation, settings: dict[str, str], name: str, found: str
) -> None:
    installation.settings = settings
    done = installation.run("check")
    assert done.returncode == 1
    assert found in rows(done.stdout)[name]


def test_a_database_that_does_not_answer(installation: Installation) -> None:
    url = f"postgres://nobody@127.0.0.1:{free_port()}/none"
    installation.settings = {"DATABASE_URL": url}
    done = installation.run("check")
    assert done.returncode == 1
    assert "no answer" in rows(done.stdout)["database"]
    assert "Traceback" not in done.stderr


def test_before_set_up_it_says_to_set_up(tmp_path: Path) -> None:
    done = Installation(tmp_path / "none").run("check")
    assert done.returncode == 1
    assert "run `waymark setup`" in done.stdout
    assert not (tmp_path / "none").exists()


def test_a_mail_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_EMAIL_HOST", "127.0.0.1")
    monkeypatch.setenv("WAYMARK_EMAIL_PORT", str(free_port()))
    with pytest.raises(Unsound, match="no sender"):
        checks.mail_is_reachable()
    monkeypatch.setenv("WAYMARK_EMAIL_FROM", "waymark@example.org")
    with pytest.raises(Unsound, match="does not answer"):
        checks.mail_is_reachable()


def test_a_mail_server_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def serve_one(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb", buffering=0) as lines:
            lines.write(b"220 mail.example.org\r\n")
            for line in lines:
                leaving = line.upper().startswith(b"QUIT")
                lines.write(b"221 bye\r\n" if leaving else b"250 ok\r\n")
                if leaving:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve_one, args=(listener,))
        thread.start()
        port = listener.getsockname()[1]
        monkeypatch.setenv("WAYMARK_EMAIL_HOST", "127.0.0.1")
        monkeypatch.setenv("WAYMARK_EMAIL_PORT", str(port))
        monkeypatch.setenv("WAYMARK_EMAIL_FROM", "waymark@example.org")
        assert checks.mail_is_reachable() == f"127.0.0.1:{port}"
        thread.join(timeout=10)


@pytest.mark.django_db
def test_a_clock_behind_the_audit_log_is_found() -> None:
    assert checks.clock_is_sane().endswith("UTC")
    Entry.objects.create(
        seq=1,
        at=datetime.now(UTC) + timedelta(days=1),
        event="audit:read",
        actor=Actor.SYSTEM.value,
        previous=bytes(32),
        hash=bytes(32),
    )
    with pytest.raises(Unsound, match="the clock says"):
        checks.clock_is_sane()


def test_a_full_disk_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(options, "home", lambda: tmp_path)
    usage = type("Usage", (), {"free": 2**29})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(Unsound, match=r"0\.5 GiB free"):
        checks.disk_has_room()
