"""What somebody can work out from published numbers: whole people, none of them negative."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, identity, vstack

from waymark.evidence.disclosure.tables import Region

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SECONDS = 5.0
"""How long one program may take; what is not proved by then counts as not safe."""


@dataclass(frozen=True, eq=False)
class Program:
    """Costs to make small, over numbers up to `highest` whose sums are from `low` to `high`."""

    costs: Floats
    sums: csr_array
    low: Floats
    high: Floats
    highest: Floats

    def solution(self, whole: int) -> Floats | None:
        """The best found in time, None where there is none.

        Args:
            whole: how many numbers, from the first, must be whole ones.
        """
        answer = milp(
            self.costs,
            constraints=LinearConstraint(self.sums, self.low, self.high),
            integrality=np.repeat([1, 0], [whole, len(self.costs) - whole]),
            bounds=Bounds(0, self.highest),
            options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
        )
        found: Floats | None = answer.x
        return found


@dataclass(frozen=True, eq=False)
class System:
    """All numbers of one population as sums over joint cells.

    Attributes:
        regions: whom each number counts: cells first, then who is in a wider cell but not in one.
        cells: how many of them are cells.
        between: for those after the cells, the places of the wider one and of the cell.
        rows: shape (len(regions), joint cells), which joint cells each adds up.
        ties: sums of joint cells that are nil, since neighbouring cliques agree.
    """

    cells: int
    regions: tuple[Region, ...]
    between: Ints
    rows: csr_array
    ties: csr_array

    def values(self, cells: Ints) -> Ints:
        """Every number from those of the cells."""
        return np.concatenate([cells, cells[self.between[:, 0]] - cells[self.between[:, 1]]])

    def solve(self, objective: Floats, known: Bools, numbers: Ints, ceiling: int) -> Ints | None:
        """Numbers that a reader cannot rule out, with the smallest objective found in time.

        Args:
            objective: weight of every number.
            known: which cells are published.
            numbers: their counts; others are not looked at.
            ceiling: the most people in one joint cell; fewer tables, so never a false comfort.

        Returns every number, or None where there are none. They are checked in whole numbers:
        they prove that what they say is possible, whatever the solver's rounding.
        """
        told = csr_array(vstack([self.rows[: self.cells][known], self.ties]))
        sides = np.concatenate([numbers[known], np.zeros(self.ties.shape[0])])
        atoms = self.rows.shape[1]
        program = Program(objective @ self.rows, told, sides, sides, np.full(atoms, ceiling))
        return self._first_whole(program, known, numbers)

    def move(
        self, costs: Floats, known: Bools, numbers: Ints, reach: tuple[int, int], ceiling: int
    ) -> Ints | None:
        """Numbers that differ from the true ones at the lowest cost, so that one is large enough.

        Args:
            costs: of changing each cell by one; nil for those that are suppressed already.
            known: cells that cannot change, being published.
            numbers: the true counts of cells.
            reach: the place of the number, and how large it must be.
            ceiling: the most people in one joint cell.
        """
        place, target = reach
        atoms, slack = self.rows.shape[1], np.where(known, 0.0, np.inf)
        none = csr_array((1, 2 * self.cells), dtype=np.float64)
        wanted = hstack([self.rows[place : place + 1], none])
        sides = np.concatenate([numbers, np.zeros(self.ties.shape[0]), [target]])
        program = Program(
            np.concatenate([np.zeros(atoms), costs, costs]),
            csr_array(vstack([self._changes, wanted])),
            sides,
            np.concatenate([sides[:-1], [np.inf]]),
            np.concatenate([np.full(atoms, ceiling), slack, slack]),
        )
        return self._first_whole(program, known, numbers)

    def _first_whole(self, program: Program, known: Bools, numbers: Ints) -> Ints | None:
        """The solution of the linear program where it is whole, else of the integer one."""
        atoms = self.rows.shape[1]
        for whole in (0, atoms):
            found = program.solution(whole)
            if found is None:
                return None
            checked = self._checked(found[:atoms], known, numbers)
            if checked is not None:
                return checked
        return None

    @cached_property
    def _changes(self) -> csr_array:
        """Joint cells, less what cells gain, and what they lose: the true counts."""
        one = identity(self.cells, format="csr")
        change = hstack([self.rows[: self.cells], -one, one])
        none = csr_array((self.ties.shape[0], 2 * self.cells), dtype=np.float64)
        return csr_array(vstack([change, hstack([self.ties, none])]))

    def _checked(self, solution: Floats, known: Bools, numbers: Ints) -> Ints | None:
        """Every number of a solution, if whole people give exactly what is published."""
        atoms = np.rint(solution).astype(np.int64)
        found: Ints = (self.rows @ atoms).astype(np.int64)
        fits = np.array_equal(found[: self.cells][known], numbers[known])
        return found if fits and not (self.ties @ atoms).any() and atoms.min() >= 0 else None
