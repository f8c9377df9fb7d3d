"""Written criteria: what a table must show before a number may be said aloud.

Each criterion looks at one figure and answers fine, doubt or fail. The limits are ours where no
source is named: they are meant to err towards saying less.
"""

from dataclasses import dataclass
from enum import IntEnum
from math import isfinite, sqrt

from waymark.evidence.reliability.overlaps import Overlaps


class Outcome(IntEnum):
    """How a criterion was met."""

    FINE = 0
    DOUBT = 1
    FAIL = 2


@dataclass(frozen=True)
class Criterion:
    """One criterion and its answer.

    Attributes:
        name: a key that stays.
        outcome: fine, doubt or fail.
        value: the figure that was looked at; `inf` where there is none.
        rule: the limits in words.
        finding: what was found, as a sentence.
        source: where the criterion comes from.
    """

    name: str
    outcome: Outcome
    value: float
    rule: str
    finding: str
    source: str


OURS = "limits are this program's own choice"
IDENTIFYING = f"Aleshin-Guendel, Sadinle, Wakefield 2021, arXiv:2101.09304; {OURS}"
COVERAGE = f"Chao, Tsay 1998, JASA 93, 283-293; {OURS}"
BIC = f"Kass, Raftery 1995, JASA 90, 773-795; {OURS}"
STABLE = f"Whitehead, Jackson, Balch, Francis 2021, J. Human Trafficking 7, 1-13; {OURS}"
POISSON = f"relative error of 1/sqrt(m) for m shared (Seber 1982, section 3.1); {OURS}"


def limits(value: float, doubt: float, fail: float) -> Outcome:
    """Fine up to the first limit, doubt up to the second, fail above."""
    if not isfinite(value) or value > fail:
        return Outcome.FAIL
    return Outcome.DOUBT if value > doubt else Outcome.FINE


def of_lists(size: int) -> Criterion:
    """Two lists cannot show whether they depend on each other."""
    outcome = Outcome.FAIL if size < 3 else Outcome.FINE
    found = f"There are {size} lists."
    if outcome:
        found += " Two lists cannot show whether being on one changes who is on the other."
    return Criterion("lists", outcome, size, "3 or more", found, IDENTIFYING)


def of_estimate(point: float) -> Criterion:
    """A finite estimate must exist and be the only one."""
    outcome = Outcome.FINE if isfinite(point) else Outcome.FAIL
    found = "A finite estimate exists." if not outcome else "No finite estimate exists."
    source = "Fienberg, Rinaldo 2012, Annals of Statistics 40, 996-1023"
    return Criterion("existence", outcome, point, "exists and is the only one", found, source)


def of_shared(seen: Overlaps) -> Criterion:
    """Too few people on two lists leave everything to chance."""
    shared = seen.on_two_or_more
    outcome = Outcome.FAIL if shared < 25 else Outcome(shared < 100)
    found = f"{shared} people are on two or more lists."
    if shared:
        found = f"{found[:-1]}, so that chance alone gives an error of at least "
        found += f"{1 / sqrt(shared):.0%}."
    return Criterion("shared", outcome, shared, "100 or more; below 25 fails", found, POISSON)


def of_each_list(seen: Overlaps) -> Criterion:
    """A list that shares almost nobody is tied to the others by a thread."""
    ties = {n: s - a for n, s, a in zip(seen.names, seen.sizes, seen.alone, strict=True)}
    weakest = min(ties, key=ties.__getitem__)
    outcome = Outcome(ties[weakest] < 7)
    found = f"The list {weakest} shares the fewest people with others: {ties[weakest]}."
    return Criterion("each list", outcome, ties[weakest], "7 or more", found, OURS)


def of_coverage(seen: Overlaps) -> Criterion:
    """Where lists hardly find each other's people, most of the answer is the model's."""
    outcome = Outcome(seen.coverage < 0.5)
    found = f"On average {seen.coverage:.0%} of the people on a list are on another one too."
    return Criterion("coverage", outcome, seen.coverage, "50% or more", found, COVERAGE)


def of_models(ratio: float, models: int) -> Criterion:
    """Models that fit equally well must say about the same."""
    outcome = limits(ratio, 1.25, 4)
    found = f"{models} models fit about as well as the best; the largest estimate is "
    found += f"{_times(ratio)} above the smallest."
    rule = "a factor of at most 1.25; above 4 fails"
    return Criterion("models", outcome, ratio, rule, found, BIC)


def of_methods(ratio: float, methods: int) -> Criterion:
    """Methods with different assumptions must say about the same."""
    outcome = limits(ratio, 1.1, 10)
    found = f"The largest estimate of {methods} methods is {_times(ratio)} above the smallest."
    rule = "a factor of at most 1.1; above 10 fails"
    return Criterion("methods", outcome, ratio, rule, found, IDENTIFYING)


def of_interval(ratio: float) -> Criterion:
    """The intervals of all methods together must be of use."""
    outcome = limits(ratio, 1.5, 10)
    found = f"The highest end of the methods' 95% intervals is {_times(ratio)} above the lowest."
    return Criterion("intervals", outcome, ratio, "at most 1.5; above 10 fails", found, OURS)


def of_thresholds(ratio: float) -> Criterion:
    """The threshold of the stepwise choice must not make the answer."""
    outcome = min(limits(ratio, 1.25, 4), Outcome.DOUBT)
    found = f"Over thresholds from 0.001 to 0.2 the estimate changes by {_times(ratio)}."
    return Criterion("thresholds", outcome, ratio, "at most 1.25", found, STABLE)


def of_leaving_out(ratio: float) -> Criterion:
    """No list may make the answer alone."""
    outcome = min(limits(ratio, 1.5, 4), Outcome.DOUBT)
    found = f"Leaving one list out changes the estimate by up to {_times(ratio)}."
    return Criterion("leave one list out", outcome, ratio, "at most 1.5", found, STABLE)


def of_person(ratio: float) -> Criterion:
    """No single person may make the answer."""
    outcome = limits(ratio, 1.05, 2)
    found = f"Leaving one person out changes the estimate by up to {_times(ratio)}."
    return Criterion("one person", outcome, ratio, "at most 1.05; above 2 fails", found, OURS)


def of_dependence(ratio: float) -> Criterion:
    """A moderate dependence that nobody can see must not change the answer much."""
    outcome = min(limits(ratio, 1.25, 4), Outcome.DOUBT)
    found = "If being on one list made being on another 1.65 times as likely or unlikely (in odds) "
    found += f"without the model knowing, the estimate would change by up to {_times(ratio)}."
    return Criterion("dependence", outcome, ratio, "at most 1.25", found, IDENTIFYING)


def of_bound(bound: float, point: float) -> Criterion:
    """An estimate below the bound says that some lists keep people off others."""
    outcome = Outcome(bound > point)
    found = "The estimate does not lie below the 95% interval of Chao's lower bound."
    if outcome:
        found = (
            "The estimate lies below the 95% interval of Chao's lower bound: "
            "some lists share fewer people than chance would have it, so that the bound may be "
            "too high."
        )
    source = f"Chao 1987, Biometrics 43, 783-791; {OURS}"
    return Criterion("bound", outcome, bound, "its lower end below the estimate", found, source)


def _times(ratio: float) -> str:
    return f"a factor of {ratio:.3g}" if isfinite(ratio) else "no finite factor"
