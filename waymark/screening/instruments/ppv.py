"""What a positive or negative result of a screening study means where the share is another.

Pure numbers; nothing here is about one person. Estimates are Bayes' rule. Intervals are the logit
intervals of Mercaldo, Lau and Zhou (2007), "Confidence intervals for predictive values with an
emphasis to case-control studies", Statistics in Medicine 26:2170-2183, doi:10.1002/sim.2677: the
standard one, and where a cell of the table is empty, so that the standard one is not defined or
leaves a group out, their adjusted one, as the R package bdpv does. They take the share as known.
"""

from dataclasses import dataclass
from math import exp, log, sqrt

LEVEL = 0.95


@dataclass(frozen=True)
class Counts:
    """A study's table: people with the experience, people without, and who was found rightly."""

    with_experience: int
    true_positives: int
    without_experience: int
    true_negatives: int

    def __post_init__(self) -> None:
        """Refuse a table that cannot be."""
        inside = 0 <= self.true_positives <= self.with_experience
        if not inside or not 0 <= self.true_negatives <= self.without_experience:
            raise ValueError("more were found rightly than there were: check the counts")
        if not self.with_experience or not self.without_experience:
            raise ValueError("a study needs people of both groups")

    @property
    def sensitivity(self) -> float:
        """The share of those with the experience whom the screen found."""
        return self.true_positives / self.with_experience

    @property
    def specificity(self) -> float:
        """The share of those without it whom the screen let pass."""
        return self.true_negatives / self.without_experience

    @property
    def has_empty_cell(self) -> bool:
        """Whether one of the two groups got all its results alike."""
        return self.sensitivity in {0, 1} or self.specificity in {0, 1}


@dataclass(frozen=True)
class Share:
    """An estimated share with its interval, where there are counts to make one from."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class People:
    """So many people as a picture: whole numbers that add up."""

    total: int
    with_experience: int
    positives: int
    right_positives: int
    negatives: int
    missed: int


def positive_value(sensitivity: float, specificity: float, prevalence: float) -> float:
    """The share of positive results that are right. Raises ValueError where nobody is positive."""
    right = sensitivity * prevalence
    return _part(right, (1 - specificity) * (1 - prevalence))


def negative_value(sensitivity: float, specificity: float, prevalence: float) -> float:
    """The share of negative results that are right. Raises ValueError where nobody is negative."""
    right = specificity * (1 - prevalence)
    return _part(right, (1 - sensitivity) * prevalence)


def positive_interval(counts: Counts, prevalence: float) -> Share:
    """The share of positive results that are right, with its 95% interval."""
    value = positive_value(counts.sensitivity, counts.specificity, prevalence)
    found, passed, n_with, n_without = _estimates(counts)
    middle = log(found * prevalence) - log((1 - passed) * (1 - prevalence))
    variance = (1 - found) / found / n_with + passed / (1 - passed) / n_without
    return _around(value, middle, variance)


def negative_interval(counts: Counts, prevalence: float) -> Share:
    """The share of negative results that are right, with its 95% interval."""
    value = negative_value(counts.sensitivity, counts.specificity, prevalence)
    found, passed, n_with, n_without = _estimates(counts)
    middle = log(passed * (1 - prevalence)) - log((1 - found) * prevalence)
    variance = found / (1 - found) / n_with + (1 - passed) / passed / n_without
    return _around(value, middle, variance)


def proportion(part: int, whole: int) -> Share:
    """A share of a count with its 95% interval (Wilson, as SciPy computes it)."""
    from scipy.stats import binomtest  # takes a second, which only these pages should cost

    found = binomtest(part, whole).proportion_ci(LEVEL, method="wilson")
    return Share(part / whole, found.low, found.high)


def picture(sensitivity: float, specificity: float, prevalence: float) -> People:
    """What to expect among 1,000 people, or among more where so few would round to nobody."""
    total = 1000
    while total * prevalence < 1 and total < 1_000_000:
        total *= 10
    with_experience = round(total * prevalence)
    right = round(with_experience * sensitivity)
    wrong = round((total - with_experience) * (1 - specificity))
    negatives = total - right - wrong
    return People(total, with_experience, right + wrong, right, negatives, with_experience - right)


def _part(right: float, wrong: float) -> float:
    if right + wrong <= 0:
        raise ValueError("no result of this kind could occur")
    return right / (right + wrong)


def _estimates(counts: Counts) -> tuple[float, float, float, float]:
    """Sensitivity, specificity and the two sizes; adjusted where a cell is empty."""
    found, passed = counts.true_positives, counts.true_negatives
    n_with, n_without = float(counts.with_experience), float(counts.without_experience)
    more = _z() ** 2 if counts.has_empty_cell else 0.0
    n_with, n_without = n_with + more, n_without + more
    return (found + more / 2) / n_with, (passed + more / 2) / n_without, n_with, n_without


def _around(value: float, middle: float, variance: float) -> Share:
    half = _z() * sqrt(variance)
    # The adjusted interval is drawn towards one half: it is widened to hold the estimate itself.
    low, high = _expit(middle - half), _expit(middle + half)
    return Share(value, min(low, value), max(high, value))


def _z() -> float:
    from scipy.stats import norm

    return float(norm.ppf(1 - (1 - LEVEL) / 2))


def _expit(logit: float) -> float:
    return 1 / (1 + exp(-logit))
