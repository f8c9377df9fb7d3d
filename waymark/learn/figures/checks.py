"""What is wrong with the figures, in sentences: for `waymark content check` and for the tests."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from django.conf import settings
from django.utils import translation

from waymark.learn.content.checks import reading_problems
from waymark.learn.content.faults import ContentError
from waymark.learn.figures import units
from waymark.learn.figures.reading import Book, read_book
from waymark.learn.figures.record import Confidence, Figure, Series, Unit

READING_AGE = 11
SENTENCE = ("population.", "denominator.")
RESERVED = frozenset({"about", "series", "unused"})
READ_BY_THE_PUBLIC = ("intro", "topics", "note", "units", "method", "caveat", "series", "unused")
DAY = timedelta(days=1)


def problems() -> list[str]:
    """Every problem of the figures, one sentence each, the file first."""
    try:
        found = read_book()
    except ContentError as fault:
        return [str(fault)]
    return [*of_book(found)]


def of_book(book: Book) -> Iterator[str]:
    """Every problem of these figures."""
    for figure in book.figures.values():
        for sentence in _of_figure(figure, book):
            yield f"{book.places[figure.id]}: {figure.id}: {sentence}"
    for series in book.series.values():
        for sentence in _of_series(series, book):
            yield f"series {series.id}: {sentence}"
    for number in book.unused.values():
        for unknown in sorted(set(number.instead) - set(book.figures)):
            yield f"unused {number.id}: `instead` names {unknown!r}, which is no figure."
    yield from _of_words(book)
    yield from _of_units(book)


def _of_figure(figure: Figure, book: Book) -> Iterator[str]:
    if figure.id in RESERVED:
        yield "this `id` is an address of the site: choose another."
    if figure.overdue:
        yield f"was due for review on {figure.review_due}: check it and set the date anew."
    yield from _of_chain(figure, book)


def _of_chain(figure: Figure, book: Book) -> Iterator[str]:
    """Both ends of a replacement must agree, and mean the same kind of number."""
    if figure.supersedes:
        before = book.figures.get(figure.supersedes)
        if before is None:
            yield f"`supersedes` names {figure.supersedes!r}, which is no figure."
        elif before.superseded_by != figure.id:
            yield f'{before.id!r} must say `superseded_by = "{figure.id}"`.'
    if not figure.superseded_by:
        return
    after = book.figures.get(figure.superseded_by)
    if after is None:
        yield f"`superseded_by` names {figure.superseded_by!r}, which is no figure."
        return
    if after.supersedes != figure.id:
        yield f'{after.id!r} must say `supersedes = "{figure.id}"`.'
    if _kind(after) != _kind(figure):
        yield (
            f"{after.id!r} counts something else: a figure and what replaces it must agree in "
            "unit, measure, part and place."
        )
    if after.confidence is Confidence.C:
        yield f"{after.id!r} has confidence C and so may replace nothing."
    if _goes_in_a_circle(figure, book):
        yield "the figures that replace it lead back to it."


def _kind(figure: Figure) -> tuple[str, ...]:
    return figure.measure, figure.unit, figure.part, figure.place


def _goes_in_a_circle(figure: Figure, book: Book) -> bool:
    seen: set[str] = set()
    following = figure.superseded_by
    while following in book.figures and following not in seen:
        if following == figure.id:
            return True
        seen.add(following)
        following = book.figures[following].superseded_by
    return False


def _of_series(series: Series, book: Book) -> Iterator[str]:
    for point in series.points:
        if point.figure not in book.figures:
            yield f"{point.figure!r} is no figure."
    points = [point for point in series.points if point.figure in book.figures]
    figures = [book.figures[point.figure] for point in points]
    if len({_kind(figure) for figure in figures}) > 1:
        yield "its figures must agree in unit, measure, part and place."
    if series.axis == "year":
        for (_before, point), (before, figure) in zip(
            pairwise(points), pairwise(figures), strict=True
        ):
            if not point.break_before and figure.period_start != before.period_end + DAY:
                yield f"{figure.id!r} does not follow on {before.id!r}: say why in `break_before`."


def _of_words(book: Book) -> Iterator[str]:
    for language, texts in book.words.texts.items():
        for group in READ_BY_THE_PUBLIC:
            read = [text for key, text in texts.items() if _is_prose(key, group)]
            for sentence in reading_problems("\n".join(read), language, READING_AGE):
                yield f"{language}.toml: [{group}] {sentence}"
        yield from _of_language(book, language)


def _is_prose(key: str, group: str) -> bool:
    """Whether a text is sentences of ours: headings are too short to measure, claims not ours."""
    first, last = key.split(".", maxsplit=1)[0], key.rsplit(".", maxsplit=1)[-1]
    return first == group and last not in {"title", "claim"}


def _of_language(book: Book, language: str) -> Iterator[str]:
    """A language is whole, or else a page would change its language from line to line."""
    english, others = book.words.texts["en"], book.words.texts[language]
    for key in sorted(set(english) - set(others)):
        yield f"{language}.toml: {key} is missing."
    for key in sorted(set(others) - set(english)):
        yield f"{language}.toml: {key} has no counterpart in en.toml."


def _of_units(book: Book) -> Iterator[str]:
    """Only the unit may say what was counted, so no other words of a sentence name a unit."""
    for language in sorted(set(book.words.texts) & {code for code, _name in settings.LANGUAGES}):
        with translation.override(language):
            names = [units.named(unit) for unit in Unit]
        for key, text in book.words.texts[language].items():
            named = [name for name in names if key.startswith(SENTENCE) and name in text]
            if named:
                yield f"{language}.toml: {key} names the unit {named[0]!r}: leave that to the unit."
