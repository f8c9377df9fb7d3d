"""Somebody who has every table that was ever shown, and reckons what else follows from them.

Apart from the code that protects: one unknown for each joint answer of each stretch of records,
one equation for each number that is shown, and a solver that looks for the least and the most that
a number kept back can be. Whatever is protected has to leave it in doubt.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

URGENCY = ("urgent", "other")
PROMISE = ("kept", "later", "not_answered")
JOINT = tuple(product(URGENCY, PROMISE))
TABLES = ("urgency", "promise", "urgency+promise")
ALL = "all"
MOST = 400.0  # more reports than any of these tables could hold
Counts = Mapping[tuple[str, str], int]  # one month's new records, by joint answer
Shown = Mapping[str, Mapping[str, int | None]]


@dataclass(frozen=True)
class Run:
    """What one run counted anew by month, and what it shows."""

    months: frozenset[str]
    new: Mapping[str, Counts]
    shown: Shown = field(default_factory=dict)


def matches(table: str, labels: str, joint: tuple[str, str]) -> bool:
    """Whether somebody with these answers stands in a cell."""
    if table == ALL:
        return True
    said = dict(zip(("urgency", "promise"), joint, strict=True))
    asked = table.split("+")
    return [said[name] for name in asked] == labels.split("|")


class Attacker:
    """The unknowns and equations of all runs so far."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        stretches = {(at, month) for at, run in enumerate(runs) for month in run.months}
        self.unknown = {key: place for place, key in enumerate(product(sorted(stretches), JOINT))}

    def row(self, run: int, table: str, labels: str) -> np.ndarray:
        """Which unknowns a cell of a run adds up."""
        found = np.zeros(len(self.unknown))
        for ((at, month), joint), place in self.unknown.items():
            counted = at <= run and month in self.runs[run].months
            if counted and matches(table, labels, joint):
                found[place] = 1
        return found

    def truth(self) -> np.ndarray:
        """What the unknowns really are."""
        found = np.zeros(len(self.unknown))
        for ((at, month), joint), place in self.unknown.items():
            found[place] = self.runs[at].new.get(month, {}).get(joint, 0)
        return found

    def cells(self) -> Iterable[tuple[int, str, str, int | None]]:
        """Every cell of every run, with the number that is shown."""
        for at, run in enumerate(self.runs):
            for table, numbers in run.shown.items():
                for labels, number in numbers.items():
                    yield at, table, labels, number

    def limits(self) -> LinearConstraint:
        """All numbers that are shown."""
        known = [
            (self.row(at, table, labels), n)
            for at, table, labels, n in self.cells()
            if n is not None
        ]
        if not known:
            return LinearConstraint(np.zeros((1, len(self.unknown))), 0, 0)
        rows, numbers = zip(*known, strict=True)
        return LinearConstraint(np.array(rows), np.array(numbers), np.array(numbers))

    def most(self, wanted: np.ndarray) -> float:
        """The most that a sum of unknowns can be, as far as anybody can tell."""
        found = milp(
            -wanted,
            constraints=self.limits(),
            bounds=Bounds(0, MOST),
            integrality=np.ones(len(self.unknown), dtype=np.uint8),
        )
        assert found.success, "what is shown contradicts itself"
        return -float(found.fun)

    def targets(self) -> Iterable[tuple[str, np.ndarray]]:
        """What an attacker would like to know: each cell, and what came to it between two runs."""
        for at, table, labels, _ in self.cells():
            row = self.row(at, table, labels)
            yield f"run {at}, {table}, {labels}", row
            for before in range(at):
                if self.runs[before].months <= self.runs[at].months:
                    yield (
                        f"run {at} less run {before}, {table}, {labels}",
                        row - self.row(before, table, labels),
                    )

    def given_away(self, small: int) -> list[str]:
        """The small numbers that are shown, or that cannot be as large as is safe."""
        truth = self.truth()
        return [
            name
            for name, wanted in self.targets()
            if 0 < wanted @ truth < small and self.most(wanted) < small
        ]
