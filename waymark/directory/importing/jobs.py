"""Imports that a worker started in the staff site: threads of this process, and what they say.

The upload and the report live in memory or in files without a name, and end with the process. A
restart therefore forgets an upload; what it was doing is undone by the database.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO
from uuid import UUID, uuid4

from django.db import connections
from django.utils import translation

from waymark.directory.importing import running
from waymark.directory.importing.alone import Busy
from waymark.directory.importing.files import open_file
from waymark.directory.importing.plan import About
from waymark.directory.importing.report import Report
from waymark.directory.importing.rows import CannotRead
from waymark.directory.models import ImportRun

KEPT_SECONDS = 30 * 60
MOST_KEPT = 4  # uploads; the oldest that rests makes room

LOOKING, LOOKED, IMPORTING, DONE, FAILED = "looking", "looked", "importing", "done", "failed"
RESTING = {LOOKED, DONE, FAILED}


@dataclass
class Job:
    """One upload and what becomes of it. `part` is what is done, from 0 to 1."""

    about: About
    name: str
    file: BinaryIO
    language: str
    id: UUID = field(default_factory=uuid4)
    state: str = LOOKING
    part: float = 0.0
    rows: int = 0
    problem: str = ""
    report: Report = field(default_factory=Report)
    touched_at: float = field(default_factory=time.monotonic)

    def tell(self, part: float, rows: int) -> None:
        """Remember how far it is."""
        self.part, self.rows = part, rows

    def forget_upload(self) -> None:
        """Let go of the bytes that were uploaded."""
        self.file.close()

    def forget(self) -> None:
        """Let go of everything."""
        self.forget_upload()
        self.report.close()


_jobs: dict[UUID, Job] = {}
_lock = threading.Lock()


class TooMany(Exception):
    """Every place for an upload is taken by one that is being read or imported."""


def in_background(work: Callable[[], None]) -> None:
    """Run something beside the request; tests put a plain call here."""
    threading.Thread(target=work, daemon=True, name="import").start()


def begin(about: About, name: str, file: BinaryIO) -> Job:
    """Take an upload and start looking at it. Raises TooMany."""
    job = Job(about, name, file, translation.get_language() or "en")
    with _lock:
        _make_room()
        _jobs[job.id] = job
    in_background(lambda: _run(job, _look))
    return job


def start_import(job: Job) -> bool:
    """Start importing what was looked at; False where it is not waiting for that (any more)."""
    with _lock:
        if job.state != LOOKED:
            return False
        job.state, job.part, job.touched_at = IMPORTING, 0.0, time.monotonic()
    in_background(lambda: _run(job, _import))
    return True


def find(job_id: UUID) -> Job | None:
    """A job of this process; None where it was forgotten or never was here."""
    with _lock:
        _tidy()
        return _jobs.get(job_id)


def drop(job: Job) -> bool:
    """Forget an upload that rests; False while it is being worked on."""
    with _lock:
        if job.state not in RESTING:
            return False
        _jobs.pop(job.id, None)
    job.forget()
    return True


def _make_room() -> None:
    _tidy()
    while len(_jobs) >= MOST_KEPT:
        resting = [job for job in _jobs.values() if job.state in RESTING]
        if not resting:
            raise TooMany
        oldest = min(resting, key=lambda job: job.touched_at)
        _jobs.pop(oldest.id).forget()


def _tidy() -> None:
    old = time.monotonic() - KEPT_SECONDS
    for job in [job for job in _jobs.values() if job.state in RESTING and job.touched_at < old]:
        _jobs.pop(job.id).forget()


def _run(job: Job, work: Callable[[Job], str]) -> None:
    """Work in a thread of its own: its language, its connection, and every fault said."""
    try:
        with translation.override(job.language):
            job.state = _guarded(job, work)
    finally:
        job.touched_at = time.monotonic()
        if job.state in {DONE, FAILED}:
            job.forget_upload()
        close_connections()


def _guarded(job: Job, work: Callable[[Job], str]) -> str:
    try:
        return work(job)
    except Busy:
        job.problem = BUSY
        return LOOKED
    except CannotRead as fault:
        job.problem = str(fault)
    except Exception as fault:
        # Only the kind of fault: its text may quote a row.
        job.problem = running.why(fault)
    return FAILED


BUSY = "busy"


def close_connections() -> None:
    """The thread ends, and so does its connection."""
    connections.close_all()


def _look(job: Job) -> str:
    with open_file(job.file, job.name) as files:
        running.plan_only(files, job.about, job.report, job.tell, run_id=job.id)
    return LOOKED


def _import(job: Job) -> str:
    job.problem = ""
    run = ImportRun.objects.filter(pk=job.id).first()
    with open_file(job.file, job.name) as files:
        running.import_all(files, job.about, job.report, job.tell, run)
    return DONE
