"""The log as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC

from waymark.accounts.auditing.queries import Row

HEADING = ("seq", "at", "event", "actor", "actor_id", "who", "target", "target_id", "hash")
# A cell that begins so is run as a formula by spreadsheets.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """A heading and a line for each row; spreadsheets read the mark in front as UTF-8."""
    yield BYTE_ORDER_MARK + _line(HEADING)
    for row in rows:
        yield _line(_cells(row))


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _cells(row: Row) -> tuple[str, ...]:
    entry = row.entry
    return (
        str(entry.seq),
        entry.at.astimezone(UTC).isoformat(),
        entry.event,
        entry.actor,
        str(entry.actor_id or ""),
        row.who,
        entry.target,
        entry.target_id,
        bytes(entry.hash).hex(),
    )


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([harmless(cell) for cell in cells])
    return text.getvalue()
