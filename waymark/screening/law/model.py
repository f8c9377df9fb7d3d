"""A law as data: which facts make up its elements, with the article and the dates of each.

Nothing here loads Django: the engine can be run and tested by itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from waymark.learn.content.review import Review, Source

GROUPS = ("acts", "means", "purposes", "more")
KINDS = ("offence", "victim_status", "immigration_relief")
LEVELS = ("international", "regional", "national")
DAYS = ("happened", "asked")


@dataclass(frozen=True)
class Period:
    """From its first day to its last; without a last day it still goes on."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.first <= day and (self.last is None or day <= self.last)

    def over(self, day: date) -> bool:
        """Whether it ended before the day."""
        return self.last is not None and self.last < day

    def meets(self, other: "Period") -> bool:
        """Whether the two have a day in common."""
        return self.holds(other.first) or other.holds(self.first)


@dataclass(frozen=True)
class Code:
    """One word of a law's list, for instance an act, with the days on which it stood there."""

    fact: str
    article: str
    source: "Source"
    period: Period


@dataclass(frozen=True)
class Element:
    """What a law asks for: one of its codes, or what another of these laws describes."""

    id: str
    article: str
    source: "Source"
    period: Period
    codes: tuple[Code, ...] = ()
    regimes: tuple[str, ...] = ()
    for_adults: bool = True
    for_children: bool = True

    def needed(self, *, child: bool) -> bool:
        """Whether the law asks for it about a child, or about an adult."""
        return self.for_children if child else self.for_adults


@dataclass(frozen=True)
class Predicate:
    """One legal statement: an offence, a status, or leave to stay. They are never mixed."""

    id: str
    kind: str
    elements: tuple[Element, ...]


@dataclass(frozen=True)
class Consent:
    """Where a law says that the person's consent changes nothing."""

    article: str
    source: "Source"


@dataclass(frozen=True)
class Regime:
    """One version of a law. `day` says whether the day it happened or the day of asking counts."""

    id: str
    title: str
    jurisdiction: str
    level: str
    day: str
    period: Period
    child_age: int
    definition: tuple[Element, ...]
    predicates: tuple[Predicate, ...]
    sources: "tuple[Source, ...]"
    review: "Review"
    consent: Consent | None = None
    transposed_by: date | None = None

    def elements(self) -> Iterator[Element]:
        """Every element that is asked for somewhere, each once."""
        every = [*self.definition, *(e for each in self.predicates for e in each.elements)]
        return iter({element.id: element for element in every}.values())

    def codes(self) -> list[Code]:
        """Every code of its elements."""
        return [code for element in self.elements() for code in element.codes]


@dataclass(frozen=True)
class Law:
    """Every law that is known here, in all its versions."""

    versions: Mapping[str, tuple[Regime, ...]]

    def on(self, identity: str, day: date) -> Regime | None:
        """The version in force on a day; None when there was none. Raises KeyError."""
        found = (regime for regime in self.versions[identity] if regime.period.holds(day))
        return next(found, None)

    def latest(self, identity: str) -> Regime:
        """The version that began last. Raises KeyError for a law that is not here."""
        return max(self.versions[identity], key=lambda regime: regime.period.first)

    def facts(self) -> frozenset[str]:
        """Every fact that some law here asks about."""
        every = (regime for versions in self.versions.values() for regime in versions)
        return frozenset(code.fact for regime in every for code in regime.codes())

    def drawn_on(self, regime: Regime, day: date) -> list[Regime]:
        """The law itself, then those whose definitions it uses, as in force on the day."""
        named = [name for element in regime.elements() for name in element.regimes]
        others = (self.on(name, day) for name in dict.fromkeys(named))
        return [regime, *(other for other in others if other)]


def facts_of(law: Law, chosen: Iterable[tuple[Regime, date]]) -> list[str]:
    """The facts that the chosen laws ask about, in the order of the groups, each once.

    What came into a law after the day is asked too, and named as such; what was gone is not.
    """
    codes = [
        code
        for regime, day in chosen
        for drawn in law.drawn_on(regime, day)
        for code in drawn.codes()
        if not code.period.over(day)
    ]
    found = dict.fromkeys(code.fact for code in codes)
    return sorted(found, key=lambda fact: GROUPS.index(fact.partition(".")[0]))
