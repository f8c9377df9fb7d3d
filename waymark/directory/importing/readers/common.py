"""What the readers of tables share."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from waymark.directory.importing.files import SourceFile
from waymark.directory.importing.rows import Unread
from waymark.directory.importing.text import BadTable, Cells, table

Progress = Callable[[int], None]
Record = dict[str, str]
EVERY = 2000  # rows between two reports of progress


def beyond(done: Progress, before: int) -> Progress:
    """Progress within a file, told as progress within all of them."""
    return lambda size: done(before + size)


def records(
    file: SourceFile, number: int, entity: str, done: Progress
) -> Iterator[tuple[int, Record] | Unread]:
    """Each row of a CSV file by its headings, with its line; what cannot be read says so.

    `done` is told how many bytes of this file are read.
    """
    heading: Cells = []
    try:
        for count, (line, cells, size) in enumerate(table(file)):
            if not heading:
                heading = [cell.strip().strip("\ufeff").lower() for cell in cells]
                continue
            if count % EVERY == 0:
                done(size)
            extra = cells[len(heading) :]
            if len(cells) < len(heading) or any(extra):
                yield Unread(entity, "bad_row", "", number, line)
                continue
            yield line, dict(zip(heading, cells, strict=False))
    except BadTable as fault:
        yield Unread(entity, "bad_row", "", number, fault.line)


def heading_of(file: SourceFile) -> list[str]:
    """The names of the columns of a CSV file; none where it cannot be read."""
    try:
        for _, cells, _ in table(file):
            return [cell.strip().strip("\ufeff").lower() for cell in cells]
    except BadTable:
        return []
    return []


def named(files: Iterable[SourceFile], stems: Sequence[str]) -> list[SourceFile]:
    """The CSV files of these names."""
    return [file for file in files if file.stem in stems and file.ending in {"csv", "tsv", "txt"}]
