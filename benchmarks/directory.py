"""`directory`: how long a search takes among 10 thousand to 1 million rows, on each database.

Each size is measured in a fresh installation by a process of its own (`directory_child`), on
SQLite and, where a server answers, on PostgreSQL in a database that is dropped afterwards.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

import psycopg

from benchmarks.installation import make_secrets
from benchmarks.report import Row

SIZES = (10_000, 100_000, 1_000_000)
LARGEST = SIZES[-1]
TARGET_MS = 32.0
SERVER = os.environ.get("WAYMARK_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
DATABASE = "waymark_measured"


def measure(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Every size on every database that is there, and what is not there."""
    make_secrets(folder)
    rows = _rows("SQLite", {size: _sqlite(folder, size) for size in sizes})
    if reason := _why_no_postgresql():
        print(f"PostgreSQL does not answer, so it is not measured: {reason}")
        return rows
    if not _has_postgis():
        print("PostGIS is not installed on this server, so nothing is compared with it.")
    return rows + _rows("PostgreSQL", {size: _postgresql(folder, size) for size in sizes})


def _sqlite(folder: Path, size: int) -> dict[str, Any]:
    for file in folder.glob("*.sqlite3*"):
        file.unlink()
    return _child(folder, size, "")


def _postgresql(folder: Path, size: int) -> dict[str, Any]:
    with _database() as url:
        return _child(folder, size, url)


def _child(folder: Path, size: int, database: str) -> dict[str, Any]:
    environment = os.environ | {"WAYMARK_HOME": str(folder), "DATABASE_URL": database}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.directory_child", str(size)],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _rows(engine: str, measured: dict[int, dict[str, Any]]) -> list[Row]:
    rows: list[Row] = []
    for size, found in measured.items():
        rows += _of_size(f"{engine}, {size:,} rows", found, is_target=size == LARGEST)
    return [*rows, *_growth(engine, measured)]


def _of_size(title: str, found: dict[str, Any], *, is_target: bool) -> Iterator[Row]:
    wrong = found["wrong"]
    yield Row(f"{title}: wrong answers", wrong, f"of {found['found']:,}", "none", wrong == 0)
    for shape, times in found["milliseconds"].items():
        yield Row(f"{title}: {shape}: p50", _percentile(times, 50), "ms")
        p95 = _percentile(times, 95)
        if is_target:
            yield Row(f"{title}: {shape}: p95", p95, "ms", f"<= {TARGET_MS:.0f}", p95 <= TARGET_MS)
        else:
            yield Row(f"{title}: {shape}: p95", p95, "ms")
    limit = _percentile(found["look_up"], 50)
    yield Row(f"{title}: the limit, one look-up in the index: p50", limit, "ms")
    yield Row(f"{title}: index", found["megabytes"], "MB")
    yield Row(f"{title}: built in", found["build_seconds"], "s")


def _growth(engine: str, measured: dict[int, dict[str, Any]]) -> Iterator[Row]:
    """How many times longer a search among the most rows takes than among the fewest."""
    smallest, largest = min(measured), max(measured)
    if smallest == largest:
        return
    medians = [
        _percentile([ms for times in found["milliseconds"].values() for ms in times], 50)
        for found in (measured[smallest], measured[largest])
    ]
    times, rows = medians[1] / medians[0], largest / smallest
    title = f"{engine}: p50 of {largest:,} rows against {smallest:,}"
    yield Row(title, times, "times", f"< {rows:.0f}", times < rows)


def _percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _why_no_postgresql() -> str:
    """Why no PostgreSQL can be used; empty when one answers."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.Error as fault:
        return str(fault).strip()
    return ""


def _has_postgis() -> bool:
    with psycopg.connect(SERVER) as connection:
        found = connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'")
        return found.fetchone() is not None


@contextmanager
def _database() -> Iterator[str]:
    """The address of a new database, which is dropped afterwards."""
    drop = f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(f"CREATE DATABASE {DATABASE}")
        try:
            yield urlsplit(SERVER)._replace(path=f"/{DATABASE}").geturl()
        finally:
            connection.execute(drop)
