"""Counts by month, as they grow: what is new since the last tables of each month."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from waymark.packs.definitions import ALL, Population

Cells = dict[str, dict[str, int]]  # by table, then by its labels joined with `|`
Slices = dict[str, Cells]  # by month, such as `2026-03`
Members = dict[str, list[str]]
MOST_MEMBERS = 100  # more are not listed behind a cell
JOIN = "|"


@dataclass(frozen=True)
class Happened:
    """One answer of a question that takes several: its month, and when it was recorded."""

    question: str
    answer: str
    month: str
    recorded: datetime


@dataclass(frozen=True)
class Unit:
    """A person or a report to count: the month, when it was recorded, what is known."""

    who: str
    month: str
    recorded: datetime
    one: Mapping[str, str]
    many: tuple[Happened, ...] = ()


def month_of(day: date) -> str:
    """Such as `2026-03`."""
    return f"{day.year:04}-{day.month:02}"


def months_between(first: date, last: date) -> tuple[str, ...]:
    """The months of a period within one year, in order."""
    return tuple(f"{first.year:04}-{month:02}" for month in range(first.month, last.month + 1))


@dataclass
class Tally:
    """Counts so far.

    Attributes:
        population: says which breakdowns are counted.
        months: of the period.
        since: when the latest tables of a month were counted: only later records are new.
        until: what is recorded later is not counted.
        slices: the counts that are new.
        members: who is in each cell of the period, while they are few enough to be listed.
    """

    population: Population
    months: Collection[str]
    since: Mapping[str, datetime]
    until: datetime
    slices: Slices = field(default_factory=dict)
    members: Members = field(default_factory=dict)

    def add(self, unit: Unit) -> None:
        """Count one person or report."""
        if unit.month in self.months and unit.recorded <= self.until:
            for names in self.population.single:
                labels = JOIN.join(unit.one[name] for name in names)
                self._put(unit, "+".join(names) or ALL, labels, unit.month, unit.recorded)
        for each in first_of_each(unit):
            if each.month in self.months and each.recorded <= self.until:
                self._put(unit, each.question, each.answer, each.month, each.recorded)

    def _put(self, unit: Unit, table: str, labels: str, month: str, recorded: datetime) -> None:
        members = self.members.setdefault(cell_key(table, labels), [])
        if len(members) <= MOST_MEMBERS:
            members.append(unit.who)
        if month in self.since and recorded <= self.since[month]:
            return
        cells = self.slices.setdefault(month, {}).setdefault(table, {})
        cells[labels] = cells.get(labels, 0) + 1


def cell_key(table: str, labels: str) -> str:
    """Names a cell of a run."""
    return f"{table}:{labels}"


def first_of_each(unit: Unit) -> list[Happened]:
    """Each answer once, where it comes first; never before the unit itself counts."""
    found: dict[tuple[str, str], Happened] = {}
    for each in unit.many:
        month = max(each.month, unit.month)
        at = Happened(each.question, each.answer, month, each.recorded)
        known = found.get((each.question, each.answer))
        if known is None or (at.month, at.recorded) < (known.month, known.recorded):
            found[each.question, each.answer] = at
    return list(found.values())
