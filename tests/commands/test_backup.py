"""Backup and restore: whole or not at all, private, and refused when anything is wrong."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands.running import Installation
from waymark.commands import archive
from waymark.commands.console import PlainError

Change = Callable[[dict[str, bytes]], None]


def contents(path: Path) -> dict[str, bytes]:
    """Every member of a tar by its name."""
    with tarfile.open(path) as tar:
        files = {member.name: tar.extractfile(member) for member in tar}
        return {name: file.read() for name, file in files.items() if file}


def rewrite(path: Path, change: Change) -> None:
    """Change the members of an archive and write it again."""
    members = contents(path)
    change(members)
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


@pytest.fixture(scope="module")
def original(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup, made once."""
    folder = tmp_path_factory.mktemp("backup")
    one = Installation(migrated).copy(folder / "data")
    (one.home / "waymark.toml").write_text('email_from = "waymark@example.org"\n')
    one.run("backup", folder / "backup.tar", check=True)
    return folder / "backup.tar"


@pytest.fixture
def backup(original: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return Path(shutil.copy(original, tmp_path / "backup.tar"))


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    """Where to restore to."""
    return Installation(tmp_path / "restored")


def test_what_is_restored_is_what_was_there(
    installation: Installation, empty: Installation, tmp_path: Path
) -> None:
    (installation.home / "waymark.toml").write_text('email_from = "waymark@example.org"\n')
    said = installation.run("backup", tmp_path / "b.tar", check=True).stdout
    assert "It holds the secrets" in said
    done = empty.run("restore", tmp_path / "b.tar", check=True)
    assert "The audit log is whole" in done.stdout
    for name in ("public_secret", "staff_secret", "receipt_key"):
        place = Path("secrets") / name
        assert (empty.home / place).read_text() == (installation.home / place).read_text()
        assert (empty.home / place).stat().st_mode & 0o777 == 0o600
    toml = (empty.home / "waymark.toml").read_text()
    assert toml == (installation.home / "waymark.toml").read_text()
    assert empty.run("check").returncode == 0
    assert events(empty) == [*events(installation), "backup:restored"]
    assert events(installation) == ["backup:made"]


def events(one: Installation) -> list[str]:
    """The audit log's events in their order."""
    with closing(sqlite3.connect(one.home / "waymark.sqlite3")) as database:
        rows = database.execute("SELECT event FROM audit_entry ORDER BY seq").fetchall()
    return [event for (event,) in rows]


def test_a_backup_is_private(original: Path) -> None:
    assert original.stat().st_mode & 0o777 == 0o600
    with tarfile.open(original) as tar:
        for member in tar:
            assert member.mode == 0o600
            assert (member.uid, member.gid, member.uname, member.gname) == (0, 0, "", "")


def test_a_backup_leaves_nothing_else_behind(original: Path) -> None:
    assert {path.name for path in original.parent.iterdir()} == {"backup.tar", "data"}


def test_the_anchor_is_never_ahead_of_the_copy(original: Path) -> None:
    members = contents(original)
    anchored = int(members["anchors/0"].split(b"\n")[-2].split()[0])
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(members["database.sqlite3"])
        (entries,) = database.execute("SELECT max(seq) FROM audit_entry").fetchone()
    assert anchored <= entries


def test_a_backup_is_not_written_over(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("precious")
    assert "exists already" in installation.refused("backup", tmp_path / "b.tar")
    assert (tmp_path / "b.tar").read_text() == "precious"


def test_a_backup_into_a_folder_that_is_none(installation: Installation, tmp_path: Path) -> None:
    assert "cannot be written" in installation.refused("backup", tmp_path / "none" / "b.tar")


def test_no_backup_of_an_old_database(installation: Installation, tmp_path: Path) -> None:
    with closing(sqlite3.connect(installation.home / "waymark.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'web'")
        database.commit()
    assert "run `waymark migrate` first" in installation.refused("backup", tmp_path / "b.tar")


def test_restore_keeps_out_of_a_folder_that_is_not_empty(
    installation: Installation, backup: Path
) -> None:
    before = (installation.home / "secrets" / "receipt_key").read_text()
    said = installation.refused("restore", backup)
    assert "is not empty" in said
    assert "--home" in said
    assert (installation.home / "secrets" / "receipt_key").read_text() == before


def test_restore_into_an_empty_folder(empty: Installation, backup: Path) -> None:
    empty.home.mkdir()
    empty.run("restore", backup, check=True)


def test_restore_of_nothing(empty: Installation, tmp_path: Path) -> None:
    assert "There is no file" in empty.refused("restore", tmp_path / "absent.tar")
    assert not empty.home.exists()


def flip(members: dict[str, bytes]) -> None:
    database = bytearray(members["database.sqlite3"])
    database[len(database) // 2] ^= 1
    members["database.sqlite3"] = bytes(database)


def drop_a_secret(members: dict[str, bytes]) -> None:
    del members["secrets/receipt_key"]


def drop_the_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


def add_a_file(members: dict[str, bytes]) -> None:
    members["secrets/more"] = b"not in the manifest"


def escape(members: dict[str, bytes]) -> None:
    add_hashed(members, "../escaped", b"out")


def go_deep(members: dict[str, bytes]) -> None:
    add_hashed(members, "etc/cron.d/job", b"out")


def add_hashed(members: dict[str, bytes], name: str, content: bytes) -> None:
    """Add a member that the manifest knows: whoever forges one can forge the other."""
    manifest = json.loads(members["manifest.json"])
    manifest["hashes"][name] = hashlib.sha256(content).hexdigest()
    members["manifest.json"] = json.dumps(manifest).encode()
    members[name] = content


def break_the_manifest(members: dict[str, bytes]) -> None:
    members["manifest.json"] = b'{"format": 1, "strange": true}'


@pytest.mark.parametrize(
    "spoil",
    [flip, drop_a_secret, drop_the_manifest, add_a_file, escape, go_deep, break_the_manifest],
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    empty: Installation, backup: Path, spoil: Change
) -> None:
    rewrite(backup, spoil)
    assert "is no backup of Waymark, or it is damaged" in empty.refused("restore", backup)
    assert not list(empty.home.iterdir())
    assert not (empty.home.parent / "escaped").exists()


def test_a_truncated_backup_is_refused(empty: Installation, backup: Path) -> None:
    os.truncate(backup, backup.stat().st_size // 2)
    assert "damaged" in empty.refused("restore", backup)
    assert not list(empty.home.iterdir())


def test_a_backup_of_a_later_format_is_refused(empty: Installation, backup: Path) -> None:
    def age(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps({**manifest, "format": 2}).encode()

    rewrite(backup, age)
    assert "made by another version" in empty.refused("restore", backup)


def test_a_log_that_was_cut_before_the_backup_is_told(
    installation: Installation, empty: Installation, tmp_path: Path
) -> None:
    with (installation.home / "audit.head").open("a") as anchor:
        anchor.write(f"9000 {'ab' * 32}\n")
    installation.run("backup", tmp_path / "b.tar", check=True)
    done = empty.run("restore", tmp_path / "b.tar")
    assert done.returncode == 1
    assert "The audit log is damaged" in done.stdout


@given(st.binary(max_size=2000))
def test_no_bytes_crash_the_reader(garbage: bytes) -> None:
    with TemporaryDirectory() as name:
        source = Path(name) / "garbage.tar"
        source.write_bytes(garbage)
        with pytest.raises(PlainError):
            archive.extract(source, Path(name))


@given(st.text(max_size=30))
def test_only_known_places_are_no_strays(name: str) -> None:
    if not archive.strays(name):
        parts = Path(name).parts
        assert ".." not in parts
        assert len(parts) <= 2
        assert not Path(name).is_absolute()
