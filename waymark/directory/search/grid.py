"""The grid by which postings are ordered: cells of 0.02 degrees, numbered along each latitude.

So the cells of a box are one range of numbers for each row of the grid, two where it crosses the
antimeridian. This grid only orders what the index knows; what hides a place is `cells.snap`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from waymark.directory.cells import MICRO
from waymark.directory.search.sphere import Box

CELL_MICRO = 20_000
ROWS = 180 * MICRO // CELL_MICRO
COLUMNS = 360 * MICRO // CELL_MICRO
NOWHERE = -1
LAST = ROWS * COLUMNS - 1

Span = tuple[int, int]


class Block(NamedTuple):
    """Some rows and columns of the grid, ends excluded. Columns go on beyond the antimeridian."""

    first_row: int
    end_row: int
    first: int
    end: int

    @property
    def goes_round(self) -> bool:
        """Whether each row is the whole circle."""
        return self.end - self.first >= COLUMNS


def cell_of(latitude: int, longitude: int) -> int:
    """The number of the cell that holds a point in millionths of a degree."""
    return _row(latitude) * COLUMNS + (longitude + 180 * MICRO) // CELL_MICRO % COLUMNS


def block_of(box: Box) -> Block:
    """The cells that touch a box."""
    return Block(
        _row(round(box.south * MICRO)),
        _row(round(box.north * MICRO)) + 1,
        _column(box.west),
        _column(box.east) + 1,
    )


def spans(block: Block, inner: Block | None = None) -> list[Span]:
    """Ranges of cell numbers, ends included, that are in `block` and not in `inner`.

    `inner` has the same centre and lies inside, or is None.
    """
    found = []
    for row in range(block.first_row, block.end_row):
        seen = inner if inner and inner.first_row <= row < inner.end_row else None
        for first, end in _columns(block, seen):
            found += [
                (row * COLUMNS + start, row * COLUMNS + stop)
                for start, stop in _on_the_circle(first, end)
            ]
    return found


def _columns(block: Block, seen: Block | None) -> Iterator[Span]:
    if seen is None:
        yield (0, COLUMNS) if block.goes_round else (block.first, block.end)
    elif seen.goes_round:
        return
    elif block.goes_round:
        yield seen.end, seen.first + COLUMNS
    else:
        yield block.first, seen.first
        yield seen.end, block.end


def _on_the_circle(first: int, end: int) -> Iterator[Span]:
    """Columns from `first` to before `end`, as ranges between 0 and the last column, included."""
    if first >= end:
        return
    start, length = first % COLUMNS, end - first
    stop = start + length - 1
    if stop < COLUMNS:
        yield start, stop
    else:
        yield start, COLUMNS - 1
        yield 0, stop - COLUMNS


def _row(latitude: int) -> int:
    return min(max((latitude + 90 * MICRO) // CELL_MICRO, 0), ROWS - 1)


def _column(longitude: float) -> int:
    return (round(longitude * MICRO) + 180 * MICRO) // CELL_MICRO
