"""Tables that were published, as fixtures; skipped where their folder is not beside the tree."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from waymark.evidence import ListTable

FOLDER = Path(__file__).parents[3].parent / "shared" / "reference" / "mse"


def read(name: str) -> ListTable:
    """One of the published tables."""
    with (FOLDER / f"{name}.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    return ListTable.from_counts(
        header[:-1], [([int(v) for v in row[:-1]], int(row[-1])) for row in rows]
    )


@pytest.fixture
def published() -> Callable[[str], ListTable]:
    if not FOLDER.exists():
        # The project stands without the reference folder, so its absence is no fault.
        pytest.skip(f"the published tables are not in {FOLDER}")
    return read
