"""Random sparse tables for properties, as counts of all cells."""

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from waymark.evidence import ListTable


@st.composite
def counts(draw: st.DrawFn, least: int = 2, most: int = 4) -> NDArray[np.float64]:
    """People in each cell of some lists: few on more than one list, many cells with nobody."""
    size = draw(st.integers(least, most))
    alone, shared = st.integers(0, 60), st.sampled_from([0, 0, 0, 1, 1, 2, 3, 9, 25])
    cells = [
        draw(alone if cell.bit_count() == 1 else shared) if cell else 0 for cell in range(2**size)
    ]
    return np.array(cells, dtype=np.float64)


def table(cells: NDArray[np.float64], names: str = "abcdefgh") -> ListTable:
    """The table of these cells."""
    size = len(cells).bit_length() - 1
    rows = [
        ([cell >> i & 1 for i in range(size)], int(count))
        for cell, count in enumerate(cells)
        if cell
    ]
    return ListTable.from_counts(list(names[:size]), rows)
