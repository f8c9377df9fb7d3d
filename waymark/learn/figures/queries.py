"""Figures for the pages, and for other rooms:

found = queries.figure("world-sex-2021")
queries.sentence(found)
"""

from collections.abc import Iterator

from waymark.learn.figures import wording
from waymark.learn.figures.reading import book
from waymark.learn.figures.record import Figure, Note, Series, Unused
from waymark.learn.figures.rows import TOPICS


def figure(identity: str) -> Figure | None:
    """The figure with this id; None where there is none."""
    return book().figures.get(identity)


def sentence(figure: Figure) -> str:
    """The figure in the reader's language, made from its record."""
    return wording.sentence(figure)


def figures() -> list[Figure]:
    """Every figure, by topic, in the order of the files."""
    return [each for topic in TOPICS for each in about(topic)]


def about(topic: str) -> list[Figure]:
    """The figures of a topic, in the order of the files."""
    return [each for each in book().figures.values() if each.topic == topic]


def newest_first(figures: list[Figure]) -> list[Figure]:
    """The same figures, those about the latest time first."""
    return sorted(figures, key=lambda each: each.period_end, reverse=True)


def replaced_by(figure: Figure) -> list[Figure]:
    """What this figure took the place of: the one before first, then the ones before that."""
    return list(_back(figure))


def replacing(figure: Figure) -> Figure | None:
    """The figure that took the place of this one."""
    return book().figures.get(figure.superseded_by)


def note_beside(figure: Figure) -> Note | None:
    """What must always stand beside this figure."""
    return book().notes.get(figure.place)


def all_series() -> list[Series]:
    """Every series, by topic."""
    found = book().series.values()
    return sorted(found, key=lambda each: TOPICS.index(each.topic))


def series(identity: str) -> Series | None:
    """The series with this id; None where there is none."""
    return book().series.get(identity)


def series_with(figure: Figure) -> list[Series]:
    """The series that a figure is a part of."""
    return [s for s in all_series() if any(point.figure == figure.id for point in s.points)]


def unused() -> list[Unused]:
    """The numbers that we do not use."""
    return list(book().unused.values())


def _back(figure: Figure) -> Iterator[Figure]:
    seen = {figure.id}
    before = book().figures.get(figure.supersedes)
    while before is not None and before.id not in seen:
        yield before
        seen.add(before.id)
        before = book().figures.get(before.supersedes)
