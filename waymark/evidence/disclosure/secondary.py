"""Which other cells to suppress so that small ones cannot be worked out.

One small number after the other is made safe by the cheapest change of the table that makes it
large enough, after Fischetti and Salazar (2001, *Management Science* 47, 1008-1027): the cells
that the change touches are suppressed, and the changed table is the proof that readers cannot
rule it out. What turns out not to be needed is shown again.
"""

from dataclasses import dataclass

import numpy as np

from waymark.evidence.disclosure.bounds import Need, Reader
from waymark.evidence.disclosure.system import Bools, Floats, Ints

EMPTY_COSTS = 8.0
"""Suppressing a cell of nobody: last of the small ones, as readers may guess that it is empty."""


@dataclass(frozen=True, eq=False)
class Choice:
    """What to decide about the cells of linked tables.

    Attributes:
        needs: what must remain possible.
        public: which cells are out of our hands: published before, or in no table of now.
        small: which cells are small, never shown.
    """

    needs: list[Need]
    public: Bools
    small: Bools


def suppress(reader: Reader, choice: Choice) -> Reader | None:
    """A reader who is told as much as is safe.

    Args:
        reader: told every cell but the small ones, with the true counts.
        choice: what must remain possible, and what cannot be chosen.

    Returns None where it is not safe even to suppress everything.
    """
    reader.sweep(choice.needs)
    for need in sorted(choice.needs, key=lambda each: reader.spread(each.place)):
        if not reader.meets(need) and not _widened(reader, need, choice.public):
            return None
    return _without_the_determined(_shown_again(reader, choice), choice)


def _widened(reader: Reader, need: Need, public: Bools) -> bool:
    """Suppress cells until a need is met: the cheapest change, or everything if none is found."""
    low, _ = reader.spread(need.place)
    costs = np.where(reader.known, _costs(reader.numbers), 0.0)
    reach = need.place, max(need.reach, low + need.width)
    fixed = reader.known & public
    changed = reader.system.move(costs, fixed, reader.numbers, reach, reader.ceiling)
    if changed is None:
        reader.known &= public
    else:
        reader.known &= public | (changed[: reader.system.cells] == reader.numbers)
        reader.add(changed)
    return reader.meets(need)


def _costs(counts: Ints) -> Floats:
    """Large cells and margins are missed most."""
    costs: Floats = np.where(counts > 0, 1.0 + np.log2(1.0 + counts), EMPTY_COSTS)
    return costs


def _shown_again(reader: Reader, choice: Choice) -> Reader:
    """Show what can be shown, the costliest first."""
    costs = _costs(reader.numbers)
    for place in sorted(_secondary(reader, choice), key=lambda each: -costs[each]):
        told = reader.publishing(place)
        if all(told.meets(need) for need in told.sweep(choice.needs)):
            reader = told
    return reader


def _without_the_determined(reader: Reader, choice: Choice) -> Reader:
    """Show what can be worked out anyhow: nobody learns more from it."""
    places = _secondary(reader, choice)
    for need in reader.sweep([Need(place, 1, 0) for place in places]):
        if not reader.meets(need):
            reader = reader.publishing(need.place)
    return reader


def _secondary(reader: Reader, choice: Choice) -> list[int]:
    return np.flatnonzero(~reader.known & ~choice.small & ~choice.public).tolist()
