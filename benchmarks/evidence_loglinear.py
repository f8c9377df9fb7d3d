"""CPU seconds of the log-linear estimators beside the time their arithmetic alone would take.

The floor counts the additions, exponentials and eliminations of every Newton step that was taken
and divides by the rate at which one core multiplies large matrices, which systems this small cannot
reach. Run with one thread of the linear algebra library: OPENBLAS_NUM_THREADS=1.
"""

import csv
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import Row
from waymark.evidence import Estimate, ListTable
from waymark.evidence.loglinear import AllModels, BicAverage, Stepwise, newton

PUBLISHED = Path(__file__).parents[2] / "shared" / "reference" / "mse"
STEPWISE = {  # data, target in CPU seconds, what the R package took where it was measured
    "uk_2013_5lists": (2, None),
    "uk_2013_6lists": (2, 434),
    "kosovo_1999_4lists": (2, 85),
    "netherlands_6lists": (2, 619),
    "new_orleans_8lists": (10, 1_032),
}
EXPONENTIAL = 10  # floating-point operations of one exponential


def measure() -> list[dict[str, object]]:
    """Rows as `report.Row`: CPU time and floor for each estimator and table."""
    rate = operations_per_second()
    rows = [Row("matrix products on one core", rate / 1e9, "GFLOP/s")]
    for name, (target, packaged) in STEPWISE.items():
        if (table := published(name)) is not None:
            rows += timed(
                f"stepwise {name}", partial(Stepwise().fit, table), rate, target, packaged
            )
    if (table := published("uk_2013_5lists")) is not None:
        everything = AllModels(order=2, top=None)
        rows += timed("1,024 models x 1,000 UK 5", partial(everything.fit, table), rate, 60)
        rows += timed("6,893 models, top 60", partial(AllModels(order=4).fit, table), rate)
        rows += timed("average of the best 60", partial(BicAverage().fit, table), rate)
    rows += timed("stepwise 10 lists", partial(Stepwise().fit, ten_lists()), rate)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows.append(Row("largest memory of all", memory, "MB", "<= 1,000 MB", met=memory <= 1_000))
    return [asdict(row) for row in rows]


def timed(
    name: str,
    run: Callable[[], Estimate],
    rate: float,
    target: float | None = None,
    packaged: float | None = None,
) -> list[Row]:
    """CPU seconds of one fit, and the floor of its arithmetic."""
    note = "" if target is None else f"<= {target} s"
    if packaged:
        note += f" (R package {packaged} s)"
    start = time.process_time()
    run()
    seconds = time.process_time() - start
    with counted() as operations:
        run()
    met = None if target is None else seconds <= target
    return [
        Row(name, seconds * 1_000, "CPU ms", note, met=met),
        Row(f"{name}, floor", sum(operations) / rate * 1_000, "CPU ms"),
    ]


@contextmanager
def counted() -> Iterator[list[float]]:
    """Count the operations of Newton steps made meanwhile."""
    operations: list[float] = []
    plain = newton._Slots.solve

    def counting(
        slots: newton._Slots, information: NDArray[np.float64], gradient: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        cells, columns = gradient.shape
        terms = slots.terms.shape[1]
        sums = (cells.bit_length() - 1) * cells  # over subsets and over supersets, half each
        system = terms**3 / 3 + 2 * terms**2
        operations.append(columns * (sums + EXPONENTIAL * cells + system))
        return plain(slots, information, gradient)

    with patch.object(newton._Slots, "solve", counting):
        yield operations


def operations_per_second(size: int = 768) -> float:
    """The rate of a large matrix product on this core, best of five."""
    left = np.random.default_rng(1).normal(size=(size, size))
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        left @ left
        best = min(best, time.process_time() - start)
    return 2 * size**3 / best


def published(name: str) -> ListTable | None:
    """One of the published tables, or None where they are not beside the tree."""
    path = PUBLISHED / f"{name}.csv"
    if not path.exists():
        return None
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    return ListTable.from_counts(
        header[:-1], [([int(v) for v in row[:-1]], int(row[-1])) for row in rows]
    )


def ten_lists(people: int = 5_000) -> ListTable:
    """A simulated population on ten lists, four of which know the same third of the people."""
    rng = np.random.default_rng(5)
    chance = np.tile(rng.uniform(0.02, 0.12, 10), (people, 1))
    known = rng.random(people) < 0.3
    chance[np.ix_(known, np.arange(4))] *= 3
    caught = rng.random((people, 10)) < chance
    patterns, counts = np.unique(caught[caught.any(axis=1)], axis=0, return_counts=True)
    rows = zip(patterns.astype(int).tolist(), counts.tolist(), strict=True)
    return ListTable.from_counts([f"list {i:02}" for i in range(10)], rows)


if __name__ == "__main__":
    for row in measure():
        print(f"{row['name']:<48} {row['value']:>10.3f} {row['unit']:<8} {row['target']}")
