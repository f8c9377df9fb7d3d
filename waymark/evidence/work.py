"""The whole way from a file's lists to a run that can be told, whoever asks for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from waymark.evidence.bayes import DecomposableGraphs, LatentClasses
from waymark.evidence.estimate import Estimate, Estimator, Progress
from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.loglinear import AllModels, BicAverage, Stepwise
from waymark.evidence.reading import Reading
from waymark.evidence.reliability import Reliability, assess, with_more
from waymark.evidence.reliability.influence import order_of_search
from waymark.evidence.report.run import Run
from waymark.evidence.simple import Chao, Chapman
from waymark.evidence.stratified import Stratified, StratifiedEstimate

LEVELS = (0.8, 0.95)


@dataclass(frozen=True)
class Options:
    """What an analyst may choose.

    Attributes:
        threshold: of the stepwise choice, a p-value.
        replicates: bootstrap samples.
        seed: of everything that is drawn.
        order: the largest number of lists in a term where all models are tried; None chooses
            every order up to five lists, pairs for six.
        top: how many of the best models every bootstrap sample is given.
    """

    threshold: float = 0.02
    replicates: int = 1000
    seed: int = 1234
    order: int | None = None
    top: int = 60

    def check(self) -> None:
        """Raise ListError for an option that makes no sense, saying which and why."""
        if not 0 <= self.threshold < 1:
            raise ListError("The threshold is a p-value: choose it from 0 to below 1.")
        if not 20 <= self.replicates <= 100_000:
            raise ListError("Choose from 20 to 100,000 bootstrap samples; 1,000 are usual.")
        if self.seed < 0:
            raise ListError("A seed is a whole number, 0 or larger.")
        if self.top < 1 or (self.order is not None and self.order < 1):
            raise ListError("At least one model and one list are needed: choose 1 or more.")


def _order(options: Options, table: ListTable) -> int:
    return options.order or max(2, order_of_search(table))


def _stepwise(options: Options, _: ListTable) -> Estimator:
    return Stepwise(options.threshold, options.replicates, options.seed, LEVELS)


def _all_models(options: Options, table: ListTable) -> Estimator:
    return AllModels(
        order=_order(options, table),
        top=options.top,
        replicates=options.replicates,
        seed=options.seed,
        levels=LEVELS,
    )


def _average(options: Options, table: ListTable) -> Estimator:
    return BicAverage(
        order=_order(options, table),
        top=options.top,
        replicates=options.replicates,
        seed=options.seed,
        levels=LEVELS,
    )


# By the name that an analyst types.
METHODS: Mapping[str, Callable[[Options, ListTable], Estimator]] = {
    "stepwise": _stepwise,
    "all-models": _all_models,
    "average": _average,
    "graphs": lambda options, table: DecomposableGraphs(levels=LEVELS),
    "classes": lambda options, table: LatentClasses(seed=options.seed, levels=LEVELS),
    "chao": lambda options, table: Chao(LEVELS),
    "chapman": lambda options, table: Chapman(levels=LEVELS),
}
USUAL = ("stepwise", "all-models", "average", "graphs", "chao")
# How the verdict's own estimates call themselves.
TITLES = {
    "stepwise": "log-linear stepwise",
    "all-models": "log-linear, best of all models",
    "average": "log-linear, average of all models",
    "graphs": "decomposable graphs",
}


def estimator(method: str, options: Options, table: ListTable) -> Estimator:
    """The estimator of that name. Raises ListError naming those that there are."""
    options.check()
    if method not in METHODS:
        raise ListError(f"There is no method {method!r}: choose of {', '.join(METHODS)}.")
    return METHODS[method](options, table)


def work(
    reading: Reading,
    methods: Sequence[str] = USUAL,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Run:
    """Judge the lists, then estimate by each method and, if asked for, by stratum.

    A method that cannot be used on these lists is told with its reason. Raises ListError where
    none can, and for options that make no sense; whatever `progress` raises stops the work.
    """
    options = options or Options()
    table = reading.table
    estimators = {method: estimator(method, options, table) for method in methods}
    shares = _Shares(2 + len(methods) + bool(reading.strata), progress)
    judged = assess(
        table, replicates=options.replicates, seed=options.seed, progress=shares.next(2)
    )
    fits: list[Estimate] = []
    failed: dict[str, str] = {}
    known = _known(judged, options)
    for method, each in estimators.items():
        tell = shares.next()
        try:
            fits.append(known.get(method) or each.fit(table, progress=tell))
        except ListError as fault:
            failed[method] = str(fault)
    if not fits:
        raise ListError(" ".join(failed.values()) or "Choose at least one method.")
    stratified = _stratified(reading, options, shares) if reading.strata else None
    judged = with_more(judged, [fit for fit in fits if not fit.method.startswith("Chapman")])
    told = {**asdict(options), "methods": " ".join(methods), "by": reading.by}
    return Run(reading, told, tuple(fits), judged, stratified, failed)


def _known(judged: Reliability, options: Options) -> dict[str, Estimate]:
    """The estimates that the verdict has made already, where the options are those it takes."""
    usual = Options(replicates=options.replicates, seed=options.seed)
    made = {fit.method: fit for fit in judged.findings.estimates}
    if options != usual:
        return {}
    return {name: made[title] for name, title in TITLES.items() if title in made}


def _stratified(reading: Reading, options: Options, shares: "_Shares") -> StratifiedEstimate:
    chosen = Stratified(options.threshold, options.replicates, options.seed, LEVELS)
    return chosen.fit(reading.strata, progress=shares.next())


class _Shares:
    """Splits one progress between pieces of work that follow each other."""

    def __init__(self, parts: int, progress: Progress | None) -> None:
        self.parts, self.done, self.progress = parts, 0, progress

    def next(self, parts: int = 1) -> Progress:
        """The progress of the next piece."""
        begin, self.done = self.done, self.done + parts

        def tell(share: float) -> None:
            if self.progress:
                self.progress((begin + parts * share) / self.parts)

        tell(0.0)
        return tell
