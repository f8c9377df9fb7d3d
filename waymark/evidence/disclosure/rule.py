"""When a number is too small to show, and how much doubt must remain about it."""

from dataclasses import dataclass

from waymark.evidence.disclosure.tables import TableError


@dataclass(frozen=True)
class Rule:
    """What protection means.

    Attributes:
        k: counts of 1 to k - 1 people are small. No reader may be able to tell that a number is:
            k people or more must always remain possible.
        protection: the width in people of what remains possible about a small number; k if None.
        zeros: nobody is small too: "none of those who came was a minor" tells about each of them.

    Raises TableError for a k below 2 or a protection below 1.
    """

    k: int = 5
    protection: int | None = None
    zeros: bool = False

    def __post_init__(self) -> None:
        if self.k < 2:
            raise TableError(f"k is {self.k}: nothing would be small. Give 2 or more.")
        if self.protection is not None and self.protection < 1:
            raise TableError(f"A protection of {self.protection} protects nothing. Give 1 or more.")

    @property
    def width(self) -> int:
        """The protection in people."""
        return self.k if self.protection is None else self.protection

    @property
    def least(self) -> int:
        """The smallest count that is small."""
        return 0 if self.zeros else 1

    def small(self, count: int) -> bool:
        """Whether a count may not be shown."""
        return self.least <= count < self.k

    def ceiling(self, largest: int) -> int:
        """How many people to think of at most in one joint cell, above all numbers given."""
        return 2 * largest + 2 * (self.k + self.width)
