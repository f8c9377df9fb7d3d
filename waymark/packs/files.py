"""The files of a run: a workbook and one CSV for each table, in a ZIP archive.

Text is never a formula, in either.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # publishes no types
from django.utils import translation
from django.utils.translation import gettext as _

from waymark.packs.models import PackRun
from waymark.packs.showing import Shown, notes

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# The wide ones are taken for the narrow ones where people write with them.
LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDTH, LONGEST_SHEET = 48, 31
BOM = "\ufeff"  # without it, spreadsheets take UTF-8 for something else
Row = Sequence[str | int]


def archive(run: PackRun, shown: Sequence[Shown], made_on: date) -> bytes:
    """All tables of a run with notes, as they may leave."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr(f"{run.pack}.xlsx", _workbook(run, shown, made_on))
        files.writestr("notes.csv", _csv([[line] for line in notes(run, made_on)]))
        for number, table in enumerate(shown, 1):
            files.writestr(f"{number:02}-{table.id.replace('+', '-')}.csv", _csv(_rows(table)))
    return made.getvalue()


def _rows(table: Shown) -> Iterable[Row]:
    yield [str(table.title), _("People") if table.people else _("Reports")]
    for row in table.rows:
        yield [row.title, row.text if row.number is None else row.number]


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(LIKE_FORMULAS) else text


def _csv(rows: Iterable[Row]) -> str:
    made = io.StringIO()
    made.write(BOM)
    writer = csv.writer(made)
    for row in rows:
        writer.writerow([guarded(each) if isinstance(each, str) else each for each in row])
    return made.getvalue()


def _workbook(run: PackRun, shown: Sequence[Shown], made_on: date) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, OPTIONS)
    bold = book.add_format({"bold": True, "quote_prefix": True})
    plain = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    _sheet(book, _("Notes"), ([line] for line in notes(run, made_on)), bold, plain)
    for number, table in enumerate(shown, 1):
        _sheet(book, f"{number} {table.title}", _rows(table), bold, plain)
    book.close()
    return made.getvalue()


def _sheet(book: Any, title: str, rows: Iterable[Row], bold: Any, plain: Any) -> None:
    allowed = "".join(letter for letter in title if letter not in "[]:*?/\\'")
    sheet = book.add_worksheet(allowed[:LONGEST_SHEET])
    sheet.set_column(0, 0, WIDTH)
    if translation.get_language_bidi():
        sheet.right_to_left()
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(at, column, value, bold if at == 0 else plain)
            else:
                sheet.write_number(at, column, value)
