"""`python -m benchmarks [NAME ...] [--json FILE] [--processes N]`: all of them by default."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import cases, directory, evidence, finding, importing, intake, pages, slow_line
from benchmarks.report import Row, table, write

NAMES = (
    "intake",
    "first_page",
    "submit",
    "directory",
    "finding",
    "importing",
    "pages",
    "evidence",
    "cases",
)


def run(names: list[str], folder: Path, processes: int) -> dict[str, list[Row]]:
    """Measure what was asked for, each in a folder of its own."""
    results: dict[str, list[Row]] = {}
    if "intake" in names:
        results["intake"] = intake.measure(_sub(folder, "intake"), processes=processes)
    if {"first_page", "submit"} & set(names):
        measured = slow_line.measure(_sub(folder, "slow_line"))
        results |= {name: rows for name, rows in measured.items() if name in names}
    if "directory" in names:
        results["directory"] = directory.measure(_sub(folder, "directory"))
    if "finding" in names:
        results["finding"] = finding.measure(_sub(folder, "finding"))
    if "importing" in names:
        results["importing"] = importing.measure(_sub(folder, "importing"))
    if "pages" in names:
        results["pages"] = pages.measure(_sub(folder, "pages"))
    if "evidence" in names:
        results["evidence"] = evidence.measure()
    if "cases" in names:
        results["cases"] = cases.measure()
    return results


def _sub(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


def main() -> int:
    """Measure, print a table each and write the JSON; 1 when a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, "all"], default="all")
    parser.add_argument("--json", type=Path, default=Path("benchmarks/results/latest.json"))
    parser.add_argument("--processes", type=int, default=1, help="of the public site, in intake")
    options = parser.parse_args()
    names = list(NAMES) if "all" in options.names else list(options.names)
    with tempfile.TemporaryDirectory(prefix="waymark-measure-") as folder:
        results = run(names, Path(folder), options.processes)
    for name, rows in results.items():
        print(table(name, rows))
    write(results, options.json)
    print(f"Written to {options.json}.")
    return int(any(row.met is False for rows in results.values() for row in rows))


if __name__ == "__main__":
    sys.exit(main())
