"""Looks through the XML of a worksheet before anything is made of it.

A reader of workbooks lays out the whole rectangle that the cells span, gives each cell its own copy
of a shared text, and shows the last result of a formula as if somebody had typed it. So how far the
cells reach, how much text they hold and which are formulas is known before it starts.
"""

import re
from dataclasses import dataclass, field
from itertools import count

from django.utils.translation import gettext as _

from waymark.web.workbooks.refusals import CannotRead
from waymark.web.workbooks.xml import SPACE, scan

MOST_ROWS = 10_100
MOST_COLUMNS = 500
MOST_CELLS = 1_000_000
MOST_ELEMENTS = 4_000_000  # of all parts: a cell with its text is three or four
MOST_TEXT = 32 * 1024**2  # characters in all cells
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Place = tuple[int, int]  # row and column, the first is 1


@dataclass
class Scan:
    """What a worksheet holds.

    Attributes:
        formulas: the cells that are formulas.
        errors: the cells in which the spreadsheet shows an error.
        shared: how often each shared text is used, by its number.
        hidden: the rows that nobody sees.
        elements: how many elements there are.
    """

    formulas: set[Place] = field(default_factory=set)
    errors: set[Place] = field(default_factory=set)
    shared: dict[int, int] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    elements: int = 0
    last_row: int = 0
    last_column: int = 0


class _Sheet:
    """Follows rows and cells; both may leave out where they are, and are then the next ones."""

    def __init__(self) -> None:
        self.found = Scan()
        self._row = self._column = self._cells = 0
        self._kind = ""
        self._text: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(SPACE)[2]
        self.found.elements += 1
        check_elements(self.found.elements)
        if local == "row":
            self._row, self._column = _number(attributes.get("r")) or self._row + 1, 0
            if attributes.get("hidden") in {"1", "true"}:
                self.found.hidden.add(self._row)
        elif local == "c":
            self._cell(attributes)
        elif local in {"v", "is", "f"}:
            self._content(local)

    def end(self, name: str) -> None:
        """An element ends."""
        if name.rpartition(SPACE)[2] == "v" and self._text is not None:
            number = _number("".join(self._text).strip())
            if number is not None:
                self.found.shared[number] = self.found.shared.get(number, 0) + 1
            self._text = None

    def characters(self, text: str) -> None:
        """Text; only numbers of shared texts matter."""
        if self._text is not None:
            self._text.append(text)

    def _cell(self, attributes: dict[str, str]) -> None:
        place = PLACE.fullmatch(attributes.get("r", ""))
        self._column = column_number(place[1]) if place else self._column + 1
        self._row = int(place[2]) if place else self._row
        self._kind = attributes.get("t", "")
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise CannotRead(_("The workbook has too many cells. Bring it in parts."))

    def _content(self, local: str) -> None:
        found, here = self.found, (self._row, self._column)
        found.last_row = max(found.last_row, self._row)
        found.last_column = max(found.last_column, self._column)
        if local == "f":
            found.formulas.add(here)
        if self._kind == "e":
            found.errors.add(here)
        self._text = [] if local == "v" and self._kind == "s" else None


def scan_sheet(data: bytes, most_rows: int = MOST_ROWS) -> Scan:
    """Look through a worksheet. Raises CannotRead where it is harmful or too large."""
    sheet = _Sheet()
    scan(data, start=sheet.start, end=sheet.end, characters=sheet.characters)
    found = sheet.found
    if found.last_row > most_rows or found.last_column > MOST_COLUMNS:
        raise CannotRead(
            _("A sheet reaches to row %(row)s and column %(column)s: %(most)s rows and 500 columns "
              "are read at most. Bring it in parts, or delete what stands far out.")
            % {"row": found.last_row, "column": found.last_column, "most": most_rows}
        )  # fmt: skip
    if found.last_row * found.last_column > MOST_CELLS:
        raise CannotRead(_("The workbook has too many cells. Bring it in parts."))
    return found


def text_lengths(data: bytes) -> list[int]:
    """How long each shared text is, in characters. Raises CannotRead for harmful XML."""
    lengths: list[int] = []
    elements = count(1)

    def start(name: str, _attributes: dict[str, str]) -> None:
        check_elements(next(elements))
        if name.rpartition(SPACE)[2] == "si":
            lengths.append(0)

    def characters(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    scan(data, start=start, end=lambda _name: None, characters=characters)
    return lengths


def check_elements(number: int) -> None:
    """Raises CannotRead for more elements than a large table has."""
    if number > MOST_ELEMENTS:
        raise CannotRead(_("The workbook is too large. Bring it in parts."))


def check_text(scans: list[Scan], lengths: list[int]) -> None:
    """Raises CannotRead where the cells together hold too much text."""
    total = sum(
        times * lengths[number]
        for found in scans
        for number, times in found.shared.items()
        if number < len(lengths)
    )
    if total > MOST_TEXT:
        raise CannotRead(_("The cells hold too much text. Bring the workbook in parts."))


def column_number(letters: str) -> int:
    """27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
