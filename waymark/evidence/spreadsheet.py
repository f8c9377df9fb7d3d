"""Bytes of a CSV file as a heading and rows, or one sentence on why they are none."""

import csv
import io
from dataclasses import dataclass

from waymark.evidence.lists import ListError

DELIMITERS = ",;\t"
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """A heading and the rows that are not blank, each with its number as a spreadsheet shows it.

    Attributes:
        heading: names of the columns, without spaces around them; all different.
        rows: (row number, cells); every row has as many cells as the heading. The heading is row 1.
    """

    heading: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def place(self, column: str) -> int:
        """Where a column stands. Raises ListError naming the columns that there are."""
        if column not in self.heading:
            known = ", ".join(self.heading)
            raise ListError(f"Row 1: there is no column {column!r}; the columns are {known}.")
        return self.heading.index(column)


def sheet(data: bytes) -> Sheet:
    """Read comma, semicolon or tab separated text in UTF-8. Raises ListError naming the row."""
    text = _text(data)
    records = _records(text)
    heading = _heading(records[0] if records else [])
    rows = []
    for number, record in enumerate(records[1:], start=2):
        cells = tuple(cell.strip() for cell in record)
        if not any(cells):
            continue
        if len(cells) != len(heading):
            raise ListError(
                f"Row {number}: {len(cells)} cells, but the heading has {len(heading)} columns."
            )
        rows.append((number, cells))
    if not rows:
        raise ListError("Row 2: there is no row below the heading.")
    return Sheet(heading, tuple(rows))


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise ListError(f"The file is larger than {MOST_BYTES // 2**20} MB: give counts instead.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        row = data.count(b"\n", 0, fault.start) + 1
        raise ListError(
            f"Row {row}: this is not UTF-8 text. Save the table as CSV in UTF-8, not as a workbook."
        ) from fault
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise ListError(f"Row {row}: this is not a text file. Save the table as CSV in UTF-8.")
    return text


def _records(text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as fault:
        row = len(records) + 1
        raise ListError(f"Row {row}: the quotation marks do not match ({fault}).") from fault
    return records


def _heading(cells: list[str]) -> tuple[str, ...]:
    names = tuple(cell.strip() for cell in cells)
    if not any(names):
        raise ListError("Row 1: the heading is missing. Write the names of the columns there.")
    for number, name in enumerate(names, start=1):
        if not name:
            raise ListError(f"Row 1: column {number} has no name.")
        if name.isdecimal():
            raise ListError(
                f"Row 1: the heading is missing, column {number} is called {name}. "
                "Write the names of the lists in the first row."
            )
        if name in names[: number - 1]:
            raise ListError(f"Row 1: two columns have the same name, {name!r}.")
    return names
