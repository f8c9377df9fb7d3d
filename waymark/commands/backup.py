"""Write everything that this installation is into one file."""

import argparse
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from waymark import __version__
from waymark.commands import archive, bootstrap, databases
from waymark.commands.console import PlainError
from waymark.config import options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("file", type=Path, help="the file to write; it must not exist yet")


def run(arguments: argparse.Namespace) -> int:
    """Write the backup; the sites may go on meanwhile."""
    target: Path = arguments.file.resolve()
    if target.exists():
        raise PlainError(f"{target} exists already: choose another name.")
    bootstrap.start_django()
    if bootstrap.unapplied():
        raise PlainError("The database is not up to date: run `waymark migrate` first.")
    try:
        make(target)
    except OSError as fault:
        where = target.parent
        raise PlainError(f"The backup cannot be written to {where} ({fault.strerror}).") from fault
    size = target.stat().st_size / 1024**2
    print(f"{target}: {size:.1f} MB.")
    print("It holds the secrets: keep it where only you can read it, away from this machine.")
    return 0


def make(target: Path) -> None:
    """Write the archive. Raises PlainError or OSError."""
    from waymark.audit.events import Event

    bootstrap.note(Event.BACKUP_MADE)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".waymark-backup-") as name:
        draft = Path(name)
        # Anchors first: the log may then be ahead of them, never they ahead of the log.
        members = copied_anchors(draft)
        database = draft / databases.member_name()
        databases.dump(database)
        members[database.name] = database
        members |= kept_files(options.home())
        manifest = archive.Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            engine=databases.engine(),
            version=__version__,
            hashes={member: archive.sha256(path) for member, path in members.items()},
        )
        archive.write(target, manifest, members)


def copied_anchors(folder: Path) -> dict[str, Path]:
    """Copies of the audit log's anchor files, numbered as the settings list them."""
    from django.conf import settings

    found = {}
    for number, path in enumerate(settings.AUDIT_ANCHOR_FILES):
        if Path(path).is_file():
            name = f"anchors/{number}"
            (folder / "anchors").mkdir(exist_ok=True)
            shutil.copyfile(path, folder / name)
            found[name] = folder / name
    return found


def kept_files(home: Path) -> dict[str, Path]:
    """waymark.toml and the secrets, where they lie in the data folder."""
    paths = [home / "waymark.toml", *sorted((home / "secrets").glob("*"))]
    return {str(path.relative_to(home)): path for path in paths if path.is_file()}
