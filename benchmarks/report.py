"""How a measurement is told: rows with target and physical limit, as table and JSON."""

import json
import platform
import sys
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One figure. `target` is a sentence, `met` says whether it was reached (None: no target)."""

    name: str
    value: float
    unit: str
    target: str = ""
    met: bool | None = None


def table(title: str, rows: list[Row]) -> str:
    """The rows as text, aligned."""
    lines = [title, "-" * len(title)]
    width = max(len(row.name) for row in rows)
    for row in rows:
        verdict = {None: "", True: "met", False: "MISSED"}[row.met]
        goal = f"{row.target} {verdict}".strip()
        lines.append(f"{row.name:<{width}}  {row.value:>12,.1f} {row.unit:<12} {goal}".rstrip())
    return "\n".join(lines) + "\n"


def as_json(results: dict[str, list[Row]]) -> str:
    """Everything measured, with what it was measured on."""
    machine = {"python": sys.version.split()[0], "system": platform.system(), "cores": _cores()}
    measured = {name: [asdict(row) for row in rows] for name, rows in results.items()}
    return json.dumps({"machine": machine, "results": measured}, indent=2)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def write(results: dict[str, list[Row]], path: Path) -> None:
    """Write the JSON, making the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_json(results) + "\n", encoding="utf-8")
