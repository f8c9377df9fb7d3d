"""Processes that write to one SQLite file take turns, instead of asking for it again and again.

SQLite lets a writer who finds the file taken sleep for milliseconds and ask again; two busy
processes lose more in these sleeps than in their commits. The kernel wakes whoever waits for a
lock on a file the moment it is free, and frees it when its holder dies. The lock protects nothing,
SQLite's own does that: whoever cannot have it goes on without.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection


@contextmanager
def turn_to_write() -> Iterator[None]:
    """Hold the turn to write to the database's file; no effect where there is no such file."""
    descriptor = _open(lock_file())
    try:
        if descriptor is not None:
            # A file system without locks is no reason to lose a report.
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def lock_file() -> Path | None:
    """Beside the SQLite file; None for another database and for one in memory."""
    name = Path(str(connection.settings_dict["NAME"]))
    return name.with_name(f"{name.name}-turn") if _is_a_file(name) else None


def _is_a_file(name: Path) -> bool:
    return connection.vendor == "sqlite" and name.is_absolute() and name.exists()


def _open(path: Path | None) -> int | None:
    if path is None:
        return None
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
