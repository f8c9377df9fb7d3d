"""Everything that speaks for or against an estimate, in one pass over a table."""

from dataclasses import dataclass

from waymark.evidence.estimate import Estimate, Progress
from waymark.evidence.lists import ListTable
from waymark.evidence.loglinear import AllModels, BicAverage, Candidate, Stepwise
from waymark.evidence.reading import check
from waymark.evidence.reliability import criteria, influence, sensitivity
from waymark.evidence.reliability.criteria import Criterion
from waymark.evidence.reliability.influence import Variant, factor, spread
from waymark.evidence.reliability.overlaps import Overlaps, overlaps
from waymark.evidence.reliability.sensitivity import Dependence
from waymark.evidence.reliability.verdict import Verdict, ends_of, judge
from waymark.evidence.simple import Chao

MODERATE = 0.5  # a log odds ratio: odds 1.65 times as high or low


@dataclass(frozen=True)
class Findings:
    """What speaks for or against an estimate.

    Attributes:
        overlaps: who is on which lists together.
        estimates: by method, the last one the method whose point is quoted.
        bound: Chao's lower bound.
        thresholds, models, pairs, lists, merged, linkage: estimates with one thing changed.
        dependence: estimates under dependence that the model does not know.
    """

    overlaps: Overlaps
    estimates: tuple[Estimate, ...]
    bound: Estimate
    thresholds: tuple[Variant, ...]
    models: tuple[Variant, ...]
    pairs: tuple[Variant, ...]
    lists: tuple[Variant, ...]
    merged: tuple[Variant, ...]
    linkage: tuple[Variant, ...]
    dependence: tuple[Dependence, ...]


@dataclass(frozen=True)
class Reliability:
    """The verdict and what it rests on."""

    findings: Findings
    verdict: Verdict


def assess(
    table: ListTable,
    *,
    replicates: int = 1000,
    seed: int = 1234,
    progress: Progress | None = None,
) -> Reliability:
    """Judge what a table of lists can carry. `criteria` and `verdict` give the rules.

    Up to six lists the methods are the stepwise choice, the best of all models and their average;
    above only the stepwise choice. Raises ListError for lists that cannot be used at all.
    """
    tell = progress or _silent
    check(table)
    estimates, candidates = estimate(table, replicates, seed)
    tell(0.6)
    chosen = influence.chosen_pairs(table)
    thresholds, models = influence.by_threshold(table), influence.by_model(table, candidates)
    tell(0.8)
    found = Findings(
        overlaps=overlaps(table),
        estimates=estimates,
        bound=Chao().fit(table),
        thresholds=thresholds,
        models=models,
        pairs=influence.by_pair(table, chosen),
        lists=influence.without_each_list(table),
        merged=sensitivity.merged(table),
        linkage=sensitivity.linkage(table),
        dependence=sensitivity.dependence(table, chosen),
    )
    rules = judged(found, influence.of_one_person(table))
    tell(1.0)
    return Reliability(found, judge(rules, estimates, found.bound))


def estimate(
    table: ListTable, replicates: int, seed: int
) -> tuple[tuple[Estimate, ...], tuple[Candidate, ...]]:
    """The estimates that a verdict compares, with 80 and 95% intervals, and models searched."""
    stepwise = Stepwise(replicates=replicates, seed=seed).fit(table)
    order = influence.order_of_search(table)
    if order < 2:
        return (stepwise,), ()
    best = AllModels(order=order, replicates=replicates, seed=seed).fit(table)
    average = BicAverage(order=order, replicates=replicates, seed=seed).fit(table)
    return (stepwise, best, average), best.candidates


def judged(found: Findings, person: float) -> tuple[Criterion, ...]:
    """All criteria in the order in which they are told; `person` is the change by one person."""
    point = found.estimates[0].point
    left = max((factor(each.total, point) for each in found.lists), default=1.0)
    moderate = [each for each in found.dependence if abs(each.strength) <= MODERATE]
    unseen = max(factor(total, point) for each in moderate for total in (each.low, each.high))
    widest = max(factor(*reversed(ends_of(each))) for each in found.estimates)
    return (
        criteria.of_lists(len(found.overlaps.names)),
        criteria.of_estimate(point),
        criteria.of_shared(found.overlaps),
        criteria.of_each_list(found.overlaps),
        criteria.of_coverage(found.overlaps),
        criteria.of_models(spread(each.total for each in found.models), len(found.models)),
        criteria.of_interval(widest),
        criteria.of_thresholds(spread(each.total for each in found.thresholds)),
        criteria.of_leaving_out(left),
        criteria.of_person(person),
        criteria.of_dependence(unseen),
        criteria.of_bound(ends_of(found.bound)[0], point),
    )


def _silent(_share: float) -> None:
    """Nobody wants to know how far the work is."""
