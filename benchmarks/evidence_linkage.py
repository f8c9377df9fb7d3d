"""Linkage with names, N x N rows with blocking on DuckDB: time and memory, and how good it is.

python -m benchmarks.evidence_linkage 1000000
"""

import json
import resource
import sys
import time

import numpy as np

from waymark.evidence.linkage import (
    Parameters,
    Person,
    clusters,
    encode,
    link_people,
    list_table,
    overlaps,
    read_encoded,
)
from waymark.evidence.linkage.engines import duckdb_engine
from waymark.evidence.linkage.review import agreement
from waymark.evidence.linkage.synthetic import Invented, registers

ROWS = 100_000
THREADS = 2
MEMORY = "12GB"
KEY = bytes(range(32))
ENCODED_ROWS = 10_000


def measure(rows: int = ROWS) -> list[dict[str, float | str]]:
    """Two registers of about `rows` people each, half of them on both."""
    return [*with_names(rows), *without_names(min(rows, ENCODED_ROWS))]


def with_names(rows: int) -> list[dict[str, float | str]]:
    """Splink on DuckDB: preparation, training, prediction, clusters."""
    people, truth = _registers(rows)
    before = _peak()
    wall, cpu = time.perf_counter(), time.process_time()
    with duckdb_engine(threads=THREADS, memory=MEMORY) as engine:
        pairs = link_people(people, engine, seed=1)
    table = list_table(pairs.names, pairs.register, clusters(pairs, 0.9))
    seconds, used = time.perf_counter() - wall, time.process_time() - cpu
    precision, recall = agreement(pairs, truth, 0.9)
    return _named(
        f"with names, {rows:,} x {rows:,}",
        {
            "wall time, two cores": (seconds, "s"),
            "processor time": (used, "s"),
            "most memory": (_peak(), "GB"),
            "of it before linkage": (before, "GB"),
            "candidate pairs": (len(pairs.left), "pairs"),
            "people": (table.total, "people"),
            "precision": (100 * precision, "per cent"),
            "recall": (100 * recall, "per cent"),
        },
    )


def without_names(rows: int) -> list[dict[str, float | str]]:
    """Encoding both registers, and what the linking party does."""
    people, truth = _registers(rows)
    cpu = time.process_time()
    files = [encode(_on(people, register), KEY, Parameters("measured"))[0] for register in "AB"]
    encoding = time.process_time() - cpu
    table = overlaps([read_encoded(data) for data in files])
    return _named(
        f"encoded, {rows:,} x {rows:,}",
        {
            "to encode one person": (1000 * encoding / len(people), "ms"),
            "to link": (time.process_time() - cpu - encoding, "s"),
            "for one person": (sum(map(len, files)) / len(people), "bytes"),
            "found on both": (int(table.dense[3]), "people"),
            "truly on both": (len(people) - len(np.unique(truth)), "people"),
        },
    )


def _named(what: str, figures: dict[str, tuple[float, str]]) -> list[dict[str, float | str]]:
    return [
        {"name": f"{what}: {name}", "value": round(value, 3), "unit": unit}
        for name, (value, unit) in figures.items()
    ]


def _registers(rows: int) -> tuple[list[Person], "np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    share = 2 / 3  # of N people on each register, so that half of a register's are on both
    made = Invented(
        size=round(rows / share), inclusion=(share, share), names=max(3_000, rows // 20)
    )
    return registers(made, seed=1)


def _on(people: list[Person], register: str) -> list[Person]:
    return [person for person in people if person.register == register]


def _peak() -> float:
    """Of this process so far, in GB, the invented people included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    for row in measure(*(int(argument) for argument in sys.argv[1:2])):
        print(json.dumps(row))
