"""Times, openings and memory of the staff's pages over the caseload that Django is set up with."""

import os
import time
import tracemalloc
from pathlib import Path
from typing import Any

from django.db import connection

from benchmarks.cases_asked import INTAKE, Ask, Questions
from benchmarks.cases_build import login
from benchmarks.cases_check import CHECK, Check
from benchmarks.cases_clock import Clock, Took
from benchmarks.cases_decryption import Decryption, Opened
from benchmarks.cases_pack import count_all, forget_runs
from benchmarks.cases_staff import Staff
from waymark.accounts.models import SignIn
from waymark.accounts.roles import Role
from waymark.cases.models import Note
from waymark.vault.contract import place
from waymark.vault.models import WrappedDataKey
from waymark.vault.primitives import aead_open, box_open
from waymark.vault.records import wrapping_place

ROUNDS = 3
COLLEAGUES = 10  # whose sessions are opened to see what one more takes
LIMIT_ROWS = 500


def measure(*, asked: int, rounds: int = ROUNDS, pack: str = "otip") -> dict[str, Any]:
    """Everything that the table tells, as plain values; milliseconds, seconds and MiB."""
    forget_runs()
    SignIn.objects.all().delete()
    manager = Staff(login("measured", Role.CASE_MANAGER, 1))
    supervisor = Staff(login("measured", Role.SUPERVISOR, 1))
    questions = Questions(manager, supervisor, asked).all()
    load = os.getloadavg()[0]
    found = {
        "pages": _pages(questions, rounds),
        "limit": _limit(manager),
        "pack": count_all(supervisor, pack),
        "memory": {"peaks": _peaks(questions), "growth": _growth()},
    }
    return found | {"load": [load, os.getloadavg()[0]]}


class _Times:
    """What was measured of one kind of request; a list of rounds for each request."""

    def __init__(self, asks: int) -> None:
        self.milliseconds: list[list[float]] = [[] for _ in range(asks)]
        self.processor: list[list[float]] = [[] for _ in range(asks)]
        self.decryption: list[list[float]] = [[] for _ in range(asks)]
        self.opened: list[int] = []
        self.right: list[bool] = []

    def note(self, ask: int, took: Took, opened: Opened, *, right: bool) -> None:
        """One request."""
        self.milliseconds[ask].append(took.wall * 1000)
        self.processor[ask].append(took.processor * 1000)
        self.decryption[ask].append(opened.seconds * 1000)
        self.opened.append(opened.count)
        self.right.append(right)


def _pages(questions: dict[str, list[Ask]], rounds: int) -> dict[str, Any]:
    """Each request once to fill the caches, then so many times."""
    found = {name: _Times(len(asks)) for name, asks in questions.items()}
    found[CHECK] = _Times(len(questions[INTAKE]))
    clock = Clock()
    with Decryption() as decryption, Check(clock, decryption) as check:
        for number in range(rounds + 1):
            for name, asks in questions.items():
                for at, ask in enumerate(asks):
                    decryption.take()
                    started = clock.now()
                    answer = ask.make()
                    took, opened = clock.since(started), decryption.take()
                    right = ask.found(answer)
                    if number:
                        found[name].note(at, took, opened, right=right)
                    if number and name == INTAKE:
                        found[CHECK].note(at, check.took, check.opened, right=right)
    return {name: vars(times) for name, times in found.items()}


def _limit(staff: Staff) -> dict[str, float]:
    """Processor ms for one note: its row and key read by SQL alone, then opened by libsodium."""
    newest = Note.objects.filter(case__organisation=staff.worker.organisation).order_by("pk")
    notes = list(newest.select_related("envelope")[:LIMIT_ROWS])
    keys = list(WrappedDataKey.objects.filter(envelope__in=[note.envelope_id for note in notes]))
    pairs = {key_id: pair for key_id, (_, pair) in staff.keyring._compartment_pairs.items()}
    started = time.process_time()
    opened = {
        row.envelope_id: box_open(
            pairs[row.compartment_key_id], row.sealed_key, wrapping_place(row)
        )
        for row in keys
        if row.compartment_key_id
    }
    for note in notes:
        aead_open(opened[note.envelope_id], bytes(note.content), place(note, "content"))
    seconds = time.process_time() - started
    return {"open": seconds * 1000 / len(notes), "read": _read(notes)}


def _read(notes: list[Note]) -> float:
    """Processor milliseconds to read one record and its key, many at once."""
    marks = ", ".join(["%s"] * len(notes))
    prepare = Note._meta.pk.get_db_prep_value
    ids = [prepare(note.pk, connection) for note in notes]
    statement = (
        "SELECT n.content, k.sealed_key FROM cases_note n"  # noqa: S608  only ? are put in
        f" JOIN vault_wrappeddatakey k ON k.envelope_id = n.envelope_id WHERE n.id IN ({marks})"
    )
    clock = Clock()
    with connection.cursor() as cursor:
        started = clock.now()
        cursor.execute(statement, ids)
        rows = cursor.fetchall()
    return clock.since(started).processor * 1000 / len(rows)


def _peaks(questions: dict[str, list[Ask]]) -> dict[str, float]:
    """The most MiB of Python's own that one request of each kind holds at a time."""
    peaks: dict[str, float] = {}
    tracemalloc.start()
    for name, asks in questions.items():
        peaks[name] = max(map(_peak, asks[:3]))
    tracemalloc.stop()
    return peaks


def _peak(ask: Ask) -> float:
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    ask.make()
    return (tracemalloc.get_traced_memory()[1] - before) / 2**20


def _growth() -> float:
    """By how many MiB the process grows with one more worker who signs in and works."""
    colleagues = [
        login("measured", Role.CASE_MANAGER, number) for number in range(2, 2 + COLLEAGUES)
    ]
    before = _resident()
    for name in colleagues:
        staff = Staff(name)
        staff.get("/cases/")
        staff.get("/cases/list/all/open/")
        staff.post("/cases/people/", {"words": "Maria Garsia Lopes"})
    return (_resident() - before) / len(colleagues)


def _resident() -> float:
    """MiB that the process holds in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20
