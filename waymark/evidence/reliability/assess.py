"""Everything that speaks for or against an estimate, in one pass over a table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from waymark.evidence.bayes import DecomposableGraphs
from waymark.evidence.estimate import Estimate, Progress
from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.loglinear import AllModels, BicAverage, Candidate, Stepwise
from waymark.evidence.reading import check
from waymark.evidence.reliability import criteria, influence, sensitivity
from waymark.evidence.reliability.criteria import Criterion
from waymark.evidence.reliability.influence import Variant, factor, spread
from waymark.evidence.reliability.overlaps import Overlaps, overlaps
from waymark.evidence.reliability.sensitivity import Dependence
from waymark.evidence.reliability.verdict import Verdict, ends_of, judge
from waymark.evidence.simple import Chao

LEVELS = (0.8, 0.95)
LISTS_OF_GRAPHS = 5
MODERATE = 0.5  # a log odds ratio: odds 1.65 times as high or low


@dataclass(frozen=True)
class Findings:
    """What speaks for or against an estimate.

    Attributes:
        overlaps: who is on which lists together.
        estimates: by method, the stepwise choice first, and last the one whose point is quoted.
        bound: Chao's lower bound.
        thresholds, models, pairs, lists, merged, linkage: estimates with one thing changed.
        dependence: estimates under dependence that the model does not know.
        person: the largest factor by which leaving one person out changes the stepwise estimate.
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
    person: float


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

    Up to six lists the methods are the stepwise choice, the best of all models and their average,
    up to five the average over decomposable graphs too; above six only the stepwise choice.
    Raises ListError for lists that cannot be used at all.
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
        person=influence.of_one_person(table),
    )
    tell(1.0)
    return _of(found)


def with_more(reliability: Reliability, more: Sequence[Estimate]) -> Reliability:
    """The verdict with other methods' estimates taken into account; bounds tell nothing here."""
    found = reliability.findings
    known = {each.method for each in found.estimates}
    new = [each for each in more if not each.bound and each.method not in known]
    first, *rest = found.estimates
    return _of(replace(found, estimates=(first, *new, *rest))) if new else reliability


def _of(found: Findings) -> Reliability:
    return Reliability(found, judge(judged(found), found.estimates, found.bound))


def estimate(
    table: ListTable, replicates: int, seed: int
) -> tuple[tuple[Estimate, ...], tuple[Candidate, ...]]:
    """The estimates that a verdict compares, with 80 and 95% intervals, and models searched."""
    stepwise = Stepwise(replicates=replicates, seed=seed).fit(table)
    order = influence.order_of_search(table)
    if order < 2:
        return (stepwise,), ()
    try:
        best = AllModels(order=order, replicates=replicates, seed=seed).fit(table)
        average = BicAverage(order=order, replicates=replicates, seed=seed).fit(table)
    except ListError:  # no model has an estimate: that is part of the verdict
        return (stepwise,), ()
    graphs = [DecomposableGraphs(levels=LEVELS).fit(table)] if table.size <= LISTS_OF_GRAPHS else []
    return (stepwise, best, *graphs, average), best.candidates


def judged(found: Findings) -> tuple[Criterion, ...]:
    """All criteria in the order in which they are told."""
    point = found.estimates[0].point
    left = max((factor(each.total, point) for each in found.lists), default=1.0)
    moderate = [each for each in found.dependence if abs(each.strength) <= MODERATE]
    unseen = max(factor(total, point) for each in moderate for total in (each.low, each.high))
    ends = [ends_of(each) for each in found.estimates]
    widest = factor(max(high for _, high in ends), min(low for low, _ in ends))
    points = [each.point for each in found.estimates]
    return (
        criteria.of_lists(len(found.overlaps.names)),
        criteria.of_estimate(point),
        criteria.of_shared(found.overlaps),
        criteria.of_each_list(found.overlaps),
        criteria.of_coverage(found.overlaps),
        criteria.of_models(spread(each.total for each in found.models), len(found.models)),
        criteria.of_methods(spread(points), len(points)),
        criteria.of_interval(widest),
        criteria.of_thresholds(spread(each.total for each in found.thresholds)),
        criteria.of_leaving_out(left),
        criteria.of_person(found.person),
        criteria.of_dependence(unseen),
        criteria.of_bound(ends_of(found.bound)[0], point),
    )


def _silent(_share: float) -> None:
    """Nobody wants to know how far the work is."""
