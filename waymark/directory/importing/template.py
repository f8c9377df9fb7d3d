"""Makes the empty table that an organisation fills in: lists to choose from, one example row."""

import io
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

from waymark.directory.importing.sheet import COLUMNS, EXPLAINED, LISTS, ROWS, SHEET
from waymark.directory.taxonomies import TERMS_FILE, read_terms

WIDTH = 18


def write_template(path: Path) -> None:
    """Write the table as XLSX. Raises OSError."""
    path.write_bytes(template())


def template() -> bytes:
    """The table as XLSX."""
    made = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(made, plain)
    bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8EEF4", "border": 1})
    grey = book.add_format({"italic": True, "font_color": "#666666"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    services = book.add_worksheet(SHEET)
    services.freeze_panes(1, 3)
    services.set_column(0, len(COLUMNS) - 1, WIDTH, text)
    for number, column in enumerate(COLUMNS):
        services.write_string(0, number, column.heading, bold)
        services.write_string(1, number, column.example, grey)
        if column.explanation:
            services.write_comment(0, number, column.explanation, {"x_scale": 2})
        if column.choices:
            services.data_validation(
                1, number, ROWS, number,
                {"validate": "list", "source": list(column.choices), "error_type": "stop",
                 "error_title": column.heading[:32], "error_message": "Choose one of the list."},
            )  # fmt: skip
    explained = book.add_worksheet(EXPLAINED)
    explained.set_column(0, 0, 32)
    explained.set_column(1, 1, 90)
    for number, column in enumerate(COLUMNS):
        explained.write_string(number, 0, column.heading, bold)
        explained.write_string(number, 1, column.explanation, wrapped)
    _write_terms(book.add_worksheet(LISTS), bold)
    book.close()
    return made.getvalue()


def _write_terms(sheet: "xlsxwriter.worksheet.Worksheet", bold: object) -> None:
    terms = read_terms(TERMS_FILE.read_bytes(), TERMS_FILE.name)
    names = {term.code: term.name for term in terms}
    for number, heading in enumerate(("Code", "Kind of help", "Belongs to")):
        sheet.write_string(0, number, heading, bold)
    for row, term in enumerate(terms, start=1):
        cells = (term.code, term.name, names.get(term.parent_code, ""))
        for number, value in enumerate(cells):
            sheet.write_string(row, number, value)
    sheet.set_column(1, 2, 40)
    sheet.write_string(
        0, 4, "Open Eligibility, CC BY-SA 3.0, github.com/auntbertha/openeligibility"
    )
