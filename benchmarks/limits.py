"""What the machine itself can do: the physical limit beside each figure.

A disk that others use too may be ten times faster a minute later. So the limits are measured in
short slices between slices of the load, and the sums are compared.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

SLICE_SECONDS = 0.3
BLOCK = b"x" * 4096


@dataclass
class Rate:
    """How often something was done, and in how many seconds."""

    count: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """The mean over all slices."""
        return self.count / self.seconds if self.seconds else 0.0

    def repeat(self, once: Callable[[], object], seconds: float) -> None:
        """Do it again and again for so many seconds."""
        start = time.perf_counter()
        while (passed := time.perf_counter() - start) < seconds:
            once()
            self.count += 1
        self.seconds += passed


class Limits:
    """The disk's limits in `folder`, measured slice by slice while the block runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fsyncs, self.commits = Rate(), Rate()

    def __enter__(self) -> "Limits":
        self.descriptor = os.open(self.folder / "fsync.bin", os.O_CREAT | os.O_WRONLY)
        self.connection = sqlite3.connect(self.folder / "commits.sqlite3", isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self.descriptor)
        self.connection.close()

    def measure(self, seconds: float = SLICE_SECONDS) -> None:
        """One slice of each: `seconds` of fsyncs, then as long of commits."""
        self.fsyncs.repeat(self._fsync, seconds)
        self.commits.repeat(self._commit, seconds)

    def _fsync(self) -> None:
        """4 KiB written and on the disk."""
        os.write(self.descriptor, BLOCK)
        os.fsync(self.descriptor)

    def _commit(self) -> None:
        """One row in a SQLite transaction of its own (WAL, synchronous=FULL, one writer)."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("INSERT INTO row (body) VALUES (?)", (BLOCK,))
        self.connection.execute("COMMIT")
