"""Figures for other programs: rows of CSV that no spreadsheet runs, and plain objects for JSON."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from waymark.accounts.auditing.table import BYTE_ORDER_MARK, harmless
from waymark.learn.figures import drawing, queries, units, wording
from waymark.learn.figures.reading import book
from waymark.learn.figures.record import Figure, Publication, Series, Unused

COLUMNS = (
    *("id", "topic", "sentence", "measure", "value", "low", "high", "precision"),
    *("unit", "unit_words", "part", "population", "denominator", "place"),
    *("period_start", "period_end", "method", "publisher", "title", "published"),
    *("url", "seen", "via", "confidence", "supersedes", "superseded_by"),
    *("review_due", "overdue", "caveat", "beside"),
)


def row(figure: Figure) -> dict[str, str]:
    """A figure with every field as text; words are in the reader's language."""
    words, source = book().words, figure.source
    note = queries.note_beside(figure)
    return {
        "id": figure.id,
        "topic": figure.topic,
        "sentence": queries.sentence(figure),
        "measure": figure.measure,
        "value": f"{figure.value:f}",
        "low": f"{figure.low:f}" if figure.low is not None else "",
        "high": f"{figure.high:f}" if figure.high is not None else "",
        "precision": figure.precision,
        "unit": figure.unit,
        "unit_words": units.named(figure.unit),
        "part": figure.part,
        "population": wording.population(figure),
        "denominator": wording.denominator(figure),
        "place": figure.place,
        "period_start": figure.period_start.isoformat(),
        "period_end": figure.period_end.isoformat(),
        "method": words(f"method.{figure.method}"),
        "publisher": source.publisher,
        "title": source.title,
        "published": source.published,
        "url": source.url,
        "seen": source.seen.isoformat(),
        "via": source.via,
        "confidence": figure.confidence,
        "supersedes": figure.supersedes,
        "superseded_by": figure.superseded_by,
        "review_due": figure.review_due.isoformat(),
        "overdue": "yes" if figure.overdue else "no",
        "caveat": words(f"caveat.{figure.caveat}") if figure.caveat else "",
        "beside": words(f"note.{note.text}") if note else "",
    }


def as_csv(figures: Iterable[Figure]) -> str:
    """The figures as CSV; spreadsheets read the mark in front as UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row(figure)) for figure in figures)
    return BYTE_ORDER_MARK + text.getvalue()


def as_objects(figures: Iterable[Figure]) -> list[dict[str, str]]:
    """The figures as objects of texts."""
    return [row(figure) for figure in figures]


def series_as_object(series: Series) -> dict[str, object]:
    """A series: its words and its figures, with what stands between them."""
    return {
        "id": series.id,
        "title": drawing.title(series),
        "text": drawing.text(series),
        "points": [
            {"figure": line.figure.id, "label": line.label, "break_before": line.reason}
            for line in drawing.lines(series)
        ],
    }


def unused_as_object(number: Unused) -> dict[str, object]:
    """A number that we do not use, and why."""
    words = book().words
    texts = {
        name: words(f"unused.{number.id}.{name}") for name in ("claim", "who", "why", "instead")
    }
    sources = [_source(each) for each in number.sources]
    return {"id": number.id, **texts, "figures": list(number.instead), "sources": sources}


def figures_of(series: Series) -> Sequence[Figure]:
    """The figures of a series, in its order."""
    return [line.figure for line in drawing.lines(series)]


def _cells(values: Mapping[str, str]) -> list[str]:
    return [harmless(str(values[name])) for name in COLUMNS]


def _source(source: Publication) -> dict[str, str]:
    return {"publisher": source.publisher, "title": source.title, "url": source.url}
