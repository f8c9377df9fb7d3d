"""`finding`: what the public page of the search costs beside the search alone, in time and bytes.

Each size is built in a fresh installation by a process of its own (`finding_child`): whole services
with place, address, telephone, terms, languages, hours and eligibility, around an invented
directory's cities. The page is asked for through Django's test client, so that no network and no
server is measured, and the search with the very query that the page makes.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.installation import make_secrets
from benchmarks.report import Row

SIZES = (10_000, 100_000)
MOST_BYTES = 14 * 1024
MOST_TIMES = 1.5


def measure(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Every size on SQLite."""
    rows: list[Row] = []
    for size in sizes:
        home = folder / f"{size}"
        make_secrets(home)
        rows += _rows(size, _child(home, size))
    return rows


def _child(home: Path, size: int) -> dict[str, Any]:
    environment = os.environ | {"WAYMARK_HOME": str(home), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.finding_child", str(size)],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _rows(size: int, found: dict[str, Any]) -> list[Row]:
    name = f"{size:,} services"
    page, query = (_middle_and_slowest(found[each]) for each in ("page", "query"))
    times = page[1] / query[1]
    largest = float(max(found["bytes"]))
    return [
        Row(f"{name}: search, p50", query[0], "ms"),
        Row(f"{name}: search, p95", query[1], "ms"),
        Row(f"{name}: page, p50", page[0], "ms"),
        Row(f"{name}: page, p95", page[1], "ms"),
        Row(f"{name}: page without its search, p50", page[0] - query[0], "ms"),
        Row(
            f"{name}: page beside search, p95",
            times,
            "times",
            f"at most {MOST_TIMES}",
            times <= MOST_TIMES,
        ),
        Row(f"{name}: results on a page, mean", found["results"], "results"),
        Row(
            f"{name}: largest page, compressed",
            largest,
            "bytes",
            f"at most {MOST_BYTES}",
            largest <= MOST_BYTES,
        ),
    ]


def _middle_and_slowest(milliseconds: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    parts = quantiles(milliseconds, n=20, method="inclusive")
    return parts[9], parts[18]
