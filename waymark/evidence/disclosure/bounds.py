"""The numbers a reader cannot rule out, found once and used for every cell that they speak for."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from waymark.evidence.disclosure.system import Bools, Ints, System


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
        return high - low >= self.width and (high >= self.reach or low < self.unless)


@dataclass(eq=False)
class Reader:
    """Somebody who knows the published numbers and tries to work out the others.

    Attributes:
        system: how numbers add up.
        numbers: counts of the cells; only those of `known` are used to find out others.
        known: which cells are published.
        ceiling: the most people in one joint cell.
        seen: shape (found, numbers), what is possible, each row as a whole.
    """

    system: System
    numbers: Ints
    known: Bools
    ceiling: int
    seen: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.seen = np.zeros((0, len(self.system.regions)), dtype=np.int64)

    def add(self, found: Ints | None) -> None:
        """Remember numbers that are possible."""
        if found is not None:
            self.seen = np.vstack([self.seen, found])

    def spread(self, place: int) -> tuple[int, int]:
        """The smallest and largest value of a number seen so far."""
        column = self.seen[:, place]
        return (int(column.min()), int(column.max())) if len(column) else (0, -1)

    def open(self, needs: Iterable[Need]) -> list[Need]:
        """Which needs are not met by what was seen so far."""
        return [need for need in needs if not need.met(*self.spread(need.place))]

    def sweep(self, needs: list[Need]) -> list[Need]:
        """Look for values that speak for many needs at once; returns what is still open."""
        for sign in (-1.0, 1.0):
            if left := self.open(needs):
                self.add(self._extreme([need.place for need in left], sign))
        return self.open(needs)

    def bounds(self, place: int) -> tuple[int, int]:
        """The smallest and the largest possible value of a number, as far as could be proved.

        Where a program ran out of time, this is the widest that was seen.
        """
        for sign in (-1.0, 1.0):
            self.add(self._extreme([place], sign))
        return self.spread(place)

    def meets(self, need: Need) -> bool:
        """Whether a need is met, looking further where it is not known yet."""
        for sign in (-1.0, 1.0):
            if not self.open([need]):
                return True
            self.add(self._extreme([need.place], sign))
        return not self.open([need])

    def possible(self) -> bool:
        """Whether any people give the published numbers."""
        if not len(self.seen):
            self.add(self._extreme([], 1.0))
        return bool(len(self.seen))

    def publishing(self, place: int) -> "Reader":
        """The same reader, told one more cell."""
        known = self.known.copy()
        known[place] = True
        told = Reader(self.system, self.numbers, known, self.ceiling)
        told.seen = self.seen[self.seen[:, place] == self.numbers[place]]
        return told

    def _extreme(self, places: list[int], sign: float) -> Ints | None:
        objective = np.zeros(len(self.system.regions))
        objective[places] = sign
        return self.system.solve(objective, self.known, self.numbers, self.ceiling)
