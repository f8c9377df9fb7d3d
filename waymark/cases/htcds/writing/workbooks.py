"""An XLSX workbook, laid out as the published template is, with names that match their labels.

Text is never a formula. Text that looks like one has the mark with which spreadsheets show text as
it is, also after somebody edits the cell.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # publishes no types

from waymark.cases.htcds.answers import Answer, HtcdsRow, Record
from waymark.cases.htcds.ours import KEY, MAIN_TAB, SILENCES, TABS, silences_as_text
from waymark.cases.htcds.standard import ATTRIBUTION, VERSION, Field, Group, fields_of
from waymark.cases.htcds.taking import silences_of
from waymark.cases.htcds.writing.checking import check_records, fields_to_write
from waymark.cases.htcds.written import as_text

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# The wide ones are taken for the narrow ones where people write with them.
LIKE_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets count a day that never was
MOST_DIGITS = 15  # of a number in a cell
WIDTH = 18


def write_workbook(records: Sequence[Record]) -> bytes:
    """Records as a workbook: one row each, and a sheet for what a case has a second time.

    Raises BadAnswer for what could not be read again unchanged.
    """
    check_records(records)
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, OPTIONS)
    book.set_properties(
        {"comments": f"Human Trafficking Case Data Standard {VERSION}: {ATTRIBUTION}"}
    )
    rows = ((record.key, record.row) for record in records)
    _Sheet(book, MAIN_TAB, fields_to_write(records)).write(rows)
    for group, tab in TABS.items():
        further = list(_further(records, group))
        if further:
            _Sheet(book, tab, fields_of(group)).write(further)
    book.close()
    return made.getvalue()


def _further(records: Iterable[Record], group: Group) -> Iterable[tuple[str, HtcdsRow]]:
    for record in records:
        for part in record.further:
            if part.group is group:
                yield record.key, part.row


class _Sheet:
    """One sheet: names in a hidden row, labels, answers, and our two columns, hidden."""

    def __init__(self, book: Any, tab: str, fields: Sequence[Field]) -> None:
        self._sheet = book.add_worksheet(tab)
        self._fields = fields
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"num_format": "@"})
        self._guarded = book.add_format({"num_format": "@", "quote_prefix": True})
        self._date = book.add_format({"num_format": "yyyy-mm-dd"})
        self._headings()

    def _headings(self) -> None:
        last = len(self._fields)
        self._sheet.set_column(0, last - 1, WIDTH, self._text)
        self._sheet.set_column(last, last + 1, WIDTH, self._text, {"hidden": True})
        self._sheet.set_row(0, None, None, {"hidden": True})
        self._sheet.freeze_panes(2, 0)
        names = (*(field.name for field in self._fields), KEY, SILENCES)
        for column, name in enumerate(names):
            self._sheet.write_string(0, column, name)
        for column, field in enumerate(self._fields):
            self._sheet.write_string(1, column, field.label, self._head)

    def write(self, rows: Iterable[tuple[str, HtcdsRow]]) -> None:
        """Write every row with the key of its record."""
        for number, (key, row) in enumerate(rows, start=2):
            for column, field in enumerate(self._fields):
                if field.name in row:
                    self._answer(number, column, row[field.name])
            last = len(self._fields)
            self._string(number, last, key)
            self._string(number, last + 1, silences_as_text(silences_of(row)))

    def _answer(self, row: int, column: int, answer: Answer) -> None:
        value = answer.value
        if value is None:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(row, column, value)
        elif isinstance(value, date) and value >= FIRST_DAY:
            self._sheet.write_datetime(row, column, value, self._date)
        elif isinstance(value, int) or (isinstance(value, Decimal) and _fits(value)):
            self._sheet.write_number(row, column, value)
        else:
            self._string(row, column, as_text(value))

    def _string(self, row: int, column: int, text: str) -> None:
        if text:
            guarded = text.startswith(LIKE_FORMULAS)
            self._sheet.write_string(row, column, text, self._guarded if guarded else self._text)


def _fits(value: Decimal) -> bool:
    """Whether a cell can hold a decimal number exactly as it is written."""
    return len(value.as_tuple().digits) <= MOST_DIGITS
