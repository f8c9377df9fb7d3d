"""What may be said in public: one number, a range, or only a lower bound."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, isfinite, log10

from waymark.evidence.estimate import Estimate
from waymark.evidence.reliability.criteria import Criterion, Outcome

LEVEL = 0.95
ASSUMING = (
    "This holds if nobody entered or left the population in that time, if the same person was "
    "recognised on every list, and if lists depend on each other only in ways that the models "
    "know. People whom no list could have reached are not counted, and where many are much harder "
    "to find than those on the lists, there are more."
)


class May(StrEnum):
    """What the evidence can carry."""

    NUMBER = "number"
    RANGE = "range"
    BOUND = "bound"


@dataclass(frozen=True)
class Verdict:
    """The verdict.

    Attributes:
        may: what may be said.
        low, high: of the range, in people, rounded outwards; `high` is `inf` for a bound.
        sentence: what may be said in public, word for word.
        reasons: findings that stand against saying more, worst first.
        criteria: all of them.
    """

    may: May
    low: float
    high: float
    sentence: str
    reasons: tuple[str, ...]
    criteria: tuple[Criterion, ...]


def judge(criteria: Sequence[Criterion], fits: Sequence[Estimate], bound: Estimate) -> Verdict:
    """The verdict: one failure leaves a bound, one doubt a range, else there is a number.

    The range holds every method's 95% interval. The bound is the smallest lower end among them
    and that of Chao's bound, because lists that keep people off each other can make each of these
    too high.
    """
    worst = max(criterion.outcome for criterion in criteria)
    seen = bound.seen
    ends = [ends_of(fit) for fit in fits]
    low = min([ends_of(bound)[0], *(low for low, _ in ends)])
    high = max([high for _, high in ends], default=float("inf"))
    low, high = max(seen, down(low)), up(high)
    may = [May.NUMBER, May.RANGE, May.BOUND][worst]
    if may is not May.BOUND and not isfinite(high):
        may = May.BOUND
    ordered = sorted(criteria, key=lambda each: -each.outcome)
    return Verdict(
        may=may,
        low=low,
        high=high if may is not May.BOUND else float("inf"),
        sentence=_sentence(may, seen, low, high, fits),
        reasons=tuple(each.finding for each in ordered if each.outcome is not Outcome.FINE),
        criteria=tuple(criteria),
    )


def _sentence(may: May, seen: int, low: float, high: float, fits: Sequence[Estimate]) -> str:
    known = f"The lists hold {seen:,} different people."
    if may is May.BOUND and low <= seen:
        return f"{known} They cannot carry an estimate of how many there are in all."
    if may is May.BOUND:
        return (
            f"{known} They cannot carry an estimate of how many there are in all; "
            f"there are probably at least {low:,.0f}."
        )
    if may is May.RANGE:
        return (
            f"{known} How many there are in all cannot be said with one number: estimates that "
            f"agree with the lists go from {low:,.0f} to {high:,.0f}. {ASSUMING}"
        )
    return (
        f"There are about {nearest(fits[-1].point):,.0f} people, between {low:,.0f} and "
        f"{high:,.0f} (95% intervals of {len(fits)} methods together); {seen:,} of them are on "
        f"the lists. {ASSUMING}"
    )


def ends_of(fit: Estimate) -> tuple[float, float]:
    """The ends of the 95% interval; those seen and `inf` where there is none."""
    for interval in fit.intervals:
        if abs(interval.level - LEVEL) < 1e-9:
            return interval.low, interval.high
    return float(fit.seen), float("inf")


def down(number: float) -> float:
    """Rounded down to two digits."""
    return _rounded(number, floor)


def up(number: float) -> float:
    """Rounded up to two digits."""
    return _rounded(number, ceil)


def nearest(number: float) -> float:
    """Rounded to two digits."""
    return _rounded(number, round)


def _rounded(number: float, rule: Callable[[float], int]) -> float:
    if not isfinite(number) or number <= 0:
        return number
    unit = 10 ** max(0, floor(log10(number)) - 1)
    return float(rule(number / unit - 1e-9 if rule is ceil else number / unit) * unit)
