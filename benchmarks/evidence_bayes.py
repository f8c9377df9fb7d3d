"""CPU seconds and agreement of the Bayesian estimates, beside the least that their numbers cost."""

import csv
import time
from pathlib import Path
from typing import Any

import numpy as np

from waymark.evidence import ListTable
from waymark.evidence.bayes import DecomposableGraphs, LatentClasses
from waymark.evidence.bayes.graphs import decomposable_graphs

FOLDER = Path(__file__).parents[1].parent / "shared" / "reference" / "mse"
KOSOVO, UK = "kosovo_1999_4lists", "uk_2013_5lists"
SWEEPS = 110_000  # of all chains together, as LCMCR does in 2.2 s
CHAINS = 8
GRAPHS = {KOSOVO: (12593, 9818, 16557), UK: (23016, 10408, 33481)}

Row = dict[str, Any]


def measure() -> list[Row]:
    """Rows with name, value, unit, target and met; the datasets must lie beside this folder."""
    rows = [row for name in GRAPHS for row in _graphs(name)]
    rows += _six_lists()
    rows += _sweeps()
    for name in (KOSOVO, UK):
        rows += _chains(name)
    return rows


def _graphs(name: str) -> list[Row]:
    table = _table(name)
    decomposable_graphs.cache_clear()
    started = time.process_time()
    estimate = DecomposableGraphs().fit(table)
    spent = time.process_time() - started
    (interval,) = estimate.intervals
    found = (int(estimate.point), int(interval.low), int(interval.high))
    same = found == GRAPHS[name]
    graphs = int(estimate.diagnostics["graphs"])
    return [
        _row(f"{name}: {graphs} graphs", spent, "CPU s"),
        _row(f"{name}: {graphs} graphs, floor", _product(graphs, table.size), "CPU s"),
        _row(f"{name}: median", found[0], "people", f"dga's {GRAPHS[name]}", same),
    ]


def _six_lists() -> list[Row]:
    started = time.process_time()
    estimate = DecomposableGraphs().fit(_table("uk_2013_6lists"))
    spent = time.process_time() - started
    (interval,) = estimate.intervals
    return [
        _row("uk_2013_6lists: 18,154 graphs", spent, "CPU s"),
        _row("uk_2013_6lists: median", estimate.point, "people"),
        _row("uk_2013_6lists: 2.5%", interval.low, "people"),
        _row("uk_2013_6lists: 97.5%", interval.high, "people"),
    ]


def _sweeps() -> list[Row]:
    """The speed of the sampler, and what its random numbers alone cost."""
    table = _table(KOSOVO)
    sampler = LatentClasses(
        chains=CHAINS, sweeps=SWEEPS // CHAINS, burn_in=1000, seed=1, stop_early=False
    )
    started = time.process_time()
    sampler.draw(table)
    spent = time.process_time() - started
    target = "at most 4.4, twice LCMCR"
    return [
        _row(f"{KOSOVO}: {SWEEPS:,} sweeps", spent, "CPU s", target, spent <= 4.4),
        _row(f"{KOSOVO}: {SWEEPS:,} sweeps, floor", _random_numbers(table), "CPU s"),
    ]


def _chains(name: str) -> list[Row]:
    """Whether the chains of a whole estimate agree, or say that they don't."""
    started = time.process_time()
    estimate = LatentClasses(chains=CHAINS, seed=1).fit(_table(name))
    spent = time.process_time() - started
    (interval,) = estimate.intervals
    told, rhat = estimate.diagnostics, estimate.diagnostics["rhat"]
    goal = "at most 1.01" if name == KOSOVO else "at most 1.01, or a warning"
    met = rhat <= 1.01 or (name != KOSOVO and "do not agree" in "".join(estimate.warnings))
    return [
        _row(f"{name}: R-hat", rhat, "", goal, met),
        _row(f"{name}: effective draws, bulk", told["bulk_ess"], "draws"),
        _row(f"{name}: effective draws, tails", told["tail_ess"], "draws"),
        _row(f"{name}: sweeps a chain", told["sweeps"], "sweeps"),
        _row(f"{name}: whole estimate", spent, "CPU s"),
        _row(f"{name}: median", estimate.point, "people"),
        _row(f"{name}: 2.5%", interval.low, "people"),
        _row(f"{name}: 97.5%", interval.high, "people"),
    ]


def _product(graphs: int, size: int) -> float:
    """The one matrix product that averaging over graphs cannot do without."""
    factors, marginals = np.ones((graphs, 2**size)), np.ones((2**size, 1000))
    started = time.process_time()
    factors @ marginals
    return time.process_time() - started


def _random_numbers(table: ListTable) -> float:
    """The classes of every pattern and the gammas of every probability, drawn in large blocks."""
    rng, classes, block = np.random.default_rng(1), 10, 1000
    weight = 0.5 ** np.arange(classes)
    shares = np.tile(weight / weight.sum(), (block, len(table.counts) + 1, 1))
    counts = np.tile(np.append(table.counts, 6000), (block, 1))
    shapes = 1 + rng.random((block, classes * 2 * (table.size + 1))) * 1000
    started = time.process_time()
    for _ in range(SWEEPS // block):
        rng.multinomial(counts, shares)
        rng.standard_gamma(shapes)
    return time.process_time() - started


def _table(name: str) -> ListTable:
    with (FOLDER / f"{name}.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    counted = [([int(value) for value in row[:-1]], int(row[-1])) for row in rows]
    return ListTable.from_counts(header[:-1], counted)


def _row(name: str, value: float, unit: str, target: str = "", met: bool | None = None) -> Row:
    return {"name": name, "value": value, "unit": unit, "target": target, "met": met}
