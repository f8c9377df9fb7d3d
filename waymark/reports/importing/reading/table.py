"""A table of plain text: headings, and rows that know where they stood in the file."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from waymark.web.workbooks.refusals import CannotRead
from waymark.web.workbooks.scanning import column_letters

MOST_COLUMNS = 100
MOST_TEXT = 12 * 1024**2  # characters in all cells
LONGEST_HEADING = 120
FORMULA, ERROR = "formula", "error"
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Line:
    """One row of a file.

    Attributes:
        place: its number in the file, from 1.
        cells: their texts, none for what is blank at the end.
        marks: which cells are formulas or show an error, by column from 0.
    """

    place: int
    cells: tuple[str, ...] = field(repr=False)
    marks: Mapping[int, str] = field(default_factory=dict)

    def cell(self, column: int) -> str:
        """The text of a cell; empty beyond the end of the row."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """Everything that a file says. `empty`: rows that held nothing; `more_sheets`: not read."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...] = field(repr=False)
    empty: int = 0
    sheet: str = ""
    more_sheets: int = 0

    def first_words(self, column: int) -> str:
        """The first text in a column."""
        return next((line.cell(column) for line in self.lines if line.cell(column)), "")

    def to_bytes(self) -> bytes:
        """As UTF-8 JSON."""
        lines = [[line.place, line.cells, dict(line.marks)] for line in self.lines]
        values = vars(self) | {"lines": lines}
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, value: bytes) -> "Table":
        """Undo `to_bytes`."""
        found = json.loads(value)
        lines = tuple(
            Line(place, tuple(cells), {int(column): mark for column, mark in marks.items()})
            for place, cells, marks in found.pop("lines")
        )
        return cls(tuple(found.pop("headings")), lines, **found)


def table_of(rows: Sequence[Line], sheet: str = "", more_sheets: int = 0) -> Table:
    """Headings and rows. A line above the headings, such as a title, is passed over.

    Raises CannotRead for a table without headings or rows, or with too much in it.
    """
    filled = [row for row in rows if row.cells]
    start = _heading(filled)
    lines = filled[start + 1 :]
    if not lines:
        raise CannotRead(
            _("The file holds no table: a row of headings and below it a row for each report.")
        )
    width = max(len(row.cells) for row in filled[start:])
    _refuse_too_much(width, lines)
    headings = tuple(_named(filled[start].cell(at), at) for at in range(width))
    return Table(headings, tuple(lines), len(rows) - len(filled), sheet, more_sheets)


def _heading(filled: Sequence[Line]) -> int:
    """Which row holds the headings: the first with two of them, else the first at all."""
    wide = (at for at, row in enumerate(filled) if sum(map(bool, row.cells)) > 1)
    return next(wide, 0)


def _named(heading: str, column: int) -> str:
    words = " ".join(heading.split())[:LONGEST_HEADING]
    return words or column_letters(column + 1)


def _refuse_too_much(width: int, lines: Sequence[Line]) -> None:
    if width > MOST_COLUMNS:
        raise CannotRead(_("The table has more than 100 columns. Delete those that say nothing."))
    if sum(len(cell) for line in lines for cell in line.cells) > MOST_TEXT:
        raise CannotRead(_("The cells hold too much text. Bring the table in parts."))


def cleaned(text: str) -> str:
    """A cell's text without what nobody sees, such as control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", lines).strip()


def trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells without what is blank at the end."""
    last = max((at for at, cell in enumerate(cells) if cell), default=-1)
    return tuple(cells[: last + 1])
