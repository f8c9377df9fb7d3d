"""What reading a file would bring: each column, row and cell, and why. Nothing is stored.

It holds what people said, as the file does: show it to the worker who brought the file, no further.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from waymark.cases.htcds.answers import Record


class Source(StrEnum):
    """What kind of file it is."""

    WORKBOOK = "workbook"
    INSTANCE = "instance"
    INSTANCES = "instances"
    FORM = "form"


class Verdict(StrEnum):
    """What happens to a cell."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Column:
    """What a column, or an element of a form, is taken for.

    Attributes:
        place: its letters in a workbook, its element in a form.
        name: the technical name in the file; empty where it has none.
        label: what people saw above it or beside it; empty likewise.
        field: the standard's field; empty where it is taken for none.
        why: the rule that decided; empty where name and label agree.
        left_out: whether it holds nothing that anybody said, such as numbers of rows.
    """

    place: str
    name: str
    label: str
    field: str
    why: str = ""
    left_out: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell that is not taken as it is.

    Attributes:
        place: such as `H12`, or the element of a form.
        field: the standard's field; empty where the column is none.
        was: what stands in the file.
        becomes: what would be kept, in words; empty where nothing is.
        why: the reason; for what is refused also what to do.
    """

    place: str
    field: str
    verdict: Verdict
    was: str
    becomes: str
    why: str


@dataclass(frozen=True)
class RowRun:
    """One row of a workbook, one instance, or one further part of a case.

    Attributes:
        place: such as `Sheet1, row 12` or the name of a file.
        accepted: how many cells are taken as they are.
        cells: those that are changed or refused.
        record: what comes in; None for further parts, which stand in their case's record, and
            for a row in which nothing can be taken.
    """

    place: str
    accepted: int
    cells: tuple[Cell, ...]
    record: Record | None = None


@dataclass(frozen=True)
class DryRun:
    """What a file would bring.

    Attributes:
        file: its name.
        source: what kind of file it is.
        columns: how each column was understood.
        rows: every row that is not blank.
        notes: sentences about the file as a whole.
    """

    file: str
    source: Source
    columns: tuple[Column, ...]
    rows: tuple[RowRun, ...]
    notes: tuple[str, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """What comes in."""
        return tuple(row.record for row in self.rows if row.record)

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many cells are accepted, changed and refused."""
        found = Counter(cell.verdict for row in self.rows for cell in row.cells)
        found[Verdict.ACCEPTED] += sum(row.accepted for row in self.rows)
        return {verdict: found[verdict] for verdict in Verdict}
