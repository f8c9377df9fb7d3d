"""Which other cells to suppress so that small ones cannot be worked out.

One small number after the other is made safe by the cheapest change of the table that makes it
large enough, after Fischetti and Salazar (2001, "Solving the cell suppression problem on tabular
data with linear constraints"): the cells that the change touches are
suppressed, and the changed table is the proof that readers cannot rule it out. What turns out not
to be needed is shown again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

import numpy as np

from waymark.evidence.disclosure.bounds import Need, Reader
from waymark.evidence.disclosure.system import Bools, Floats

EMPTY_COSTS = 8.0
"""Suppressing a cell of nobody: last of the small ones, as readers may guess that it is empty."""

PATIENCE = 20.0
"""Seconds for showing again what turned out not to be needed, for linked tables together."""


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


def readers(reader: Reader, choice: Choice) -> Iterator[Reader]:
    """Readers who are told as much as seems safe: the best first, then one who is told nothing.

    Args:
        reader: told every cell but the small ones; the first people of theirs are the true ones.
        choice: what must remain possible, and what cannot be chosen.
    """
    reader.sweep(choice.needs)
    for need in sorted(choice.needs, key=lambda each: reader.spread(each.place)):
        if not reader.meets(need):
            _widen(reader, need, choice.public)
    told = _without_the_determined(_shown_again(reader, choice), choice)
    yield told
    told.known &= choice.public
    for need in told.sweep(choice.needs):
        told.meets(need)
    yield told


def _widen(reader: Reader, need: Need, public: Bools) -> None:
    """Suppress what the cheapest change that meets a need touches; everything if none is found."""
    low, _ = reader.spread(need.place)
    costs = np.where(reader.known, _costs(reader), 0.0)
    target = max(need.reach, low + need.width)
    people = reader.move(need.place, target, reader.known & public, costs)
    if people is None:
        reader.known &= public
        reader.meets(need)
    else:
        cells = reader.system.numbers(people)[: reader.system.cells]
        reader.known &= public | (cells == reader.numbers)
        reader.add(people)


def _costs(reader: Reader) -> Floats:
    """Totals are missed most, then other margins, then large cells."""
    size = np.log2(1.0 + reader.numbers)
    named = np.array([len(each) for each in reader.system.regions[: reader.system.cells]])
    summed = 1.0 + named.max(initial=0) - named
    costs: Floats = np.where(reader.numbers > 0, 1.0 + size, EMPTY_COSTS) * summed
    return costs


def _shown_again(reader: Reader, choice: Choice) -> Reader:
    """Show what can be shown, the costliest first; what is not tried in time stays suppressed."""
    until = monotonic() + PATIENCE
    costs = _costs(reader)
    for place in sorted(_secondary(reader, choice), key=lambda each: -costs[each]):
        told = reader.publishing(place)
        if monotonic() < until and all(told.meets(need) for need in told.sweep(choice.needs)):
            reader = told
    return reader


def _without_the_determined(reader: Reader, choice: Choice) -> Reader:
    """Show what can be worked out anyhow: nobody learns more from it."""
    places = _secondary(reader, choice)
    for need in reader.sweep([Need(place, 1, 0) for place in places]):
        if not reader.meets(need):
            told = reader.publishing(need.place)
            reader = reader if told.open(choice.needs) else told
    return reader


def _secondary(reader: Reader, choice: Choice) -> list[int]:
    return np.flatnonzero(~reader.known & ~choice.small & ~choice.public).tolist()
