"""What the pages of figures show, taken from the records and the words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.learn.figures import citing, drawing, queries, units, wording
from waymark.learn.figures.reading import book
from waymark.learn.figures.record import Confidence, Figure, Publication, Unit, Unused

CONFIDENCE: dict[Confidence, str | Promise] = {
    Confidence.A: _("We read the page of those who counted."),
    Confidence.B: _("We read it at somebody who quotes those who counted."),
    Confidence.C: _("We found it only at somebody who repeats it. Nobody has checked it."),
}


@dataclass(frozen=True)
class Shown:
    """A figure as a page shows it."""

    figure: Figure
    sentence: str
    method: str
    caveat: str
    published: str
    confidence: str | Promise


@dataclass(frozen=True)
class Topic:
    """A topic with its words."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Meaning:
    """A unit and what it means."""

    name: str
    text: str


@dataclass(frozen=True)
class Beside:
    """What always stands beside the figures of a place, and who says so."""

    text: str
    source: Publication
    published: str


@dataclass(frozen=True)
class NotUsed:
    """A number that we do not use, with its words and what to use instead."""

    number: Unused
    claim: str
    who: str
    why: str
    instead: str
    figures: list[Shown]


def shown(figure: Figure) -> Shown:
    """A figure with its words in the reader's language."""
    words = book().words
    return Shown(
        figure=figure,
        sentence=queries.sentence(figure),
        method=words(f"method.{figure.method}"),
        caveat=words(f"caveat.{figure.caveat}") if figure.caveat else "",
        published=wording.published(figure.source.published),
        confidence=CONFIDENCE[figure.confidence],
    )


def everything(figure: Figure) -> dict[str, object]:
    """All that the page of one figure shows."""
    after = queries.replacing(figure)
    return {
        "shown": shown(figure),
        "topic": topic(figure.topic),
        "facts": _facts(figure),
        "notes": notes_of([figure]),
        "after": shown(after) if after else None,
        "before": [shown(each) for each in queries.replaced_by(figure)],
        "series": [(each.id, drawing.title(each)) for each in queries.series_with(figure)],
        "in_words": citing.in_words(figure),
        "bibtex": citing.bibtex(figure),
    }


def topic(key: str) -> Topic:
    """A topic with its words."""
    words = book().words
    return Topic(key, words(f"topics.{key}.title"), words(f"topics.{key}.text"))


def units_of(figures: Iterable[Figure]) -> list[Meaning]:
    """What the units of these figures mean, each once."""
    return [_meaning(unit) for unit in dict.fromkeys(figure.unit for figure in figures)]


def notes_of(figures: Iterable[Figure]) -> list[Beside]:
    """What must stand beside these figures, each once."""
    found = dict.fromkeys(filter(None, (queries.note_beside(figure) for figure in figures)))
    words = book().words
    return [
        Beside(words(f"note.{note.text}"), note.source, wording.published(note.source.published))
        for note in found
    ]


def not_used(number: Unused) -> NotUsed:
    """A number that we do not use, with its words."""
    words = book().words
    figures = [found for each in number.instead if (found := queries.figure(each))]
    return NotUsed(
        number=number,
        claim=words(f"unused.{number.id}.claim"),
        who=words(f"unused.{number.id}.who"),
        why=words(f"unused.{number.id}.why"),
        instead=words(f"unused.{number.id}.instead"),
        figures=[shown(each) for each in figures],
    )


def _meaning(unit: Unit) -> Meaning:
    name = units.named(unit)
    return Meaning(name[:1].upper() + name[1:], book().words(f"units.{unit}"))


def _facts(figure: Figure) -> list[tuple[str | Promise, str | Promise]]:
    """The record, field by field; the page leaves out what is empty."""
    meaning, seen = _meaning(figure.unit), shown(figure)
    return [
        (_("What was counted"), f"{meaning.name}. {meaning.text}"),
        (_("Who"), wording.population(figure)),
        (_("Out of whom"), wording.denominator(figure)),
        (_("Where"), wording.place(figure)),
        (_("When"), wording.period(figure)),
        (_("How"), seen.method),
        (_("Take care"), seen.caveat),
        (_("Who says so"), figure.source.publisher),
        (_("Published"), seen.published),
        (_("Quoted by"), figure.source.via),
        (_("How sure we are"), seen.confidence),
        (_("To be checked again by"), wording.day(figure.review_due)),
    ]
