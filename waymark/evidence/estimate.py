"""What every estimator returns, and what an estimator is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from waymark.evidence.lists import ListTable

# Called with the share of the work done, 0 to 1. It may raise to stop the work.
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Interval:
    """An interval for the number of people, with its level and how it was made."""

    low: float
    high: float
    level: float
    method: str


@dataclass(frozen=True)
class Estimate:
    """The number of people in the population, seen and unseen.

    Attributes:
        point: the estimate, in people; `inf` where the model has none.
        intervals: those that were asked for, for instance at 80 and 95 per cent.
        method: the estimator's name, such as `log-linear stepwise`.
        model: the chosen model in words or, for an average, what was averaged.
        seen: how many people the lists hold.
        diagnostics: numbers by name that tell how the fit went (deviance, BIC, R-hat, ...).
        warnings: sentences that advise; empty where nothing is wrong.
        bound: True where `point` is only a lower bound.
    """

    point: float
    intervals: tuple[Interval, ...]
    method: str
    model: str
    seen: int
    diagnostics: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    bound: bool = False


class Estimator(Protocol):
    """An estimator holds its options; the same options, table and seed give the same digits."""

    def fit(self, table: ListTable, *, progress: Progress | None = None) -> Estimate:
        """Estimate the population behind a table. Raises ListError where the method cannot."""
        ...
