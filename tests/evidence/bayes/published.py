"""Tables that were published; the tests that need them are skipped where they are not there."""

import csv
from pathlib import Path

import pytest

from waymark.evidence import ListTable

FOLDER = Path(__file__).parents[3].parent / "shared" / "reference" / "mse"


def published(name: str) -> ListTable:
    """One of the published tables, or a skip that says where it was looked for."""
    path = FOLDER / f"{name}.csv"
    if not path.exists():
        # The project stands without the reference folder, so its absence is no fault.
        pytest.skip(f"the published table is not at {path}")
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    counted = [([int(value) for value in row[:-1]], int(row[-1])) for row in rows]
    return ListTable.from_counts(header[:-1], counted)
