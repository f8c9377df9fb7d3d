"""Commands on PostgreSQL: migrate, check, backup and restore between two databases."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tests.commands.running import Installation
from tests.postgres import URL, why_not

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(why_not()), reason=f"no PostgreSQL answers: {why_not()}"),
]
has_programs = pytest.mark.skipif(
    not (shutil.which("pg_dump") and shutil.which("pg_restore")),
    reason="PostgreSQL's client programs are not installed",
)


@pytest.fixture
def databases() -> Iterator[list[str]]:
    """The addresses of two new databases, which are removed afterwards."""
    names = [f"waymark_{uuid.uuid4().hex}" for _ in range(2)]
    with psycopg.connect(URL, autocommit=True) as server:
        for name in names:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield [urlunsplit(urlsplit(URL)._replace(path=f"/{name}")) for name in names]
        finally:
            for name in names:
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                server.execute(drop)


def on(url: str, home: Path) -> Installation:
    """An installation on a database."""
    return Installation(home, {"DATABASE_URL": url})


@has_programs
def test_backup_and_restore(databases: list[str], tmp_path: Path) -> None:
    first, second = (on(url, tmp_path / name) for url, name in zip(databases, "ab", strict=True))
    first.make_secrets()
    first.run("migrate", check=True)
    assert first.run("check").returncode == 0, first.run("check").stdout
    first.run("backup", tmp_path / "b.tar", check=True)
    done = second.run("restore", tmp_path / "b.tar", check=True)
    assert "The audit log is whole" in done.stdout
    assert second.run("check").returncode == 0
    third = on(databases[1], tmp_path / "c")
    assert "is not empty" in third.refused("restore", tmp_path / "b.tar")


@has_programs
def test_a_backup_of_one_engine_is_not_for_the_other(
    databases: list[str], installation: Installation, tmp_path: Path
) -> None:
    installation.run("backup", tmp_path / "b.tar", check=True)
    said = on(databases[0], tmp_path / "other").refused("restore", tmp_path / "b.tar")
    assert "The backup is of sqlite" in said


def test_without_pg_dump_it_says_what_to_install(
    databases: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = on(databases[0], tmp_path / "data")
    one.make_secrets()
    one.run("migrate", check=True)
    monkeypatch.setenv("PATH", str(tmp_path))
    said = one.refused("backup", tmp_path / "b.tar")
    assert "pg_dump is not installed" in said
    assert "apt install postgresql-client" in said
    assert not (tmp_path / "b.tar").exists()
