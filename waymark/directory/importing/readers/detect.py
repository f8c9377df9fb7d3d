"""Which format a source has."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.directory.importing.files import SourceFile
from waymark.directory.importing.readers import legacy, objects, spreadsheet, tabular
from waymark.directory.importing.readers.common import Progress
from waymark.directory.importing.rows import CannotRead, Read


@dataclass(frozen=True)
class Found:
    """A format by its name, and how to read it."""

    name: str
    read: Callable[[Sequence[SourceFile], Progress], Iterator[Read]]


FORMATS: tuple[tuple[str, Callable[[Sequence[SourceFile]], bool], Found], ...] = (
    ("spreadsheet", spreadsheet.matches, Found("spreadsheet", spreadsheet.read)),
    ("hsds-1", legacy.matches, Found("hsds-1", legacy.read)),
    (
        "hsds-3-csv",
        lambda files: bool(tabular.file_entities([f for f in files if f.ending == "csv"])),
        Found("hsds-3-csv", tabular.read),
    ),
    (
        "hsds-3-json",
        lambda files: any(f.ending in {"json", "ndjson", "jsonl"} for f in files),
        Found("hsds-3-json", objects.read),
    ),
)


def detect(files: Sequence[SourceFile]) -> Found:
    """The format of these files. Raises CannotRead, which names what can be read."""
    for _name, matches, found in FORMATS:
        if matches(files):
            return found
    raise CannotRead(
        _(
            "This is none of the forms that can be read: a package of HSDS 3 or of HSDS 1 or 2 "
            "(CSV files, as a folder or zip), HSDS 3 as JSON, or our own table (XLSX or CSV)."
        )
    )
