"""What the machine itself can do: the physical limit beside each figure."""

import os
import sqlite3
import time
from pathlib import Path

SECONDS = 2.0
BLOCK = b"x" * 4096


def fsyncs_per_second(folder: Path) -> float:
    """4 KiB writes followed by fsync, one after another."""
    path = folder / "fsync.bin"
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:

        def once() -> None:
            os.write(descriptor, BLOCK)
            os.fsync(descriptor)

        return _rate(once)
    finally:
        os.close(descriptor)
        path.unlink()


def one_row_commits_per_second(folder: Path) -> float:
    """One-row SQLite transactions (WAL, synchronous=FULL), one writer."""
    path = folder / "commits.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)")

    def once() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO row (body) VALUES (?)", (BLOCK,))
        connection.execute("COMMIT")

    try:
        return _rate(once)
    finally:
        connection.close()
        for found in folder.glob("commits.sqlite3*"):
            found.unlink()


def _rate(once: object) -> float:
    assert callable(once)
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < SECONDS:
        once()
        count += 1
    return count / (time.perf_counter() - start)
