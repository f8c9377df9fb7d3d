"""One table of a file of figures, made into what it stands for and checked by itself."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from babel import Locale

from waymark.learn.content.faults import ContentError
from waymark.learn.content.fields import Fields
from waymark.learn.content.words import Words
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

TOPICS = ("world", "found", "line", "young", "courts", "countries")
AXES = ("year", "population")
PUBLISHED = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
Kind = TypeVar("Kind", bound=StrEnum)
_FIGURE = (
    *("id", "topic", "measure", "value", "low", "high", "precision", "unit", "part"),
    *("population", "denominator", "place", "period_start", "period_end", "method", "source"),
    *("confidence", "supersedes", "superseded_by", "review_due", "caveat"),
)


def publication(row: Fields) -> Publication:
    """A publication, from its table."""
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


def figure(row: Fields, sources: Mapping[str, Publication], words: Words) -> Figure:
    """A figure, from its table. Raises ContentError for a mistake in it."""
    row.only(*_FIGURE)
    found = Figure(
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
    for sentence in mistakes(found):
        raise ContentError(row.path, f"{found.id}: {sentence}")
    return found


def series(row: Fields, words: Words) -> Series:
    """A series, from its table."""
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


def unused(row: Fields, sources: Mapping[str, Publication], words: Words) -> Unused:
    """A number that we do not use, from its table."""
    row.only("id", "instead", "sources")
    identity = _named(row, "unused", ("claim", "who", "why"), words)
    if unknown := sorted(set(row.texts("sources")) - set(sources)):
        raise row.fault(f"there is no source {unknown[0]!r}.")
    return Unused(identity, row.texts("instead"), tuple(sources[s] for s in row.texts("sources")))


def note(row: Fields, sources: Mapping[str, Publication], words: Words) -> Note:
    """What stands beside the figures of a place, from its table."""
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
