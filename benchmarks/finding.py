"""`finding`: what the public page and the API cost beside the search alone, in time and bytes.

Each size is built in a fresh installation by a process of its own (`finding_child`): whole services
with place, address, telephone, terms, languages, hours and eligibility, around an invented
directory's cities. Both are asked for through Django's test client, so that no network and no
server is measured, and the search with the very query that they make. Times are those of the
processor: SQLite works in the process that asks, so others on the machine do not count as waiting.
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
# What a search of a million places may take, at p95, in milliseconds.
SLOWEST_QUERY = 32


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
    frame = _middle_and_slowest(found["frame"])
    largest = float(max(found["bytes"]))
    return [
        *_beside(name, "search", "page", found["query"], found["page"]),
        Row(f"{name}: page with the empty form, p50", frame[0], "ms"),
        *_beside(name, "search of the API", "API", found["api_query"], found["api"]),
        Row(f"{name}: results on a page, mean", found["results"], "results"),
        Row(
            f"{name}: largest page, compressed",
            largest,
            "bytes",
            f"at most {MOST_BYTES}",
            largest <= MOST_BYTES,
        ),
    ]


def _beside(
    name: str, search: str, whole: str, queries: list[float], answers: list[float]
) -> list[Row]:
    """An answer beside the search in it. Most of an answer is the same for each size.

    So what counts is the answer to the slowest query that is allowed, of a million places.
    """
    query, answer = _middle_and_slowest(queries), _middle_and_slowest(answers)
    more = _middle_and_slowest([a - q for a, q in zip(answers, queries, strict=True)])
    times = (SLOWEST_QUERY + more[1]) / SLOWEST_QUERY
    return [
        Row(f"{name}: {search}, p50", query[0], "ms"),
        Row(f"{name}: {search}, p95", query[1], "ms"),
        Row(f"{name}: {whole}, p50", answer[0], "ms"),
        Row(f"{name}: {whole}, p95", answer[1], "ms"),
        Row(f"{name}: {whole} beside its search, p95", answer[1] / query[1], "times"),
        Row(f"{name}: {whole} without its search, p50", more[0], "ms"),
        Row(f"{name}: {whole} without its search, p95", more[1], "ms"),
        Row(
            f"{name}: {whole} beside a search of {SLOWEST_QUERY} ms",
            times,
            "times",
            f"at most {MOST_TIMES}",
            times <= MOST_TIMES,
        ),
    ]


def _middle_and_slowest(milliseconds: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    parts = quantiles(milliseconds, n=20, method="inclusive")
    return parts[9], parts[18]
