"""Figures from the files: each checked by itself, the organisation's after ours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from waymark.learn.content.fields import LANGUAGE, Fields, read_toml
from waymark.learn.content.folders import OURS, Shelf, files
from waymark.learn.content.words import Words, read_words
from waymark.learn.figures import rows
from waymark.learn.figures.record import Figure, Note, Series, Unused

KIND = "figures"
Found = TypeVar("Found")
_LISTS = ("sources", "figures", "series", "unused", "notes")


@dataclass(frozen=True)
class Book:
    """Everything that the files of figures say."""

    figures: Mapping[str, Figure]
    series: Mapping[str, Series]
    unused: Mapping[str, Unused]
    notes: Mapping[str, Note]
    words: Words
    places: Mapping[str, Path]


def read_book(ours: Path = OURS) -> Book:
    """The figures of the files; one of the organisation takes the place of ours with its id."""
    words = read_words(KIND, ours)
    tables = _structure(ours)
    sources = _all(tables, "sources", rows.publication, lambda found: found.id)
    figures: dict[str, Figure] = {}
    places: dict[str, Path] = {}
    for table in tables:
        for row in table.tables("figures"):
            figure = rows.figure(row, sources, words)
            figures[figure.id], places[figure.id] = figure, table.path
    return Book(
        figures=figures,
        series=_all(tables, "series", lambda row: rows.series(row, words), lambda found: found.id),
        unused=_all(
            tables, "unused", lambda row: rows.unused(row, sources, words), lambda found: found.id
        ),
        notes=_all(
            tables, "notes", lambda row: rows.note(row, sources, words), lambda found: found.place
        ),
        words=words,
        places=places,
    )


book = Shelf(read_book)


def _structure(ours: Path) -> list[Fields]:
    """The tables of every file that is not the words of a language."""
    found = []
    for path in files(KIND, "*.toml", ours):
        table = Fields(path, read_toml(path))
        if not LANGUAGE.fullmatch(path.stem):
            table.only(*_LISTS)
            found.append(table)
        elif any(isinstance(table.values.get(name), list) for name in _LISTS):
            raise table.fault("is named like a language: begin its name with four letters or more.")
    return found


def _all(
    tables: list[Fields],
    name: str,
    read: Callable[[Fields], Found],
    key: Callable[[Found], str],
) -> dict[str, Found]:
    """What all files say under a name; the last with a key counts."""
    found = [read(row) for table in tables for row in table.tables(name)]
    return {key(each): each for each in found}
