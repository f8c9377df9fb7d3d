"""Facts in, elements out: which may be present, which are not, which nobody knows yet.

Each law is looked at as it was on its day. Where the age is not known there are two branches,
the protective one (a child) first, and together they are settled only when they agree. All of
it is built from monotone functions: learning a fact never takes a settled answer back.

The elements of a law are words in a book. That they may be present says nothing about whether
somebody is or is not a victim: that is for those whom the law names, and for the person.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from waymark.screening.law.facts import Facts, NotAFact
from waymark.screening.law.model import Code, Element, Law, Predicate, Regime
from waymark.screening.law.result import Branch, Elements, Finding, Statement
from waymark.screening.three_valued import Truth, all_of, any_of

AGE = "age"


class NotInForce(LookupError):
    """The law did not exist on the day, or its text of that day is not carried here."""

    def __init__(self, regime: str, day: date) -> None:
        super().__init__(f"{regime} has no version in force on {day}.")
        self.regime, self.day = regime, day


def assess(law: Law, regime_id: str, facts: Facts) -> Elements:
    """Hold one law against the facts.

    Raises NotAFact for an answer that no law here asks for, NotInForce where the law has no
    version for its day, and KeyError for a law that is not here.
    """
    if strange := sorted(set(facts.answers) - law.facts()):
        raise NotAFact(strange)
    regime = in_force(law, regime_id, facts)
    day = day_of(regime, facts)
    statements = tuple(_statement(law, regime, each, facts, day) for each in regime.predicates)
    return Elements(regime, day, facts, statements, _not_yet(regime, facts, day))


def in_force(law: Law, regime_id: str, facts: Facts) -> Regime:
    """The version of a law that counts for these facts. Raises NotInForce or KeyError."""
    day = day_of(law.latest(regime_id), facts)
    regime = law.on(regime_id, day)
    if regime is None:
        raise NotInForce(regime_id, day)
    return regime


def day_of(regime: Regime, facts: Facts) -> date:
    """The day whose law counts: when it happened, or when somebody asks for leave to stay."""
    return facts.happened if regime.day == "happened" else facts.asked


def defined(law: Law, regime: Regime, facts: Facts, day: date) -> Truth:
    """Whether what the law defines may be there: its act, its means where needed, its purpose."""
    branches = _branches(law, regime, regime.definition, facts, day)
    return _together(branch.truth for branch in branches)


def _statement(
    law: Law, regime: Regime, predicate: Predicate, facts: Facts, day: date
) -> Statement:
    branches = _branches(law, regime, predicate.elements, facts, day)
    truth = _together(branch.truth for branch in branches)
    missing = list(_missing(branches)) if truth is Truth.UNKNOWN else []
    if truth is Truth.UNKNOWN and len(branches) > 1 and _differ(branches):
        missing.append(AGE)
    return Statement(predicate.id, predicate.kind, branches, truth, tuple(missing))


def _branches(
    law: Law, regime: Regime, elements: tuple[Element, ...], facts: Facts, day: date
) -> tuple[Branch, ...]:
    known = facts.age.is_child(regime.child_age)
    if known is not Truth.UNKNOWN:
        return (_branch(law, elements, facts, day, child=known is Truth.TRUE),)
    child = replace(facts, age=facts.age.as_child(regime.child_age))
    adult = replace(facts, age=facts.age.as_adult(regime.child_age))
    return (
        _branch(law, elements, child, day, child=True),
        _branch(law, elements, adult, day, child=False),
    )


def _branch(
    law: Law, elements: tuple[Element, ...], facts: Facts, day: date, *, child: bool
) -> Branch:
    found = tuple(
        _finding(law, element, facts, day, child=child)
        for element in elements
        if element.period.holds(day)
    )
    return Branch(child, found, all_of(each.truth for each in found if each.needed))


def _finding(law: Law, element: Element, facts: Facts, day: date, *, child: bool) -> Finding:
    needed = element.needed(child=child)
    codes = [(code, facts.about(code.fact)) for code in element.codes if code.period.holds(day)]
    if element.regimes:
        truth, missing = _elsewhere(law, element, facts, day)
    else:
        truth = any_of(each for _code, each in codes)
        missing = [code.fact for code, each in codes if each is Truth.UNKNOWN]
    present = tuple(code for code, each in codes if each is Truth.TRUE)
    open_still = needed and truth is Truth.UNKNOWN
    return Finding(element, needed, truth, present, tuple(missing) if open_still else ())


def _elsewhere(law: Law, element: Element, facts: Facts, day: date) -> tuple[Truth, list[str]]:
    """Whether one of the other laws may apply; unknown where none was in force on the day."""
    others = [found for name in element.regimes if (found := law.on(name, day))]
    if not others:
        return Truth.UNKNOWN, []
    branches = [
        branch
        for other in others
        for branch in _branches(law, other, other.definition, facts, day)
        if branch.truth is Truth.UNKNOWN
    ]
    return any_of(defined(law, other, facts, day) for other in others), _missing(branches)


def _together(truths: Iterable[Truth]) -> Truth:
    """What every branch agrees on."""
    found = set(truths)
    return found.pop() if len(found) == 1 else Truth.UNKNOWN


def _differ(branches: tuple[Branch, ...]) -> bool:
    return len({branch.truth for branch in branches}) > 1


def _missing(branches: Iterable[Branch]) -> list[str]:
    """The facts that could still change a branch, each once."""
    open_still = (branch for branch in branches if branch.truth is Truth.UNKNOWN)
    return list(
        dict.fromkeys(
            fact for branch in open_still for finding in branch.findings for fact in finding.missing
        )
    )


def _not_yet(regime: Regime, facts: Facts, day: date) -> tuple[Code, ...]:
    """Codes that were entered as present, and were no part of the law on the day."""
    return tuple(
        code
        for code in regime.codes()
        if facts.about(code.fact) is Truth.TRUE and not code.period.holds(day)
    )
