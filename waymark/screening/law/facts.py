"""What a worker knows: answers in three values, how old the person was, and the two days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from waymark.screening.three_valued import Truth


class NotAFact(ValueError):
    """An answer to a question that no law here asks."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(f"No law here asks about {', '.join(codes)}: leave these answers out.")
        self.codes = codes


@dataclass(frozen=True)
class Age:
    """How old the person was when it happened: at least so many years, and below so many.

    Laws draw the line between child and adult at an age of their own, so a band of years is
    kept and each law asks it. Nothing known is `Age()`.
    """

    at_least: int = 0
    below: int | None = None

    def __post_init__(self) -> None:
        if self.at_least < 0 or (self.below is not None and self.below <= self.at_least):
            raise ValueError("An age runs from a number of years to a higher one.")

    def is_child(self, line: int) -> Truth:
        """Whether the person was younger than the age at which a law calls people adult."""
        if self.below is not None and self.below <= line:
            return Truth.TRUE
        return Truth.FALSE if self.at_least >= line else Truth.UNKNOWN

    def as_child(self, line: int) -> "Age":
        """The same age, if the person was a child."""
        return Age(self.at_least, line if self.below is None else min(self.below, line))

    def as_adult(self, line: int) -> "Age":
        """The same age, if the person was an adult."""
        return Age(max(self.at_least, line), self.below)


@dataclass(frozen=True)
class Facts:
    """What was entered about one situation. What has no answer is not known."""

    happened: date
    asked: date
    age: Age
    answers: Mapping[str, Truth]

    def about(self, code: str) -> Truth:
        """What is known about one fact, for instance `acts.recruit`."""
        return self.answers.get(code, Truth.UNKNOWN)
