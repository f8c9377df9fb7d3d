"""The numbers a reader cannot rule out, found once and used for every cell that they speak for."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from waymark.evidence.disclosure.moves import Move
from waymark.evidence.disclosure.system import Bools, Floats, Ints, Question, System

NO_COST: Floats = np.zeros(1)


@dataclass(frozen=True)
class Need:
    """How far apart, and how high, the possible values of a number must reach.

    Attributes:
        place: of the number in the system.
        width: the smallest difference of the largest and the smallest possible value, in people.
        reach: the largest possible value must be at least this.
        unless: if the smallest possible value is below this, `reach` is not needed.
    """

    place: int
    width: int
    reach: int
    unless: int = 0

    def met(self, low: int, high: int) -> bool:
        """Whether values as far apart as these are enough."""
        return high >= self.target(low)

    def target(self, low: int) -> int:
        """What the largest value must reach, given the smallest."""
        return low + self.width if low < self.unless else max(self.reach, low + self.width)


@dataclass(eq=False)
class Reader:
    """Somebody who knows the published numbers and tries to work out the others.

    Attributes:
        system: how numbers add up.
        numbers: counts of the cells; only those of `known` are used to find out others.
        known: which cells are published.
        ceiling: the most people in one joint cell.
        people: who is possible, as numbers in joint cells; the first come first.
        seen: shape (found, numbers), what is possible, each row as a whole.
    """

    system: System
    numbers: Ints
    known: Bools
    ceiling: int
    people: list[Ints] = field(init=False, default_factory=list)
    seen: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.seen = np.zeros((0, len(self.system.regions)), dtype=np.int64)

    def add(self, found: Ints | None) -> None:
        """Remember people who are possible."""
        if found is not None:
            self.people.append(found)
            self.seen = np.vstack([self.seen, self.system.numbers(found)])

    def add_examples(self, examples: Iterable[Ints]) -> None:
        """Remember those of some people who give what is published, and no others."""
        for people in examples:
            self.add(self.system.checked(people, self.known, self.numbers))

    def spread(self, place: int) -> tuple[int, int]:
        """The smallest and largest value of a number seen so far."""
        column = self.seen[:, place]
        return (int(column.min()), int(column.max())) if len(column) else (0, -1)

    def open(self, needs: Iterable[Need]) -> list[Need]:
        """Which needs are not met by what was seen so far."""
        return [need for need in needs if not need.met(*self.spread(need.place))]

    def sweep(self, needs: list[Need]) -> list[Need]:
        """Look for values that speak for many needs at once; returns what is still open."""
        for large in (True, False):
            if left := self.open(needs):
                self._ask(Question([need.place for need in left], large, quick=True))
        return self.open(needs)

    def bounds(self, place: int) -> tuple[int, int]:
        """The smallest and the largest possible value of a number.

        Where a program ran out of time, the smallest and largest seen.
        """
        for large in (True, False):
            self._ask(Question([place], large))
        return self.spread(place)

    def meets(self, need: Need) -> bool:
        """Whether a need is met, looking further where it is not known yet.

        A value that is large enough will do; only where there is none, it is asked how small the
        number can be, and then for a value that is large enough for that.
        """
        if self._reaches(need):
            return True
        before, _ = self.spread(need.place)
        self._ask(Question([need.place], large=False))
        lower = self.spread(need.place)[0] < before
        return self._reaches(need) if lower else not self.open([need])

    def _reaches(self, need: Need) -> bool:
        """Whether a value that is large enough is seen, or found.

        The largest is mostly quick to find; where it is not, somebody like the people known.
        """
        if not self.open([need]) or self._ask(Question([need.place], True, quick=True)):
            return not self.open([need])
        low, _ = self.spread(need.place)
        self.add(self.move(need.place, need.target(low), self.known, NO_COST))
        return not self.open([need])

    def move(self, place: int, target: int, fixed: Bools, costs: Floats) -> Ints | None:
        """Other people of whom a number is large enough; see `Move`."""
        costs = np.broadcast_to(costs, self.known.shape)
        move = Move(self.people[0], fixed, costs, place, target, self.ceiling)
        return move.of(self.system)

    def possible(self) -> bool:
        """Whether any people give the published numbers."""
        if not len(self.seen):
            self._ask(Question([], large=False))
        return bool(len(self.seen))

    def publishing(self, place: int) -> "Reader":
        """The same reader, told one more cell; the first people seen must be the true ones."""
        known = self.known.copy()
        known[place] = True
        told = Reader(self.system, self.numbers, known, self.ceiling)
        fits = self.seen[:, place] == self.numbers[place]
        told.people = [each for each, fit in zip(self.people, fits, strict=True) if fit]
        told.seen = self.seen[fits]
        return told

    def _ask(self, question: Question) -> bool:
        """Look for an answer, and whether there was one; a quick one is as good as any."""
        found = self.system.solve(question, self.known, self.numbers, self.ceiling)
        self.add(found)
        return found is not None
