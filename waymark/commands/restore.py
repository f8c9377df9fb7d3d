"""Bring an installation back from the file that `waymark backup` wrote."""

import argparse
import shutil
import tempfile
from pathlib import Path

from waymark.commands import archive, audit, bootstrap, databases
from waymark.commands.console import PlainError
from waymark.config import folder, options

DATABASES = {"database.sqlite3", "database.pgdump"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to read."""
    parser.add_argument("file", type=Path, help="the file that `waymark backup` wrote")


def run(arguments: argparse.Namespace) -> int:
    """Restore into an empty data folder, then verify the audit log."""
    home = options.home()
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise PlainError(f"{home} is not empty: choose an empty data folder with --home.")
    source: Path = arguments.file.resolve()
    if not source.is_file():
        raise PlainError(f"There is no file {source}.")
    folder.prepare(home)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as name:
        unpacked = Path(name)
        try:
            manifest = archive.extract(source, unpacked)
            put_files(unpacked, home)
            bootstrap.start_django()
            fill_database(unpacked, manifest)
        except BaseException:
            clear(home)
            raise
    from waymark.audit.events import Event

    print(f"Restored the backup of {manifest.made_at} into {home}.")
    bootstrap.migrate()
    code = audit.verify()
    bootstrap.note(Event.BACKUP_RESTORED)
    return code


def put_files(unpacked: Path, home: Path) -> None:
    """Put settings, secrets and the anchor of the data folder where they belong."""
    places = {"waymark.toml": home / "waymark.toml", "anchors/0": home / "audit.head"}
    for path in (unpacked / "secrets").glob("*"):
        places[f"secrets/{path.name}"] = home / "secrets" / path.name
    for name, place in places.items():
        if (unpacked / name).is_file():
            shutil.copyfile(unpacked / name, place)
            place.chmod(0o600)
    options.forget_file_values()


def fill_database(unpacked: Path, manifest: archive.Manifest) -> None:
    """Load the copy of the database. Raises PlainError when it is another engine's."""
    if manifest.engine != databases.engine():
        raise PlainError(
            f"The backup is of {manifest.engine} and WAYMARK_DATABASE_URL names "
            f"{databases.engine()}: set it to the same kind of database."
        )
    databases.load(unpacked / databases.member_name())


def clear(home: Path) -> None:
    """Take away what a restore that failed has put into the data folder, which was empty."""
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
