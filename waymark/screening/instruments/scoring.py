"""The rule of the ILO and the European Commission, in three values: pure, and any rule like it.

A dimension is positive when one of several needs is met; a need asks for a number of indicators
of each weight. The rule of a dimension negates no answer, so it is settled exactly when no open
answer could change it. A pattern asks which dimensions are positive and which are not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from waymark.screening.three_valued import Truth, all_of, any_of, at_least, not_


class Weight(Enum):
    """How much an indicator says, as the experts of the rule agreed."""

    STRONG = "S"
    MEDIUM = "M"
    WEAK = "W"


@dataclass(frozen=True)
class Need:
    """How many indicators of each weight make a dimension positive."""

    strong: int = 0
    medium: int = 0
    weak: int = 0
    medium_or_weak: int = 0


@dataclass(frozen=True)
class Pattern:
    """Dimensions that fit together: one of each group in `every`, and none of `none`."""

    key: str
    every: tuple[tuple[str, ...], ...]
    none: tuple[str, ...]
    verify: bool = False


@dataclass(frozen=True)
class Rule:
    """A rule with its parameters: what makes a dimension positive, and the patterns it names."""

    name: str
    needs: tuple[Need, ...]
    patterns: tuple[Pattern, ...]


Weighted = Sequence[tuple[Weight | None, Truth]]


def dimension_is_positive(needs: Sequence[Need], indicators: Weighted) -> Truth:
    """Whether one of the needs is met; for indicators without a weight, whether one is present."""
    if all(weight is None for weight, _ in indicators):
        return any_of(truth for _, truth in indicators)
    return any_of(is_met(need, indicators) for need in needs)


def is_met(need: Need, indicators: Weighted) -> Truth:
    """Whether there are as many indicators of each weight as the need asks for."""

    def among(*weights: Weight) -> list[Truth]:
        return [truth for weight, truth in indicators if weight in weights]

    return all_of(
        (
            at_least(need.strong, among(Weight.STRONG)),
            at_least(need.medium, among(Weight.MEDIUM)),
            at_least(need.weak, among(Weight.WEAK)),
            at_least(need.medium_or_weak, among(Weight.MEDIUM, Weight.WEAK)),
        )
    )


def fits(pattern: Pattern, dimensions: Mapping[str, Truth]) -> Truth:
    """Whether the dimensions fit the pattern, as far as they are settled."""
    groups = (any_of(dimensions[code] for code in group) for group in pattern.every)
    return all_of((*groups, *(not_(dimensions[code]) for code in pattern.none)))
