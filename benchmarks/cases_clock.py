"""Wall and processor time; of PostgreSQL's own process too, where it runs on this machine."""

import time
from pathlib import Path
from typing import NamedTuple

from django.db import connection


class Took(NamedTuple):
    """Seconds. Processor time says what a request costs, however many others wait for the cores."""

    wall: float
    processor: float


class Clock:
    """Reads the times of this process and of the database's process that serves it."""

    def __init__(self) -> None:
        self.backend = _backend()

    def now(self) -> Took:
        """The times so far."""
        return Took(time.perf_counter(), time.process_time() + self._of_backend())

    def since(self, before: Took) -> Took:
        """What has passed since."""
        now = self.now()
        return Took(now.wall - before.wall, now.processor - before.processor)

    def _of_backend(self) -> float:
        return int(self.backend.read_text().split()[0]) / 1e9 if self.backend else 0.0


def _backend() -> Path | None:
    """Where Linux tells how long the server's process has run; None where there is none here."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return told if told.exists() else None
