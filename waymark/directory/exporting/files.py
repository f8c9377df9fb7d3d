"""Files and folders that appear whole or not at all, out of one moment of the database."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

MARK = "datapackage.json"


class NotOurs(Exception):
    """A folder is in the way that holds no package; its files are not ours to replace."""


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything inside as it is at one moment, without keeping anybody from writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Django's own transactions are immediate: they would lock out every writer meanwhile.
        _execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            _execute("ROLLBACK")


@contextmanager
def new_folder(target: Path, mark: str = MARK) -> Iterator[Path]:
    """A folder beside `target`, which takes its place at the end.

    `mark` is the file by which an earlier folder of ours is known. Raises NotOurs for any other.
    """
    if target.exists() and not _replaceable(target, mark):
        raise NotOurs
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        yield made
        if target.exists():
            old = made.with_name(f"{made.name}.old")
            target.rename(old)
            made.rename(target)
            shutil.rmtree(old)
        else:
            made.rename(target)
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """A file beside `target`, which takes its place at the end, safely on the disk."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    made = Path(name)
    try:
        yield made
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)


def zip_folder(folder: Path, target: Path) -> None:
    """All files of a folder in one, always in the same order."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)


def _replaceable(folder: Path, mark: str) -> bool:
    return folder.is_dir() and ((folder / mark).is_file() or not any(folder.iterdir()))


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
