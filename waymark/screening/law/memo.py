"""The memo: what came out, in words for a page that can be printed.

It says that an element may be present, is not present on what was entered, or is not known.
It never says what a person is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.learn.content.review import Source
from waymark.screening.law.engine import AGE
from waymark.screening.law.model import KINDS, Period, Regime
from waymark.screening.law.reading import Book
from waymark.screening.law.result import Branch, Elements, Finding, Statement
from waymark.screening.three_valued import Truth

KIND_TITLES: dict[str, str | Promise] = {
    "offence": gettext_lazy("Offences"),
    "victim_status": gettext_lazy("Status"),
    "immigration_relief": gettext_lazy("Staying in the country"),
}
KIND_HINTS: dict[str, str | Promise] = {
    "offence": gettext_lazy("A court decides, and it asks for proof."),
    "victim_status": gettext_lazy("An authority decides, not this page."),
    "immigration_relief": gettext_lazy(
        "An authority decides, on the law of today. Speak with an immigration lawyer first."
    ),
}
FOUND = {
    Truth.TRUE: gettext_lazy("may be present"),
    Truth.FALSE: gettext_lazy("not present on what was entered"),
    Truth.UNKNOWN: gettext_lazy("not known"),
}
NOT_ASKED = gettext_lazy("not asked for")
TOGETHER = {
    Truth.TRUE: gettext_lazy("Every element may be present."),
    Truth.FALSE: gettext_lazy("One element or more is not present on what was entered."),
    Truth.UNKNOWN: gettext_lazy("Not known yet."),
}
WHATEVER_AGE = gettext_lazy("Whatever the age")
TONES = {Truth.TRUE: "accent", Truth.FALSE: "", Truth.UNKNOWN: ""}


@dataclass(frozen=True)
class Row:
    """One element in words."""

    text: str
    article: str
    since: date
    found: str | Promise
    tone: str
    source: Source
    present: list[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """One branch in words, or both where they read alike."""

    title: str | Promise
    rows: list[Row]
    together: str | Promise


@dataclass(frozen=True)
class Entry:
    """One statement of one law in words; `anchor` is where it stands on the page."""

    anchor: str
    regime: Regime
    name: str
    statement: str
    day: date
    parts: list[Part]
    age_open: bool
    together: str | Promise
    missing: list[tuple[str, list[str]]]
    consent: str
    note: str
    not_yet: list[tuple[str, Period]]


@dataclass(frozen=True)
class Section:
    """Every statement of one kind."""

    title: str | Promise
    hint: str | Promise
    entries: list[Entry]


def memo_of(book: Book, found: Iterable[Elements]) -> list[Section]:
    """The statements by kind: an offence, a status and leave to stay are kept apart."""
    every = list(found)
    sections = []
    for kind in KINDS:
        entries = [
            _entry(book, elements, statement)
            for elements in every
            for statement in elements.statements
            if statement.kind == kind
        ]
        if entries:
            sections.append(Section(KIND_TITLES[kind], KIND_HINTS[kind], entries))
    return sections


def sources_of(regimes: Iterable[Regime]) -> list[Source]:
    """The sources of these laws, each page once."""
    found = {source.url: source for regime in regimes for source in regime.sources}
    return list(found.values())


def _entry(book: Book, elements: Elements, statement: Statement) -> Entry:
    regime, words = elements.regime, book.words
    own = f"regimes.{regime.id}"
    return Entry(
        anchor=f"{regime.id}-{statement.id}",
        regime=regime,
        name=words(f"{own}.name"),
        statement=words(f"{own}.predicates.{statement.id}"),
        day=elements.day,
        parts=_parts(book, regime, statement),
        age_open=len(statement.branches) > 1,
        together=TOGETHER[statement.truth],
        missing=_missing(book, statement),
        consent=words(f"{own}.consent"),
        note=words(f"{own}.note"),
        not_yet=[(words(f"facts.{code.fact}"), code.period) for code in elements.not_yet],
    )


def _missing(book: Book, statement: Statement) -> list[tuple[str, list[str]]]:
    """Each element that is open, with the facts of which one would show it.

    A fact that only repeats the element is left out.
    """
    found: dict[str, list[str]] = {}
    for branch in statement.branches:
        for finding in branch.findings if branch.truth is Truth.UNKNOWN else ():
            if finding.missing:
                element = book.words(f"elements.{finding.element.id}")
                facts = [book.words(f"facts.{fact}") for fact in finding.missing]
                found.setdefault(element, [] if facts == [element] else facts)
    if AGE in statement.missing:
        found[_("How old the person was")] = []
    return list(found.items())


def _parts(book: Book, regime: Regime, statement: Statement) -> list[Part]:
    """A part for each branch; one for both where the age makes no difference."""
    first, *others = (_part(book, regime, branch) for branch in statement.branches)
    if others and all(replace(each, title=first.title) == first for each in others):
        return [replace(first, title=WHATEVER_AGE)]
    return [first, *others]


def _part(book: Book, regime: Regime, branch: Branch) -> Part:
    years = {"years": regime.child_age}
    title = (
        _("If the person was under %(years)d") % years
        if branch.child
        else _("If the person was %(years)d or older") % years
    )
    return Part(title, [_row(book, each) for each in branch.findings], TOGETHER[branch.truth])


def _row(book: Book, finding: Finding) -> Row:
    element = finding.element
    return Row(
        text=book.words(f"elements.{element.id}"),
        article=element.article,
        since=element.period.first,
        found=FOUND[finding.truth] if finding.needed else NOT_ASKED,
        tone=TONES[finding.truth] if finding.needed else "",
        source=element.source,
        present=[
            (
                book.words(f"facts.{code.fact}"),
                code.article if code.article != element.article else "",
            )
            for code in finding.present
        ]
        if finding.needed
        else [],
    )
