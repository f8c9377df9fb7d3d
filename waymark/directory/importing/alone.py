"""One import at a time, and a lock that ends with its process, however that ends."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from waymark.vault.turns import lock_file

# Any fixed number that no other lock of this database uses.
IMPORT_LOCK = 7_237_041
_in_memory = threading.Lock()


class Busy(Exception):
    """Another import is running."""


@contextmanager
def alone() -> Iterator[None]:
    """Be the only import of this installation. Raises Busy at once where another one runs."""
    if connection.vendor == "postgresql":
        with _advisory():
            yield
    elif path := lock_file():
        with _file(path.with_name(f"{path.name}-import")):
            yield
    else:
        if not _in_memory.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            _in_memory.release()


@contextmanager
def _advisory() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [IMPORT_LOCK])
        if not cursor.fetchone()[0]:
            raise Busy
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORT_LOCK])


@contextmanager
def _file(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise Busy from None
    try:
        yield
    finally:
        os.close(descriptor)
