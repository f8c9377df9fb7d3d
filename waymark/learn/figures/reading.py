"""Figures from the files: each checked by itself, the organisation's after ours."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from babel import Locale

from waymark.learn.content.faults import ContentError
from waymark.learn.content.fields import LANGUAGE, Fields, read_toml
from waymark.learn.content.folders import OURS, Shelf, files
from waymark.learn.content.words import Words, read_words
from waymark.learn.figures.mistakes import mistakes
from waymark.learn.figures.record import (
    Confidence,
    Figure,
    Measure,
    Note,
    Part,
    Point,
    Precision,
    Publication,
    Series,
    Unit,
    Unused,
)

KIND = "figures"
TOPICS = ("world", "found", "line", "young", "courts", "countries")
AXES = ("year", "population")
PUBLISHED = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
Kind = TypeVar("Kind", bound=StrEnum)
Found = TypeVar("Found")
_FIGURE = (
    *("id", "topic", "measure", "value", "low", "high", "precision", "unit", "part"),
    *("population", "denominator", "place", "period_start", "period_end", "method", "source"),
    *("confidence", "supersedes", "superseded_by", "review_due", "caveat"),
)


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
    tables = [
        Fields(path, read_toml(path))
        for path in files(KIND, "*.toml", ours)
        if not LANGUAGE.fullmatch(path.stem)
    ]
    for table in tables:
        table.only("sources", "figures", "series", "unused", "notes")
    sources = _all(tables, "sources", _publication, lambda found: found.id)
    figures: dict[str, Figure] = {}
    places: dict[str, Path] = {}
    for table in tables:
        for row in table.tables("figures"):
            figure = _figure(row, sources, words)
            figures[figure.id], places[figure.id] = figure, table.path
    return Book(
        figures=figures,
        series=_all(tables, "series", lambda row: _series(row, words), lambda found: found.id),
        unused=_all(
            tables, "unused", lambda row: _unused(row, sources, words), lambda found: found.id
        ),
        notes=_all(
            tables, "notes", lambda row: _note(row, sources, words), lambda found: found.place
        ),
        words=words,
        places=places,
    )


book = Shelf(read_book)


def _all(
    tables: list[Fields],
    name: str,
    read: Callable[[Fields], Found],
    key: Callable[[Found], str],
) -> dict[str, Found]:
    """What all files say under a name; the last with a key counts."""
    found = [read(row) for table in tables for row in table.tables(name)]
    return {key(each): each for each in found}


def _publication(row: Fields) -> Publication:
    row.only("id", "publisher", "title", "published", "url", "seen", "via")
    published, url, seen = row.text("published", ""), row.text("url"), row.day("seen")
    if published and not PUBLISHED.fullmatch(published):
        raise row.fault('`published` must be like "2022-09-12", "2022-09" or "2022".')
    if not url.startswith("https://"):
        raise row.fault("`url` must begin with https://.")
    if published > seen.isoformat():
        raise row.fault("`seen` must not come before `published`.")
    return Publication(
        id=row.neutral_path("id"),
        publisher=row.text("publisher"),
        title=row.text("title"),
        published=published,
        url=url,
        seen=seen,
        via=row.text("via", ""),
    )


def _figure(row: Fields, sources: Mapping[str, Publication], words: Words) -> Figure:
    row.only(*_FIGURE)
    figure = Figure(
        id=row.neutral_path("id"),
        topic=row.one_of("topic", TOPICS),
        measure=_one(row, "measure", Measure),
        value=_number(row, "value"),
        low=_number(row, "low") if "low" in row.values else None,
        high=_number(row, "high") if "high" in row.values else None,
        precision=_one(row, "precision", Precision, Precision.EXACT),
        unit=_one(row, "unit", Unit),
        part=_one(row, "part", Part, Part.WITHIN_UNIT),
        population=_known(row, "population", words),
        denominator=_known(row, "denominator", words, ""),
        place=_place(row),
        period_start=row.day("period_start"),
        period_end=row.day("period_end"),
        method=_known(row, "method", words),
        source=sources[row.one_of("source", sources)],
        confidence=_one(row, "confidence", Confidence),
        supersedes=row.text("supersedes", ""),
        superseded_by=row.text("superseded_by", ""),
        review_due=row.day("review_due"),
        caveat=_known(row, "caveat", words, ""),
    )
    for sentence in mistakes(figure):
        raise ContentError(row.path, f"{figure.id}: {sentence}")
    return figure


def _series(row: Fields, words: Words) -> Series:
    row.only("id", "topic", "axis", "points")
    points = [
        (point.text("figure"), _known(point, "break_before", words, "", kind="break"))
        for point in row.tables("points")
    ]
    return Series(
        id=_named(row, "series", ("title", "text"), words),
        topic=row.one_of("topic", TOPICS),
        axis=row.one_of("axis", AXES),
        points=tuple(Point(figure, reason) for figure, reason in points),
    )


def _unused(row: Fields, sources: Mapping[str, Publication], words: Words) -> Unused:
    row.only("id", "instead", "sources")
    identity = _named(row, "unused", ("claim", "who", "why"), words)
    if unknown := sorted(set(row.texts("sources")) - set(sources)):
        raise row.fault(f"there is no source {unknown[0]!r}.")
    return Unused(identity, row.texts("instead"), tuple(sources[s] for s in row.texts("sources")))


def _note(row: Fields, sources: Mapping[str, Publication], words: Words) -> Note:
    row.only("place", "text", "source")
    return Note(
        _place(row),
        _known(row, "text", words, kind="note"),
        sources[row.one_of("source", sources)],
    )


def _one(row: Fields, name: str, kind: type[Kind], default: Kind | None = None) -> Kind:
    return kind(row.one_of(name, [each.value for each in kind], default))


def _number(row: Fields, name: str) -> Decimal:
    number = Decimal(repr(row.number(name)))
    whole = number.to_integral_value()
    return whole if whole == number else number


def _place(row: Fields) -> str:
    """A two-letter country, or a region that the CLDR has a name for: 001 is the world, EU."""
    return row.one_of("place", Locale.parse("en").territories)


def _known(row: Fields, name: str, words: Words, default: str | None = None, kind: str = "") -> str:
    """A key for which en.toml has words."""
    key = row.text(name, default)
    if key and not words(f"{kind or name}.{key}", "en"):
        raise row.fault(f"en.toml has no words for {kind or name}.{key}.")
    return key


def _named(row: Fields, kind: str, texts: tuple[str, ...], words: Words) -> str:
    identity = row.neutral_path("id")
    for text in texts:
        if not words(f"{kind}.{identity}.{text}", "en"):
            raise row.fault(f"en.toml has no words for {kind}.{identity}.{text}.")
    return identity
