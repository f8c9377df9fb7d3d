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
    return [with_names(rows), without_names(min(rows, ENCODED_ROWS))]


def with_names(rows: int) -> dict[str, float | str]:
    """Splink on DuckDB: preparation, training, prediction, clusters."""
    people, truth = _registers(rows)
    wall, cpu = time.perf_counter(), time.process_time()
    with duckdb_engine(threads=THREADS, memory=MEMORY) as engine:
        pairs = link_people(people, engine, seed=1)
    table = list_table(pairs.names, pairs.register, clusters(pairs, 0.9))
    seconds, used = time.perf_counter() - wall, time.process_time() - cpu
    precision, recall = agreement(pairs, truth, 0.9)
    return {
        "what": f"Splink on DuckDB, {rows:,} x {rows:,}",
        "wall_seconds": round(seconds, 1),
        "cpu_seconds": round(used, 1),
        "peak_gigabytes": round(_peak(), 2),
        "candidate_pairs": len(pairs.left),
        "people": table.total,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
    }


def without_names(rows: int) -> dict[str, float | str]:
    """Encoding both registers, and what the linking party does."""
    people, truth = _registers(rows)
    cpu = time.process_time()
    files = [encode(_on(people, register), KEY, Parameters("measured"))[0] for register in "AB"]
    encoding = time.process_time() - cpu
    table = overlaps([read_encoded(data) for data in files])
    return {
        "what": f"Encoded, {rows:,} x {rows:,}",
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "milliseconds_to_encode_one": round(1000 * encoding / len(people), 2),
        "bytes_for_one": round(sum(map(len, files)) / len(people)),
        "found_on_both": int(table.dense[3]),
        "truly_on_both": len(people) - len(np.unique(truth)),
    }


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
