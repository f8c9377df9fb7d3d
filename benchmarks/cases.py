"""`cases`: the staff's pages, the search for people and a report pack over a large caseload.

50,000 cases with 250,000 notes and all else, sealed, are built once in each database (SQLite, and
PostgreSQL where a server answers) and kept in WAYMARK_MEASURED_CASELOAD (build/caseload, unless it
is set), so that a later run only measures. Each step runs in a process of its own
(`cases_child`). Requests go through middleware, view and template of the staff site with a worker's
keys open, without a network.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, quantiles
from typing import Any
from urllib.parse import urlsplit

import psycopg

from benchmarks.directory import SERVER, _why_no_postgresql
from benchmarks.installation import make_secrets
from benchmarks.report import Row

CASES, ASKED = 50_000, 60
VERSION = 1  # of what is built; another one is built anew
KEPT = Path(os.environ.get("WAYMARK_MEASURED_CASELOAD", "build/caseload"))
DATABASE = "waymark_measured_cases"
SLOWEST_PAGE, SLOWEST_CHECK = 150.0, 100.0  # ms, at p95
MOST_MEMORY, LONGEST_PACK = 64.0, 60.0  # MiB, s
TARGETS = {
    "work list": SLOWEST_PAGE,
    "case page": SLOWEST_PAGE,
    "search by a misspelt name": SLOWEST_PAGE,
    "duplicate check alone": SLOWEST_CHECK,
}


def measure(folder: Path = KEPT, cases: int = CASES, asked: int = ASKED) -> list[Row]:
    """Both databases, and why one of them is not there."""
    rows = list(rows_of("SQLite", _measured(folder / "sqlite", "", cases, asked)))
    if reason := _why_no_postgresql():
        print(f"PostgreSQL does not answer, so it is not measured: {reason}")
        return rows
    url = urlsplit(SERVER)._replace(path=f"/{DATABASE}").geturl()
    return rows + list(rows_of("PostgreSQL", _measured(folder / "postgresql", url, cases, asked)))


def _measured(home: Path, database: str, cases: int, asked: int) -> dict[str, Any]:
    """Build what is not there yet, then measure."""
    mark, wanted = home / "built.json", {"version": VERSION, "cases": cases}
    built = json.loads(mark.read_text(encoding="utf-8")) if mark.exists() else {}
    if {name: built.get(name) for name in wanted} != wanted:
        shutil.rmtree(home, ignore_errors=True)
        make_secrets(home)
        if database:
            _fresh_database()
        built = wanted | _child(home, database, "build", cases)
        mark.write_text(json.dumps(built), encoding="utf-8")
    return _child(home, database, "measure", asked) | {"built": built}


def _child(home: Path, database: str, step: str, number: int) -> dict[str, Any]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("WAYMARK_")}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cases_child", step, str(number)],
        env=kept | {"WAYMARK_HOME": str(home), "DATABASE_URL": database},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _fresh_database() -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")


def rows_of(engine: str, found: dict[str, Any]) -> Iterator[Row]:
    """The table of one database; `found` is what the child measured."""
    before, after = found["load"]
    yield Row(f"{engine}: load of the machine at the beginning", before, "waiting")
    yield Row(f"{engine}: load of the machine at the end", after, "waiting")
    for name, times in found["pages"].items():
        yield from _page(f"{engine}: {name}", times, TARGETS.get(name))
    limit = found["limit"]
    yield Row(f"{engine}: the limit, one record read by SQL", limit["read"], "ms")
    yield Row(f"{engine}: the limit, one record opened by libsodium", limit["open"], "ms")
    yield from _pack(f"{engine}: report pack", found["pack"], sum(limit.values()))
    yield from _memory(engine, found["memory"])


def _page(title: str, times: dict[str, Any], target: float | None) -> Iterator[Row]:
    """Of each request the fastest of its rounds, because others wait for the same two cores."""
    fastest = [min(each) for each in times["milliseconds"]]
    p50, p95, p99 = (percentile(fastest, each) for each in (50, 95, 99))
    yield Row(f"{title}: p50 of {len(fastest)}", p50, "ms")
    goal = (f"<= {target:.0f}", p95 <= target) if target else ("", None)
    yield Row(f"{title}: p95", p95, "ms", *goal)
    yield Row(f"{title}: p99", p99, "ms")
    every = [each for rounds in times["milliseconds"] for each in rounds]
    yield Row(f"{title}: p95 of all rounds", percentile(every, 95), "ms")
    processor = [min(each) for each in times["processor"]]
    yield Row(f"{title}: processor time, p95", percentile(processor, 95), "ms")
    opened = [min(each) for each in times["decryption"]]
    yield Row(f"{title}: of it decryption, mean", mean(opened), "ms")
    yield Row(f"{title}: keys and records opened, mean", mean(times["opened"]), "openings")
    yield Row(f"{title}: right answers", 100 * mean(times["right"]), "%")


def _pack(title: str, pack: dict[str, Any], limit: float) -> Iterator[Row]:
    whole = pack["seconds"] + pack["waited"]
    is_met = whole <= LONGEST_PACK
    yield Row(f"{title}: until its tables are there", whole, "s", f"<= {LONGEST_PACK:.0f}", is_met)
    yield Row(f"{title}: of it work", pack["seconds"], "s")
    yield Row(f"{title}: of it processor time", pack["processor"], "s")
    yield Row(f"{title}: of it decryption", pack["decryption"], "s")
    yield Row(f"{title}: the limit, as many records", limit * pack["opened"] / 2000, "s")
    yield Row(f"{title}: longest request", pack["longest"], "s")
    yield Row(f"{title}: people looked at", pack["people"], "people")
    seen = pack["seen"]
    grows = seen == sorted(seen) and seen[-1] == 100
    yield Row(f"{title}: times that progress was shown", len(seen), "times", "grows to 100", grows)


def _memory(engine: str, memory: dict[str, Any]) -> Iterator[Row]:
    goal = f"<= {MOST_MEMORY:.0f}"
    for name, most in memory["peaks"].items():
        yield Row(f"{engine}: most memory of one request: {name}", most, "MiB", goal, most <= 64)
    growth = memory["growth"]
    title = f"{engine}: the process grows with each further worker"
    yield Row(title, growth, "MiB", goal, growth <= MOST_MEMORY)


def percentile(values: list[float], percent: int) -> float:
    """The value below which so many percent are; of a single value, that one."""
    if len(values) == 1:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]
