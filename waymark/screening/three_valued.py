"""Logic with three values: yes, no, and not known (the strong logic of Kleene 1938).

Every function here is monotone: learning what was unknown never changes an answer that was
settled before. That is why a worker may skip a question without harm.
"""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """What is known about a statement."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refuse: `if truth` would take what nobody knows for a yes or a no."""
        raise TypeError("A Truth has three values: compare it with `is Truth.TRUE`.")

    @property
    def settled(self) -> bool:
        """Whether it is known to be so or not so."""
        return self is not Truth.UNKNOWN


def truth_of(value: bool | None) -> Truth:
    """TRUE or FALSE, or UNKNOWN for None."""
    if value is None:
        return Truth.UNKNOWN
    return Truth.TRUE if value else Truth.FALSE


def not_(value: Truth) -> Truth:
    """The opposite; what is unknown stays unknown."""
    opposite = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}
    return opposite.get(value, Truth.UNKNOWN)


def all_of(values: Iterable[Truth]) -> Truth:
    """FALSE as soon as one is, TRUE when all are (also when there are none)."""
    found = set(values)
    if Truth.FALSE in found:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.TRUE


def any_of(values: Iterable[Truth]) -> Truth:
    """TRUE as soon as one is, FALSE when none is (also when there are none)."""
    return not_(all_of(not_(value) for value in values))


def at_least(least: int, values: Iterable[Truth]) -> Truth:
    """Whether that many are TRUE, however the unknown ones turn out."""
    found = list(values)
    certain = found.count(Truth.TRUE)
    if certain >= least:
        return Truth.TRUE
    possible = certain + found.count(Truth.UNKNOWN)
    return Truth.UNKNOWN if possible >= least else Truth.FALSE
