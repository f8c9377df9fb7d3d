"""Tables of strangers: a CSV or a workbook becomes rows of plain text, or is refused."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.reports.importing.reading.csv_text import rows_of_text
from waymark.reports.importing.reading.sheets import rows_of_workbook
from waymark.reports.importing.reading.table import Line, Table, table_of
from waymark.web.workbooks.archive import is_archive
from waymark.web.workbooks.refusals import CannotRead

MOST_BYTES = 10 * 1024**2
MOST_ROWS = 20_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0"

__all__ = ["MOST_BYTES", "MOST_ROWS", "CannotRead", "Line", "Table", "read_table"]


@dataclass(frozen=True)
class _Found:
    """What a reader found: rows with their places, and what to say of the file."""

    rows: list[Line]
    sheet: str = ""
    more_sheets: int = 0


def read_table(data: bytes, encoding: str = "") -> Table:
    """The table in a file. `encoding`: of a CSV; found out where it is empty.

    Raises CannotRead, whose text says what to do, for whatever is no table or could do harm.
    """
    if not data.strip():
        raise CannotRead(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise CannotRead(_("The file is larger than 10 MB. Bring it in parts."))
    if data.startswith(OLD_EXCEL):
        raise CannotRead(_("This is an old Excel file. Save it as XLSX or CSV."))
    found = _read(data, encoding)
    if len(found.rows) > MOST_ROWS + 1:
        raise CannotRead(_("The table has more than 20,000 rows. Bring it in parts."))
    return table_of(found.rows, found.sheet, found.more_sheets)


def _read(data: bytes, encoding: str) -> _Found:
    if is_archive(data):
        return _Found(*rows_of_workbook(data, MOST_ROWS + 100))
    return _Found(rows_of_text(data, encoding))
