"""A run as JSON: with the same program and the same file it gives the same digits."""

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from enum import Enum
from math import isfinite
from typing import Any

import numpy as np
import scipy

from waymark import __version__
from waymark.evidence.estimate import Estimate
from waymark.evidence.lists import ListTable
from waymark.evidence.loglinear import LoglinearEstimate
from waymark.evidence.report.methods import paragraph
from waymark.evidence.report.run import Run

FORMAT = 1
MOST_CANDIDATES = 100


def as_json(run: Run) -> str:
    """The whole run. Numbers without a finite value are null; bootstrap samples are left out."""
    reading = run.reading
    record = {
        "format": FORMAT,
        "program": {"name": "waymark", "version": __version__},
        "environment": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "input": {
            "sha256": reading.digest,
            "form": reading.form,
            "by": reading.by or None,
            "table": _table(reading.table),
            "strata": {name: _table(table) for name, table in reading.strata.items()},
        },
        "options": dict(run.options),
        "verdict": _plain(run.reliability.verdict),
        "estimates": [_estimate(each) for each in run.estimates],
        "failed": dict(run.failed),
        "stratified": _strata(run),
        "findings": _findings(run),
        "methods": paragraph(run),
    }
    return json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _strata(run: Run) -> dict[str, Any] | None:
    if run.stratified is None:
        return None
    strata = run.stratified.strata
    return {
        "total": _estimate(run.stratified.total),
        "strata": {name: _estimate(each) for name, each in strata.items()},
    }


def _findings(run: Run) -> dict[str, Any]:
    found = run.reliability.findings
    kept = ("overlaps", "thresholds", "models", "pairs", "lists", "merged", "linkage", "dependence")
    return {name: _plain(getattr(found, name)) for name in kept}


def _estimate(estimate: Estimate) -> dict[str, Any]:
    record = {
        "method": estimate.method,
        "point": _plain(estimate.point),
        "bound": estimate.bound,
        "intervals": _plain(estimate.intervals),
        "model": estimate.model,
        "seen": estimate.seen,
        "diagnostics": _plain(dict(estimate.diagnostics)),
        "warnings": list(estimate.warnings),
    }
    if isinstance(estimate, LoglinearEstimate):
        record["path"] = _plain(estimate.path)
        record["candidates"] = _plain(estimate.candidates[:MOST_CANDIDATES])
        record["bootstrap samples"] = len(estimate.replicates)
    return record


def _table(table: ListTable) -> dict[str, Any]:
    rows = zip(table.patterns.astype(int).tolist(), table.counts.tolist(), strict=True)
    return {"lists": list(table.names), "rows": [[*pattern, count] for pattern, count in rows]}


def _plain(value: Any) -> Any:
    """A value in the words of JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, float | np.floating):
        return float(value) if isfinite(value) else None
    return value
