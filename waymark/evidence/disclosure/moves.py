"""Other people who fit what is published, as small changes of people who are known to fit it."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack, identity, vstack

from waymark.evidence.disclosure.system import Bools, Floats, Ints, Program, System

PEOPLE_COST = 0.01
"""Of one person more or fewer in a joint cell, beside the costs of cells."""


@dataclass(frozen=True, eq=False)
class Move:
    """A change of people that makes a number large enough.

    Attributes:
        people: who is known to be possible, as numbers in joint cells.
        fixed: which cells may not change.
        costs: of changing each cell by one; nil for those that are suppressed already.
        place: of the number.
        target: what it must reach.
        ceiling: the most people in one joint cell.
    """

    people: Ints
    fixed: Bools
    costs: Floats
    place: int
    target: int
    ceiling: int

    def of(self, system: System) -> Ints | None:
        """The people after the cheapest such change, None where none was found.

        Small changes are mostly whole without asking for it, so this is quick.
        """
        program, joint = self._program(system), len(self.people)
        numbers = system.numbers(self.people)[: system.cells]
        for whole in (0, 2 * joint):
            found = program.solution(whole)
            if found is None:
                return None
            changed = self.people + found[:joint] - found[joint : 2 * joint]
            people = system.checked(changed, self.fixed, numbers)
            if people is not None:
                return people
        return None

    def _program(self, system: System) -> Program:
        """Over people gained and lost in joint cells, and cells that grow and shrink."""
        priced = (self.costs > 0) & ~self.fixed
        still, number = system.still(self.fixed), system.rows[[self.place]]
        some = system.rows[: system.cells][priced]
        slack, one = 2 * some.shape[0], identity(some.shape[0])
        moved = csr_array(hstack([some, -some, -one, one]))
        rows = [_change(still, slack), moved, _change(number, slack)]
        missing = self.target - int(system.numbers(self.people)[self.place])
        low = np.zeros(still.shape[0] + some.shape[0] + 1)
        high = low.copy()
        low[-1], high[-1] = missing, np.inf
        costs = [np.full(2 * len(self.people), PEOPLE_COST), *[self.costs[priced]] * 2]
        room = np.maximum(self.ceiling - self.people, 0)
        free = np.full(slack, np.inf)
        highest = np.concatenate([room, self.people, free])
        return Program(np.concatenate(costs), csr_array(vstack(rows)), low, high, highest)


def _change(rows: csr_array, slack: int) -> csr_array:
    """What rows gain and lose, in a program with so many more columns."""
    return csr_array(hstack([rows, -rows, csr_array((rows.shape[0], slack), dtype=np.float64)]))
