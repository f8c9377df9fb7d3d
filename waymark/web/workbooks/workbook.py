"""A workbook as sheets of cells, after it was looked through."""

import io
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from waymark.web.workbooks.archive import names, unpack
from waymark.web.workbooks.cells import Raw
from waymark.web.workbooks.refusals import CannotRead
from waymark.web.workbooks.scanning import (
    MOST_ROWS,
    Place,
    Scan,
    check_elements,
    check_text,
    scan_sheet,
    text_lengths,
)
from waymark.web.workbooks.xml import Element, parse

BOOK = "xl/workbook.xml"
BOOK_LINKS = "xl/_rels/workbook.xml.rels"
TEXTS = "xl/sharedstrings.xml"
MOST_SHEETS = 50


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: what its tab says.
        rows: cells from A1 on; "" where a cell is blank.
        formulas, errors: which cells are formulas or show an error, as (row, column) from 1.
        hidden: the rows that nobody sees, from 1.
    """

    name: str
    rows: tuple[tuple[Raw, ...], ...]
    formulas: frozenset[Place] = frozenset()
    errors: frozenset[Place] = frozenset()
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """A workbook. Attributes: its sheets; whether it counts days from 1904, as old Macs did."""

    sheets: tuple[Sheet, ...]
    from_1904: bool


def is_workbook(data: bytes) -> bool:
    """Whether an archive is a workbook. Raises CannotRead for a damaged archive."""
    return BOOK in {name.lower() for name in names(data)}


def read_workbook(data: bytes, *, most_rows: int = MOST_ROWS) -> Workbook:
    """Read every sheet; none may reach further down than `most_rows`.

    Raises CannotRead for what is harmful, too large or damaged.
    """
    _refuse_programs(data)
    parts = {name.lower(): content for name, content in unpack(data, (".xml", ".rels"))}
    scans = _look_through(parts, most_rows)
    if BOOK not in parts:
        raise CannotRead(_("The file is no workbook. Save it as an XLSX workbook."))
    paths = _paths(parts)
    book = parse(parts[BOOK])
    with _opened(parts) as opened:
        sheets = tuple(
            _sheet(opened, name, scans.get(paths.get(name, ""), Scan()))
            for name in opened.sheet_names
        )
    return Workbook(sheets, _from_1904(book))


def _refuse_programs(data: bytes) -> None:
    found = names(data)
    if any(name.lower().endswith("vbaproject.bin") for name in found):
        raise CannotRead(_("The workbook holds macros. Save it as XLSX, without macros."))
    if any(name.lower().startswith("xl/externallinks/") for name in found):
        raise CannotRead(
            _("The workbook takes values from other files. Paste them as values and save it again.")
        )


def _look_through(parts: dict[str, bytes], most_rows: int) -> dict[str, Scan]:
    """Look through every part, wherever it lies: any of them could be called a sheet."""
    scans: dict[str, Scan] = {}
    elements = 0
    for path, content in parts.items():
        if path != TEXTS:
            scans[path] = scan_sheet(content, most_rows)
            elements += scans[path].elements
            check_elements(elements)
    check_text(list(scans.values()), text_lengths(parts[TEXTS]) if TEXTS in parts else [])
    return scans


def _paths(parts: dict[str, bytes]) -> dict[str, str]:
    """Where each sheet lies, by the name of its tab."""
    links = {
        link.attributes.get("Id", ""): link.attributes.get("Target", "")
        for link in (parse(parts[BOOK_LINKS]).children if BOOK_LINKS in parts else ())
    }
    listed = parse(parts[BOOK]).child("sheets")
    sheets = listed.children if listed else []
    if len(sheets) > MOST_SHEETS:
        raise CannotRead(_("The workbook has too many sheets. Bring them in parts."))
    return {sheet.attributes.get("name", ""): _path(links, sheet) for sheet in sheets}


def _path(links: dict[str, str], sheet: Element) -> str:
    link = next((v for k, v in sheet.attributes.items() if k.endswith(" id")), "")
    target = links.get(link, "").lower()
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _from_1904(book: Element) -> bool:
    properties = book.child("workbookPr")
    said = properties.attributes if properties else {}
    return said.get("date1904", "0") in {"1", "true", "on"}


def _opened(parts: dict[str, bytes]) -> CalamineWorkbook:
    """Open only the parts that were looked through, packed anew: what is read is what was seen."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    packed.seek(0)
    try:
        return CalamineWorkbook.from_filelike(packed)
    except (CalamineError, ValueError, OSError) as fault:
        raise CannotRead(_("The workbook cannot be read. Save it again as XLSX.")) from fault


def _sheet(book: CalamineWorkbook, name: str, found: Scan) -> Sheet:
    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as fault:
        raise CannotRead(_("A sheet cannot be read. Save the workbook again as XLSX.")) from fault
    cells = tuple(tuple(row) for row in rows)
    marks = (frozenset(found.formulas), frozenset(found.errors), frozenset(found.hidden))
    return Sheet(name, cells, *marks)
