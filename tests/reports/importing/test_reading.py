"""Files of strangers: a table, or a sentence that says what to do."""

import io
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.htcds.making import replaced, workbook
from tests.reports.importing.making import many, table
from waymark.reports.importing import reading
from waymark.reports.importing.reading import CannotRead, Table, read_table
from waymark.reports.importing.reading.csv_text import ENCODINGS
from waymark.reports.importing.reading.table import MOST_COLUMNS

HEADINGS = ["Date", "Description", "City"]
ROW = ["2026-04-13", "A cellar", "Ürümqi"]
GOOD = workbook({"Calls": [["Date", "Description"], ["2026-04-13", ("=1+1", "x")]]})


def texts(found: Table) -> list[tuple[int, tuple[str, ...]]]:
    return [(line.place, line.cells) for line in found.lines]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_every_usual_form(delimiter: str, encoding: str) -> None:
    lines = "\r\n".join(delimiter.join(row) for row in (HEADINGS, ROW)).encode(encoding)
    found = read_table(lines)
    assert found.headings == tuple(HEADINGS)
    assert texts(found) == [(2, tuple(ROW))]


def test_an_encoding_that_is_not_certain_is_asked_for() -> None:
    data = ",".join(HEADINGS).encode() + b"\n" + ",".join(ROW).encode("cp1252")
    with pytest.raises(CannotRead, match="Say which encoding"):
        read_table(data)
    assert texts(read_table(data, "cp1252")) == [(2, tuple(ROW))]
    with pytest.raises(CannotRead, match="Choose another one"):
        read_table(b"a,b\nc,\x81", "cp1252")


def test_arabic_of_an_old_spreadsheet() -> None:
    data = "التاريخ,الوصف\n2026-04-13,قبو".encode("cp1256")
    assert texts(read_table(data, "cp1256")) == [(2, ("2026-04-13", "قبو"))]


def test_titles_empty_rows_and_a_line_of_the_delimiter_are_passed_over() -> None:
    found = read_table(b"sep=;\nOur export\n\nDate;Description\n2026-04-13;A cellar\n\n;;\n")
    assert found.headings == ("Date", "Description")
    assert texts(found) == [(5, ("2026-04-13", "A cellar"))]
    assert found.empty == 3


def test_cells_keep_their_lines_and_lose_what_nobody_sees() -> None:
    found = read_table(b'Date,Description\n2026-04-13,"One\r\n\x07two\x1f "\n')
    assert found.lines[0].cells[1] == "One\ntwo"


def test_a_column_without_a_heading_is_named_by_its_letters() -> None:
    assert read_table(b"Date,,City\n1,2,3,4").headings == ("Date", "B", "City", "D")


def test_a_workbook_is_read_as_people_write_it() -> None:
    rows: list[list[Any]] = [
        ["Date", "Time", "Number", "Description"],
        [datetime.fromisoformat("2026-04-13 22:45"), 0.5, 17.0, "=SUM(1)"],
        [date(2026, 4, 14), "", 1.5, "x"],
    ]
    found = read_table(workbook({"Notes": [["x"]], "Calls": rows}))
    assert (found.sheet, found.more_sheets) == ("Calls", 1)
    assert texts(found) == [
        (2, ("2026-04-13 22:45:00", "0.5", "17", "=SUM(1)")),
        (3, ("2026-04-14", "", "1.5", "x")),
    ]


def test_a_formula_is_marked_and_never_worked_out() -> None:
    rows: list[list[Any]] = [
        ["Date", "Description"],
        ["2026-04-13", ("=1+1", "a cellar")],
        ["x", ("=1+1", "")],
    ]
    found = read_table(workbook({"Calls": rows}))
    assert [line.cell(1) for line in found.lines] == ["a cellar", ""]
    assert [dict(line.marks) for line in found.lines] == [{1: "formula"}, {1: "formula"}]


def test_a_table_comes_back_as_it_was() -> None:
    rows: list[list[Any]] = [["Date", "Description"], ["2026-04-13", ("=1+1", "a cellar")]]
    found = read_table(workbook({"Calls": rows}))
    assert Table.from_bytes(found.to_bytes()) == found


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"Date,Description\n", "a row of headings and below it"),
        (b"Date,Description\n,\n", "a row of headings and below it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"GIF89a\x00\x01", "neither a CSV nor an XLSX"),
        (b'Date,Description\n2026,"' + b"x" * 200_000, "a quotation mark may be missing"),
        (replaced(GOOD, {"xl/vbaProject.bin": b"x"}), "macros"),
        (replaced(GOOD, {"xl/externalLinks/externalLink1.xml": b"<a/>"}), "other files"),
        (table(headings=["x"] * (MOST_COLUMNS + 1)) + b"y," * MOST_COLUMNS + b"y", "100 columns"),
    ],
    ids=[
        "nothing", "blanks", "no-rows", "empty-rows", "old-excel", "cut-archive", "picture",
        "open-quote", "macros", "other-files", "wide",
    ],
)  # fmt: skip
def test_what_is_refused_says_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(CannotRead, match=sentence):
        read_table(data)


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotRead, match="larger than 10 MB"):
        read_table(b"x" * (reading.MOST_BYTES + 1))
    with pytest.raises(CannotRead, match="more than 20,000 rows"):
        read_table(b"Date,Description\n" + b"1,2\n" * (reading.MOST_ROWS + 1))
    assert len(read_table(b"Date,Description\n" + b"1,2\n" * reading.MOST_ROWS).lines) == 20_000
    monkeypatch.setattr("waymark.reports.importing.reading.table.MOST_TEXT", 20)
    with pytest.raises(CannotRead, match="too much text"):
        read_table(many(3))


@given(st.binary(max_size=400), st.sampled_from(["", *ENCODINGS]))
def test_any_bytes_are_a_table_or_refused(data: bytes, encoding: str) -> None:
    try:
        found = read_table(data, encoding)
    except CannotRead:
        return
    assert Table.from_bytes(found.to_bytes()) == found
    assert not any("\0" in cell for line in found.lines for cell in line.cells)


@settings(max_examples=60)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_a_workbook_that_was_tampered_with_is_read_or_refused(at: int, with_: bytes) -> None:
    changed = io.BytesIO(GOOD)
    changed.seek(at)
    changed.write(with_)
    with suppress(CannotRead):
        read_table(changed.getvalue())
