"""`python -m waymark.directory.gazetteer.build FILE`: make the gazetteer's file.

A process of its own, so that the site's processes never hold what the packages hold.
"""

import os
import sqlite3
import sys
from pathlib import Path

from waymark.directory.gazetteer.drafts import Draft, drafts

TABLES = """
PRAGMA journal_mode=OFF;
PRAGMA synchronous=OFF;
CREATE TABLE place (
    id integer PRIMARY KEY, name text NOT NULL, region text NOT NULL, country text NOT NULL,
    latitude real, longitude real, areas text NOT NULL, kind text NOT NULL, near text NOT NULL,
    people integer NOT NULL
);
CREATE TABLE name (
    spelt text NOT NULL, place integer NOT NULL, main integer NOT NULL, PRIMARY KEY (spelt, place)
) WITHOUT ROWID;
BEGIN;
"""


def build(path: Path) -> None:
    """Write the file anew; it is there whole or not at all, whoever else builds it too."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(unfinished, isolation_level=None)
    connection.executescript(TABLES)
    names: list[tuple[str, int, bool]] = []
    for number, draft in enumerate(drafts(), start=1):
        connection.execute(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (number, *_columns(draft))
        )
        names += ((name, number, True) for name in draft.main)
        names += ((name, number, False) for name in draft.others - draft.main)
    connection.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(names))
    connection.execute("COMMIT")
    connection.close()
    unfinished.replace(path)


def _columns(draft: Draft) -> tuple[object, ...]:
    place = draft.place
    point = place.point or (None, None)
    first = (place.name, place.region, place.country, *point)
    return (*first, " ".join(place.areas), str(place.kind), place.near, place.people)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
