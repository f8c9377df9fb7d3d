"""What came out, with the articles and the sources, so that it can be printed or sealed."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from waymark.screening.law.facts import Age, Facts
from waymark.screening.law.model import Code, Element, Period, Regime
from waymark.screening.three_valued import Truth

if TYPE_CHECKING:
    from waymark.learn.content.review import Source


@dataclass(frozen=True)
class Finding:
    """One element held against the facts. Its truth counts only where the law asks for it.

    `present` are the codes that were entered as present, `missing` the facts still to be known.
    """

    element: Element
    needed: bool
    truth: Truth
    present: tuple[Code, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Branch:
    """The elements for a child, or for an adult."""

    child: bool
    findings: tuple[Finding, ...]
    truth: Truth


@dataclass(frozen=True)
class Statement:
    """One predicate. With two branches it is settled only when both say the same."""

    id: str
    kind: str
    branches: tuple[Branch, ...]
    truth: Truth
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Elements:
    """What one law asks for, and what is there on the facts that were entered.

    `not_yet` are codes that were entered as present but were no part of the law on its day.
    """

    regime: Regime
    day: date
    facts: Facts
    statements: tuple[Statement, ...]
    not_yet: tuple[Code, ...]

    def as_record(self) -> dict[str, object]:
        """Everything in plain values: what was entered, the law of the day, what came out."""
        return {
            "regime": self.regime.id,
            "title": self.regime.title,
            "in_force": _period(self.regime.period),
            "day": self.day.isoformat(),
            "happened": self.facts.happened.isoformat(),
            "asked": self.facts.asked.isoformat(),
            "age": _age(self.facts.age),
            "answers": {code: truth.value for code, truth in sorted(self.facts.answers.items())},
            "statements": [_statement(each) for each in self.statements],
            "not_yet": [_code(each) for each in self.not_yet],
        }


def _statement(statement: Statement) -> dict[str, object]:
    return {
        "id": statement.id,
        "kind": statement.kind,
        "elements": statement.truth.value,
        "branches": [_branch(each) for each in statement.branches],
        "missing": list(statement.missing),
    }


def _branch(branch: Branch) -> dict[str, object]:
    return {
        "for": "child" if branch.child else "adult",
        "elements": branch.truth.value,
        "findings": [_finding(each) for each in branch.findings],
    }


def _finding(finding: Finding) -> dict[str, object]:
    element = finding.element
    return {
        "element": element.id,
        "article": element.article,
        "in_force": _period(element.period),
        "needed": finding.needed,
        "truth": finding.truth.value if finding.needed else None,
        "present": [_code(each) for each in finding.present],
        "source": _source(element.source),
    }


def _code(code: Code) -> dict[str, object]:
    return {
        "fact": code.fact,
        "article": code.article,
        "in_force": _period(code.period),
        "source": _source(code.source),
    }


def _period(period: Period) -> dict[str, str | None]:
    return {
        "first": period.first.isoformat(),
        "last": period.last.isoformat() if period.last else None,
    }


def _source(source: "Source") -> dict[str, str]:
    return {"title": source.title, "url": source.url, "seen": source.seen.isoformat()}


def _age(age: Age) -> dict[str, int | None]:
    return {"at_least": age.at_least, "below": age.below}
