"""What one law asks for, in words: for the page about it."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from waymark.learn.content.review import Source
from waymark.screening.law.memo import KIND_TITLES
from waymark.screening.law.model import Code, Element, Period, Regime
from waymark.screening.law.reading import Book


@dataclass(frozen=True)
class Word:
    """One code of an element, with the article and the days where these are its own."""

    text: str
    article: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Asked:
    """One element in words."""

    text: str
    article: str
    period: Period
    source: Source
    people: str
    codes: list[Word]
    elsewhere: list[tuple[str, str]]


@dataclass(frozen=True)
class Told:
    """One statement of the law in words."""

    name: str
    kind: str | Promise
    elements: list[Asked]


def told(book: Book, regime: Regime) -> list[Told]:
    """Each statement of a law with its elements."""
    return [
        Told(
            book.words(f"regimes.{regime.id}.predicates.{predicate.id}"),
            KIND_TITLES[predicate.kind],
            [_asked(book, regime, element) for element in predicate.elements],
        )
        for predicate in regime.predicates
    ]


def _asked(book: Book, regime: Regime, element: Element) -> Asked:
    return Asked(
        text=book.words(f"elements.{element.id}"),
        article=element.article,
        period=element.period,
        source=element.source,
        people=_people(element, regime.child_age),
        codes=[_word(book, code, element) for code in element.codes],
        elsewhere=[(name, book.words(f"regimes.{name}.name")) for name in element.regimes],
    )


def _word(book: Book, code: Code, element: Element) -> Word:
    own, outer = code.period, element.period
    return Word(
        text=book.words(f"facts.{code.fact}"),
        article=code.article if code.article != element.article else "",
        since=own.first if own.first != outer.first else None,
        until=own.last if own.last != outer.last else None,
    )


def _people(element: Element, years: int) -> str:
    if element.for_adults and element.for_children:
        return _("Children and adults")
    if element.for_adults:
        return _("Only for people of %(years)d or older") % {"years": years}
    return _("Only for people under %(years)d") % {"years": years}
