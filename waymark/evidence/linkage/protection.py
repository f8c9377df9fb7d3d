"""Counts that may be given out: small ones as a band, the others rounded, both checked together.

The number of all people is not given out. The sizes of the registers are, since members know them;
that they give no small count back is computed before anything is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from waymark.evidence.linkage.banded import chances, tilted
from waymark.evidence.lists import ListError, ListTable

Whole = NDArray[np.int64]
MOST_LISTS = 8
COARSENINGS = 4


@dataclass(frozen=True)
class Protection:
    """How counts are hidden.

    Attributes:
        small: a count below this is given as `0 to small - 1`, zero included.
        base: other counts are rounded at random to a multiple of this, up or down so that the
            expectation is the count.
    """

    small: int = 5
    base: int = 3

    def __post_init__(self) -> None:
        if not (3 <= self.small <= 100 and 2 <= self.base <= 100):
            raise ListError("Hide counts below 3 to 100, and round to a base of 2 to 100.")


@dataclass(frozen=True)
class Protected:
    """Overlap counts as bands.

    Attributes:
        names: of the k registers.
        patterns: shape (2**k - 1, k), 1 where the people are on a register.
        low, high: shape (2**k - 1,), the count is between these, both included.
        rounded: shape (2**k - 1,), the rounded count; -1 where only the band is given.
        sizes: shape (k,), people of each register, which every member may know.
    """

    names: tuple[str, ...]
    patterns: Whole
    low: Whole
    high: Whole
    rounded: Whole
    sizes: Whole

    def draws(self, *, number: int, seed: int) -> list[ListTable]:
        """Tables that the bands allow, for `with_linkage_uncertainty`.

        Each count is drawn for itself from its band: a rounded one as likely as it would have been
        rounded so, all tilted so that the lists have their sizes on average (`banded.tilted`).
        """
        weights = chances(self.low, self.high, self.rounded)
        shares = tilted(weights, self.low, self.patterns, self.sizes).cumsum(axis=1)
        rng = np.random.default_rng(seed)
        tables = []
        for _ in range(number):
            chance = rng.random((len(self.low), 1)) * shares[:, -1:]
            tables.append(self._table(self.low + (shares <= chance).sum(axis=1)))
        return tables

    def _table(self, counts: Whole) -> ListTable:
        rows = zip(self.patterns.tolist(), counts.tolist(), strict=True)
        return ListTable.from_counts(self.names, rows)


def protect(table: ListTable, protection: Protection, *, seed: int) -> Protected:
    """Bands for every combination of registers.

    Whoever sees the bands and knows how many people each register has must still hold every value
    of a small count's band possible: two integer programmes for each small count find its least
    and its greatest value under all bands and all sizes. Where a value is ruled out, rounding gets
    coarser, from base 3 to 6, 12 and so on, until none is. So a difference gives nothing back, and
    the number of all people is not given out. Raises ListError where that never happens, or for
    more than 8 lists.

    Source of the threat: secondary disclosure by table margins (Willenborg and de Waal 2001,
    *Elements of Statistical Disclosure Control*, on auditing suppressed tables).
    """
    if table.size > MOST_LISTS:
        raise ListError(f"Protect at most {MOST_LISTS} lists at a time: merge some.")
    cells = np.arange(1, 2**table.size)
    patterns = (cells[:, None] >> np.arange(table.size) & 1).astype(np.int64)
    counts = table.dense[1:]
    rng = np.random.default_rng(seed)
    base = protection.base
    for _ in range(COARSENINGS):
        bands = _bands(table.names, patterns, counts, Protection(protection.small, base), rng)
        if not exposed(bands):
            return bands
        base *= 2
    raise ListError("Some small count could be computed from the others: merge two lists.")


def _bands(
    names: Sequence[str],
    patterns: Whole,
    counts: Whole,
    protection: Protection,
    rng: np.random.Generator,
) -> Protected:
    small, base = protection.small, protection.base
    over = counts % base
    up = rng.random(len(counts)) * base < over
    rounded = np.where(counts < small, -1, counts - over + base * up)
    low = np.where(counts < small, 0, np.maximum(rounded - base + 1, small))
    high = np.where(counts < small, small - 1, rounded + base - 1)
    return Protected(tuple(names), patterns, low, high, rounded, counts @ patterns)


def exposed(bands: Protected) -> list[int]:
    """Places of small counts of which the bands and the sizes of all registers rule a value out."""
    hidden = np.flatnonzero(bands.rounded < 0).tolist()
    return [
        place
        for place in hidden
        if reach(bands, place) != (int(bands.low[place]), int(bands.high[place]))
    ]


def reach(bands: Protected, place: int) -> tuple[int, int]:
    """The least and the greatest value that a count can have for who knows bands and sizes."""
    least, greatest = (_extreme(bands, place, sign) for sign in (1, -1))
    return least, greatest


def _extreme(bands: Protected, place: int, sign: int) -> int:
    goal = np.zeros(len(bands.low))
    goal[place] = sign
    found = milp(
        goal,
        integrality=np.ones(len(goal), dtype=np.int64),
        bounds=Bounds(bands.low.astype(float), bands.high.astype(float)),
        constraints=LinearConstraint(bands.patterns.T.astype(float), bands.sizes, bands.sizes),
    )
    if found.x is None:
        raise ListError("The bands and the sizes of the registers contradict each other.")
    return round(float(found.x[place]))
