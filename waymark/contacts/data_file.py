"""Reads `data/contacts.toml` strictly: anything doubtful is refused, naming the row."""

import tomllib
from itertools import product
from pathlib import Path

from waymark.contacts.phone import same_line
from waymark.contacts.rows import ContactRow, read_row
from waymark.contacts.table import DataFileError, Table

DATA_FILE = Path(__file__).parent / "data" / "contacts.toml"


def read_contacts(path: Path = DATA_FILE) -> list[ContactRow]:
    """Every contact of the file. Raises DataFileError, which names the row and what is wrong."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataFileError(f"{path.name} cannot be read: {error}") from error
    rows = [read_row(entry) for entry in Table(document, path.name).tables("contact")]
    _refuse_doubles(rows, path.name)
    _refuse_retired(rows)
    return rows


def _refuse_doubles(rows: list[ContactRow], where: str) -> None:
    slugs = [row.slug for row in rows]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise DataFileError(f"{where}: contact {slug!r} stands there twice")


def _refuse_retired(rows: list[ContactRow]) -> None:
    for row, other in product(rows, rows):
        if row.country != other.country:
            continue
        for retired, number in product(row.retired, other.numbers):
            if same_line(retired, number.printed, row.country):
                raise DataFileError(f"contact {other.slug!r}: {retired!r} is retired, do not offer")
