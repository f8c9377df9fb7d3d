"""What somebody can work out from published numbers: whole people, none of them negative."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

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
    highest: Floats | Ints

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


@dataclass(frozen=True)
class Question:
    """What to look for among the numbers that are possible.

    Attributes:
        places: of the numbers whose sum is to be as large, or as small, as can be.
        large: which of the two.
        quick: do without an answer where it would take the integer program.
    """

    places: list[int]
    large: bool
    quick: bool = False


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

    def numbers(self, people: Ints) -> Ints:
        """Every number from the joint cells."""
        found: Ints = (self.rows @ people).astype(np.int64)
        return found

    def values(self, cells: Ints) -> Ints:
        """Every number from those of the cells."""
        return np.concatenate([cells, cells[self.between[:, 0]] - cells[self.between[:, 1]]])

    def solve(self, question: Question, known: Bools, numbers: Ints, ceiling: int) -> Ints | None:
        """People whom a reader cannot rule out, as numbers in joint cells.

        Args:
            question: what to look for.
            known: which cells are published.
            numbers: their counts; others are not looked at.
            ceiling: the most people in one joint cell; fewer tables, so never a false comfort.

        Returns None where none were found. They are checked in whole numbers: they prove that
        what they say is possible, whatever the solver's rounding.
        """
        objective = np.zeros(len(self.regions))
        objective[question.places] = -1.0 if question.large else 1.0
        sides = np.concatenate([numbers[known], np.zeros(self.ties.shape[0])])
        highest = np.full(self.rows.shape[1], ceiling)
        program = Program(objective @ self.rows, self.still(known), sides, sides, highest)
        for whole in (0,) if question.quick else (0, self.rows.shape[1]):
            found = program.solution(whole)
            if found is None:
                return None
            people = self.checked(found, known, numbers)
            if people is not None:
                return people
        return None

    def still(self, known: Bools) -> csr_array:
        """The sums that a reader knows: published cells, and where cliques agree."""
        return csr_array(vstack([self.rows[: self.cells][known], self.ties]))

    def checked(self, solution: Floats | Ints, known: Bools, numbers: Ints) -> Ints | None:
        """The people of a solution, if whole ones give exactly what is published."""
        people: Ints = np.rint(solution).astype(np.int64)
        fits = np.array_equal(self.numbers(people)[: self.cells][known], numbers[known])
        return people if fits and not (self.ties @ people).any() and people.min() >= 0 else None
