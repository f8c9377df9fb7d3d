"""How often 95% intervals hold the truth, on populations whose size is known.

`python -m benchmarks.evidence_coverage` prints the table of docs/evidence.md in Markdown.
"""

import sys
import time
from dataclasses import asdict, dataclass

from benchmarks.report import Row
from waymark.evidence import (
    AllModels,
    BicAverage,
    Chao,
    Coverage,
    DecomposableGraphs,
    Estimator,
    LatentClasses,
    Population,
    Stepwise,
    coverage,
)

SEED = 20_260
DRAWS = 400
FEWER = {"best of all models": 100, "average": 100, "classes": 20}  # they take longer a table
LEAST, MOST = 0.92, 0.97
FOUR = (0.12, 0.2, 0.15, 0.1)
SPARSE = (0.03, 0.05, 0.02, 0.04, 0.03)


@dataclass(frozen=True)
class Case:
    """A population in words, and the names of the methods whose model holds there."""

    words: str
    population: Population
    holds: tuple[str, ...]


LOGLINEAR = ("stepwise", "best of all models", "average", "graphs")
CASES = (
    Case("1,000 people, 4 lists, independent", Population(1_000, FOUR), (*LOGLINEAR, "chao")),
    Case("5,000, 4 lists, independent", Population(5_000, FOUR), (*LOGLINEAR, "chao")),
    Case("20,000, 4 lists, independent", Population(20_000, FOUR), (*LOGLINEAR, "chao")),
    Case("5,000, one pair at log odds 1", Population(5_000, FOUR, {(0, 1): 1.0}), LOGLINEAR),
    Case(
        "20,000, pairs at 1 and -1",
        Population(20_000, FOUR, {(0, 1): 1.0, (2, 3): -1.0}),
        LOGLINEAR,
    ),
    Case("20,000, a pair at 0.3, hard to see", Population(20_000, FOUR, {(0, 1): 0.3}), LOGLINEAR),
    Case("10,000, 5 sparse lists, independent", Population(10_000, SPARSE), (*LOGLINEAR, "chao")),
    Case(
        "10,000, 5 sparse lists, a pair at 1.5",
        Population(10_000, SPARSE, {(0, 1): 1.5}),
        LOGLINEAR,
    ),
    Case(
        "10,000, two classes of people, 2 log odds apart",
        Population(10_000, FOUR, classes=((0.7, -1.0), (0.3, 1.0))),
        ("classes",),
    ),
)
ESTIMATORS: dict[str, Estimator] = {
    "stepwise": Stepwise(replicates=400),
    "best of all models": AllModels(replicates=200),
    "average": BicAverage(replicates=200),
    "graphs": DecomposableGraphs(),
    "chao": Chao(),
    "classes": LatentClasses(chains=4, sweeps=20_000, burn_in=4_000),
}


def study(case: Case, name: str, draws: int) -> Coverage:
    """One method on one population."""
    return coverage(ESTIMATORS[name], case.population, repetitions=draws, seed=SEED)


def measure() -> list[dict[str, object]]:
    """Rows of the stepwise choice on every population, with the target where its model holds."""
    rows = []
    for case in CASES:
        started = time.process_time()
        found = study(case, "stepwise", DRAWS)
        holds = "stepwise" in case.holds
        met = LEAST <= found.covered <= MOST if holds else None
        rows.append(Row(f"coverage, {case.words}", 100 * found.covered, "%", _target(holds), met))
        rows.append(Row(f"for that: {DRAWS} draws", time.process_time() - started, "CPU s"))
    return [asdict(row) for row in rows]


def _target(holds: bool) -> str:
    return "92 to 97 %" if holds else ""


def markdown(name: str) -> None:
    """A row for each population of one method, as it becomes known."""
    draws = FEWER.get(name, DRAWS)
    for case in CASES:
        found = study(case, name, draws)
        mark = "" if name in case.holds else " (model does not hold)"
        print(
            f"| {name} | {case.words}{mark} | {found.seen:,.0f} | {found.covered:.1%} "
            f"± {found.error:.1%} | {found.bias:+.1%} | {found.width:.0%} | {found.failed} |",
            flush=True,
        )


if __name__ == "__main__":
    for chosen in sys.argv[1:] or ESTIMATORS:
        markdown(chosen)
