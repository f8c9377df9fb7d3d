"""Resamples of people in several strata at once."""

from dataclasses import dataclass

import numpy as np

from waymark.evidence.lists import ListTable
from waymark.evidence.loglinear.cells import Floats, Ints
from waymark.evidence.loglinear.resampling import Resamples


@dataclass(frozen=True)
class StrataCells:
    """Observed cells of all strata one below the other; columns as in Resamples."""

    counts: Ints
    cell: Ints
    stratum_of: Ints
    size: int
    strata: int

    @classmethod
    def of(cls, tables: list[ListTable], replicates: int, seed: int) -> "StrataCells":
        """The data, one table with a person fewer for each cell, and draws of all people."""
        size = tables[0].size
        cell = np.concatenate([table.patterns @ (1 << np.arange(size)) for table in tables])
        known = np.concatenate([table.counts for table in tables])
        of = np.repeat(np.arange(len(tables)), [len(table.counts) for table in tables])
        total = int(known.sum())
        drawn = [
            np.random.Generator(np.random.PCG64(child)).multinomial(total, known / total)
            for child in np.random.SeedSequence(seed).spawn(replicates)
        ]
        bootstrap = np.array(drawn, dtype=np.int64).reshape(replicates, len(known)).T
        jackknife = known[:, None] - np.eye(len(known), dtype=np.int64)
        counts = np.hstack([known[:, None], jackknife, bootstrap])
        return cls(counts, cell, of, size, len(tables))

    def dense(self, columns: slice) -> Floats:
        """Counts of all cells, shape (2**k, strata, columns)."""
        part = self.counts[:, columns]
        full = np.zeros((2**self.size, self.strata, part.shape[1]))
        full[self.cell, self.stratum_of] = part
        return full

    def stratum(self, place: int) -> Resamples:
        """The people of one stratum in every column."""
        counts = self.counts * (self.stratum_of == place)[:, None]
        return Resamples(self.cell, counts, self.size)

    def everybody(self, size: int) -> Resamples:
        """All people in every column."""
        return Resamples(self.cell, self.counts, size)
