"""Whether a maximum-likelihood estimate exists and is the only one, by linear programming."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import linprog

from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.loglinear.cells import (
    Bools,
    Floats,
    Ints,
    below,
    over_subsets,
    over_supersets,
)
from waymark.evidence.loglinear.terms import Model


@dataclass(frozen=True)
class Existence:
    """What can be estimated from a table under a model.

    Attributes:
        finite: a (possibly extended) maximum-likelihood estimate exists.
        identified: it is the only one.
        empty: terms of the model whose lists share nobody: coefficients of minus infinity.
    """

    finite: bool
    identified: bool
    empty: tuple[int, ...]


def existence(table: ListTable, model: Model) -> Existence:
    """Test a model on a table before fitting it.

    Terms whose lists share nobody are minus infinity and their cells, which are empty, leave
    the table (Chan, Silverman and Vincent 2021, *JASA* 116, 1297-1306). Of the rest, the test of
    Fienberg and Rinaldo (2012, *Annals of Statistics* 40, 996-1023) asks whether some table of
    counts above zero in every kept cell has the same margins; where none has, no finite
    estimate exists. The estimate is identified where the design of the kept cells has full rank.
    Raises ListError where the model is of other lists.
    """
    if max(model) >= 2**table.size:
        raise ListError("The model has a list that the table does not have.")
    counts = table.dense.astype(np.float64)[:, None]
    keep, empty = kept(counts, np.array(model))
    terms = tuple(t for t, gone in zip(model, empty[:, 0], strict=True) if not gone)
    return Existence(
        finite=finite(terms, table.size, bits(keep[:, 0]), bits(counts[:, 0] > 0)),
        identified=bool(identified(np.array(terms), keep)[0]),
        empty=tuple(t for t, gone in zip(model, empty[:, 0], strict=True) if gone),
    )


def kept(counts: Floats, terms: Ints) -> tuple[Bools, Bools]:
    """Which cells keep a mean above zero, and which of the terms are empty, by column."""
    empty = over_supersets(counts)[terms] == 0
    gone = np.zeros(counts.shape, dtype=np.bool_)
    gone[terms] = empty
    keep = ~below(gone)
    keep[0] = False
    return keep, empty


def identified(terms: Ints, keep: Bools) -> Bools:
    """Whether each column's design has full rank, for a hierarchical model.

    Cells of the model's own terms determine every coefficient from the intercept upwards, so
    the null space is at most the multiples of w_T = (-1)**|T|; it is null where w vanishes on
    all kept cells.
    """
    signs = np.array([(-1.0) ** int(term).bit_count() for term in range(len(keep))])
    weight = np.zeros(keep.shape)
    if terms.ndim == 1:
        weight[terms] = signs[terms][:, None]
    else:
        row, place = np.nonzero(terms >= 0)
        weight[terms[row, place], row] = signs[terms[row, place]]
    weight[1:][~keep[1:]] = 0.0
    found = (np.abs(over_subsets(weight)) > 0.5) & keep
    return np.asarray(found.any(axis=0), dtype=np.bool_)


@lru_cache(maxsize=20_000)
def finite(terms: Model, size: int, keep: int, support: int) -> bool:
    """The linear program, remembered by model and by pattern of zeros.

    Solved as its dual: look for coefficients that change no cell with people (`support`), raise
    none of the cells in `keep` and lower one; a finite estimate exists where there are none.
    """
    cells = np.arange(2**size)
    design = ((cells[:, None] & np.array(terms)) == np.array(terms)).astype(float)
    inside, people = _unpacked(keep, 2**size), _unpacked(support, 2**size)
    zero = design[inside & ~people]
    if not len(zero):
        return True
    answer = linprog(
        zero.sum(axis=0),
        A_ub=np.vstack([zero, -zero]),
        b_ub=np.concatenate([np.zeros(len(zero)), np.ones(len(zero))]),
        A_eq=design[people],
        b_eq=np.zeros(int(people.sum())),
        bounds=(None, None),
        method="highs",
    )
    return answer.fun is not None and bool(answer.fun > -1e-6)


def bits(flags: Bools) -> int:
    """Flags as one whole number, which can be a key."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _unpacked(bits: int, rows: int) -> Bools:
    raw = np.frombuffer(bits.to_bytes((rows + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(raw, count=rows, bitorder="little").astype(np.bool_)
