"""The room evidence: time, agreement with published results, and coverage, part by part."""

import importlib
from collections.abc import Iterable, Mapping

from benchmarks.report import Row

# Each part has a function `measure` that returns rows as mappings of name, value, unit, ...
PARTS = ("loglinear", "bayes", "coverage", "linkage")


def measure(parts: Iterable[str] = PARTS) -> list[Row]:
    """The rows of every part that is there, each named after its part."""
    rows = []
    for part in parts:
        try:
            module = importlib.import_module(f"benchmarks.evidence_{part}")
        except ModuleNotFoundError as fault:
            if fault.name != f"benchmarks.evidence_{part}":
                raise
            continue
        rows += [_row(part, each) for each in module.measure()]
    return rows


def _row(part: str, found: Mapping[str, object]) -> Row:
    value, met = found["value"], found.get("met")
    return Row(
        name=f"{part}: {found['name']}",
        value=float(str(value)),
        unit=str(found["unit"]),
        target=str(found.get("target") or ""),
        met=None if met is None else bool(met),
    )
