"""Workbooks. Of several sheets the one with most rows is read; a formula is never worked out."""

from datetime import datetime, time

from django.utils.translation import gettext as _

from waymark.reports.importing.reading.table import ERROR, FORMULA, Line, cleaned, trimmed
from waymark.web.workbooks.cells import Raw
from waymark.web.workbooks.refusals import CannotRead
from waymark.web.workbooks.workbook import Sheet, read_workbook


def rows_of_workbook(data: bytes, most_rows: int) -> tuple[list[Line], str, int]:
    """Every row of a sheet, its name, and how many more sheets hold something.

    Raises CannotRead for workbooks that are harmful, damaged, too large or hold nothing.
    """
    filled = [sheet for sheet in read_workbook(data, most_rows=most_rows).sheets if sheet.rows]
    if not filled:
        raise CannotRead(_("The file is empty."))
    largest = max(filled, key=lambda sheet: len(sheet.rows))
    return _lines(largest), largest.name, len(filled) - 1


def _lines(sheet: Sheet) -> list[Line]:
    marks: dict[int, dict[int, str]] = {}
    for found, mark in ((sheet.formulas, FORMULA), (sheet.errors, ERROR)):
        for row, column in found:
            marks.setdefault(row, {})[column - 1] = mark
    lines = []
    for place, cells in enumerate(sheet.rows, start=1):
        own = marks.get(place, {})
        texts = ["" if own.get(at) == ERROR else _text(cell) for at, cell in enumerate(cells)]
        lines.append(Line(place, trimmed(texts), own))
    return lines


def _text(cell: Raw) -> str:
    """A cell as a person would write it; a number without the decimals that a spreadsheet adds."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()  # spreadsheets know no difference
    return cleaned(str(cell))
