"""Reads tables of text as they come: any usual encoding and delimiter, line by line."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from waymark.directory.importing.files import SourceFile

CHUNK = 1024**2
DELIMITERS = ",;\t|"
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
Cells = list[str]


class BadTable(Exception):
    """From this line on the table cannot be read."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def encoding_of(file: SourceFile) -> str:
    """UTF-8 where the whole file is; else what its first bytes say, else Windows-1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open() as stream:
        first = stream.read(CHUNK)
        for mark, name in MARKS:
            if first.startswith(mark):
                return name
        try:
            while first:
                decoder.decode(first)
                first = stream.read(CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def text_of(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The stream as text; a byte that no letter belongs to becomes a mark."""
    known = isinstance(stream, io.BufferedIOBase)
    buffered = stream if known else io.BufferedReader(cast("io.RawIOBase", stream))
    return io.TextIOWrapper(
        cast("io.BufferedReader", buffered), encoding=encoding, errors="replace", newline=""
    )


def delimiter_of(line: str) -> str:
    """The delimiter that stands most often in the first line."""
    return max(DELIMITERS, key=line.count)


def table(file: SourceFile) -> Iterator[tuple[int, Cells, int]]:
    """Line number, cells, and bytes read so far, of each row that is not empty.

    The first is the heading. Raises BadTable where the rest cannot be read.
    """
    encoding = encoding_of(file)  # first: both read the one open file from its beginning
    with file.open() as stream, text_of(stream, encoding) as text:
        first = text.readline()
        lines = _chain(first, text)
        reader = csv.reader(lines, delimiter=delimiter_of(first))
        line = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                raise BadTable(line) from fault
            if any(cells):
                yield line, cells, _done(stream)
            line = reader.line_num + 1


def _done(stream: BinaryIO) -> int:
    return stream.tell() if not stream.closed else 0


def _chain(first: str, rest: io.TextIOWrapper) -> Iterator[str]:
    yield first
    yield from rest
