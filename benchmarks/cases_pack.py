"""A report pack over the whole caseload, followed on its page until the tables are there."""

import time
from typing import Any

from benchmarks.cases_clock import Clock
from benchmarks.cases_decryption import Decryption
from benchmarks.cases_staff import Staff
from waymark.cases.models import today
from waymark.packs.models import PackRun, PublishedTables, RunState
from waymark.packs.views import REFRESH_SECONDS
from waymark.vault.records import erase


def forget_runs() -> None:
    """Remove what an earlier measurement counted, so that every one begins alike."""
    for model in (PublishedTables, PackRun):
        rows = list(model._default_manager.all())
        for row in rows:
            row.delete()
            erase(row.envelope_id)


def count_all(staff: Staff, pack: str) -> dict[str, Any]:
    """Start last year's pack and load its page until it is ready.

    `seconds` is the work of all requests; between two the page waits REFRESH_SECONDS, which
    `waited` has. `seen` are the percents that the page showed.
    """
    with Decryption() as decryption:
        clock = Clock()
        started = clock.now()
        data = {"pack": pack, "year": str(today().year - 1), "part": "year"}
        path = staff.post("/packs/new/", data)["Location"]
        seen, longest, requests = [], 0.0, 0
        run = PackRun.objects.get()
        while run.state == RunState.COUNTING:
            before = time.perf_counter()
            staff.get(path)
            longest, requests = max(longest, time.perf_counter() - before), requests + 1
            run.refresh_from_db()
            seen.append(100 * run.done // max(run.total, 1))
        took, opened = clock.since(started), decryption.take()
    return {
        "seconds": took.wall,
        "processor": took.processor,
        "waited": REFRESH_SECONDS * (requests - 1),
        "longest": longest,
        "requests": requests,
        "people": run.total,
        "opened": opened.count,
        "decryption": opened.seconds,
        "seen": seen,
    }
