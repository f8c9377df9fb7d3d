"""Tables of text. An encoding that is not certain is asked for: a wrong guess changes names."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from waymark.directory.importing.text import MARKS, delimiter_of
from waymark.reports.importing.reading.table import Line, cleaned, trimmed
from waymark.web.workbooks.refusals import CannotRead

# What spreadsheets write where they do not write UTF-8, with the languages that need it.
ENCODINGS = {
    "cp1252": "Windows-1252 (English, Español, Français, Português)",
    "cp1256": "Windows-1256 (العربية, فارسی)",
    "cp1258": "Windows-1258 (Tiếng Việt)",
    "cp1250": "Windows-1250 (Polski, Magyar, Română)",
    "cp1251": "Windows-1251 (Русский, Українська)",
    "utf-16-le": "UTF-16",
}
_SAYS_DELIMITER = "sep="


def rows_of_text(data: bytes, encoding: str) -> list[Line]:
    """Every line of a CSV, also the empty ones. Raises CannotRead."""
    text = _decoded(data, encoding)
    if "\0" in text:
        raise CannotRead(_("The file is neither a CSV nor an XLSX table. Export it again as one."))
    first, _end, rest = text.lstrip("\n\r").partition("\n")
    if first.lower().startswith(_SAYS_DELIMITER):  # as spreadsheets write it for each other
        delimiter, skipped = first[len(_SAYS_DELIMITER) :][:1], 1
    else:
        delimiter, skipped, rest = delimiter_of(first), 0, text
    if delimiter in {"", '"', "\r"}:
        delimiter = ","
    try:
        return list(_lines(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter), skipped))
    except csv.Error as fault:
        raise CannotRead(
            _("From some line on the table cannot be read: a quotation mark may be missing.")
        ) from fault


def _lines(reader: "csv._reader", skipped: int) -> Iterator[Line]:  # type: ignore[name-defined]  # only stubs know it
    place = 1 + skipped
    for cells in reader:
        yield Line(place, trimmed([cleaned(cell) for cell in cells]))
        place = reader.line_num + 1 + skipped


def _decoded(data: bytes, encoding: str) -> str:
    mark = next((name for first, name in MARKS if data.startswith(first)), "")
    try:
        return data.decode(mark or encoding or "utf-8")
    except UnicodeDecodeError as fault:
        if mark or encoding:
            raise CannotRead(_("The file is not in this encoding. Choose another one.")) from fault
        raise CannotRead(
            _("The file is not in UTF-8. Say which encoding it is in, or save it as CSV UTF-8.")
        ) from fault
