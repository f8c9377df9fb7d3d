"""What the linking party does: it sees tokens, and gives out how many people are on which lists."""

from collections.abc import Sequence

import numpy as np

from waymark.evidence.linkage.encoding import Encoded, read_encoded, sharing
from waymark.evidence.linkage.pairs import Whole
from waymark.evidence.linkage.partition import list_table
from waymark.evidence.linkage.protection import Protected, Protection, protect
from waymark.evidence.lists import ListError, ListTable


def link(files: Sequence[bytes], protection: Protection | None = None) -> Protected:
    """Overlap counts of the registers in files of `encode`, small ones protected.

    Raises ListError for fewer than two files, two of one register, other rounds or parameters, or
    a count that no protection hides.
    """
    return link_encoded([read_encoded(data) for data in files], protection)


def link_encoded(registers: Sequence[Encoded], protection: Protection | None = None) -> Protected:
    """The same for files that were read already."""
    return protect(overlaps(registers), protection or Protection(), seed=_seed(registers))


def overlaps(registers: Sequence[Encoded]) -> ListTable:
    """The counts as they are: for the linking party's own memory, never given out."""
    ordered = _checked(registers)
    tokens = np.concatenate([each.tokens for each in ordered])
    sizes = [len(each.tokens) for each in ordered]
    register = np.repeat(np.arange(len(ordered), dtype=np.int64), sizes)
    left, right, shared = sharing(tokens, register)
    enough = shared >= ordered[0].parameters.least
    person = matched(register, left[enough], right[enough], shared[enough])
    return list_table([each.register for each in ordered], register, person)


def matched(register: Whole, left: Whole, right: Whole, shared: Whole) -> Whole:
    """For each row a number of its person; one person has at most one row of a register.

    Pairs join in the order of how many tokens they share, the most first; a pair that would put
    two rows of one register together is passed over. Ties go by row, which is by token.
    """
    leader = list(range(len(register)))
    lists = [1 << int(place) for place in register]

    def find(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    for at in np.lexsort((right, left, -shared)).tolist():
        one, other = find(int(left[at])), find(int(right[at]))
        if one != other and not lists[one] & lists[other]:
            first, second = min(one, other), max(one, other)
            leader[second] = first
            lists[first] |= lists[second]
    return np.array([find(row) for row in range(len(register))], dtype=np.int64)


def _checked(registers: Sequence[Encoded]) -> list[Encoded]:
    if len(registers) < 2:
        raise ListError("Give the files of at least two registers.")
    if len({each.register for each in registers}) < len(registers):
        raise ListError("Two files are of one register.")
    if len({each.parameters for each in registers}) > 1:
        raise ListError("The files are of different rounds or were made with other parameters.")
    if len({each.check for each in registers}) > 1:
        raise ListError("The files were made with different keys: nobody would be found twice.")
    return sorted(registers, key=lambda each: each.register)


def _seed(registers: Sequence[Encoded]) -> int:
    """The same files always round the same way, and only who has them can know which."""
    ordered = sorted(registers, key=lambda each: each.register)
    total = sum(int(each.tokens[:, 0].sum(dtype=np.uint64)) for each in ordered)
    return total % 2**63
