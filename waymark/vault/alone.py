"""Long work that only one process does at a time; the lock ends with its process, however."""

import fcntl
import os
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from waymark.vault.turns import lock_file

_in_memory: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class Busy(Exception):
    """Another process does this work."""


@contextmanager
def alone(name: str, number: int) -> Iterator[None]:
    """Be the only one of this installation that does this work.

    Arguments: the end of the name of the file that is locked beside SQLite's, and the number of
    PostgreSQL's advisory lock. Raises Busy at once where another one does it.
    """
    if connection.vendor == "postgresql":
        with _advisory(number):
            yield
    elif path := lock_file():
        with _file(path.with_name(f"{path.name}-{name}")):
            yield
    else:
        if not _in_memory[name].acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            _in_memory[name].release()


@contextmanager
def _advisory(number: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise Busy
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


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
