"""The stepwise estimator."""

from dataclasses import dataclass

import numpy as np

from waymark.evidence.estimate import Progress
from waymark.evidence.lists import ListTable
from waymark.evidence.loglinear.resampling import Resamples, by_name, resample
from waymark.evidence.loglinear.result import (
    LEVELS,
    LoglinearEstimate,
    Step,
    cautions,
    check,
    check_options,
    with_intervals,
)
from waymark.evidence.loglinear.search import batches
from waymark.evidence.loglinear.selection import Selection, select
from waymark.evidence.loglinear.terms import describe, pairs_of, with_pairs


@dataclass(frozen=True)
class Stepwise:
    """Main effects and pairs chosen forwards, with intervals that carry the choice.

    The log of the expected number of people on exactly the lists S is
    theta_0 + sum of theta_i (i in S) + sum of theta_ij (pairs in S); exp(theta_0) estimates
    those on none. `selection` tells how pairs are chosen. Every bootstrap sample and every
    jackknife table goes through the choice again, and the intervals are BCa: bias-corrected and
    accelerated. Source: Chan, Silverman and Vincent 2021, *Multiple systems estimation for
    sparse capture data*, JASA 116(535), 1297-1306; the R package SparseMSE.

    Where a bootstrap sample leaves a list empty, that list is dropped for the sample (the
    package then refuses every pair).

    Attributes:
        threshold: a pair enters at a p-value below it; 0 gives main effects only.
        replicates: bootstrap samples; 0 for no intervals.
        seed: of the bootstrap.
        levels: of the intervals, between 0 and 1.
    """

    threshold: float = 0.02
    replicates: int = 1000
    seed: int = 1234
    levels: tuple[float, ...] = LEVELS

    def __post_init__(self) -> None:
        check_options(self.replicates, self.levels)
        if not 0 <= self.threshold <= 1:
            raise ValueError("The threshold is a p-value: write a number from 0 to 1, as 0.02.")

    def fit(self, table: ListTable, *, progress: Progress | None = None) -> LoglinearEstimate:
        """Estimate the population. Raises ListError for a table of one list or of nobody.

        The point is `inf` where no two lists share anybody.
        """
        check(table)
        ordered, _ = by_name(table)
        resamples = resample(ordered, self.replicates, self.seed)
        chosen = _select(resamples, self.threshold, progress)
        totals = resamples.people + chosen.hidden
        point = float(totals[0])
        path = _path(chosen, ordered, table)
        estimate = LoglinearEstimate(
            point=point,
            intervals=(),
            method="log-linear stepwise",
            model=_words(path, table),
            seen=table.total,
            diagnostics={
                "threshold": self.threshold,
                "pairs": float(len(path)),
                "main effects only": float(resamples.people[0] + chosen.main[0]),
            },
            warnings=(*cautions(table, point), *_warnings(path)),
            path=path,
        )
        return with_intervals(
            estimate, resamples, totals, self.levels, "pairs chosen anew in each sample"
        )


def _select(resamples: Resamples, threshold: float, progress: Progress | None) -> Selection:
    columns, parts = resamples.counts.shape[1], []
    for here in batches(columns, 2**resamples.size):
        parts.append(select(resamples.dense(here), threshold))
        if progress:
            progress(here.stop / columns)
    return Selection(
        *(
            np.concatenate([getattr(part, name) for part in parts], axis=-1)
            for name in ("hidden", "main", "step", "p_value", "trail")
        )
    )


def _path(chosen: Selection, ordered: ListTable, table: ListTable) -> tuple[Step, ...]:
    """The steps on the data, each pair's lists in the order of the analyst's table."""
    step, pairs = chosen.step[:, 0], pairs_of(ordered.size)
    steps = []
    for place in np.argsort(step, kind="stable")[np.count_nonzero(step == 0) :]:
        lists = [ordered.names[i] for i in range(ordered.size) if pairs[place] >> i & 1]
        one, other = sorted(table.names.index(name) for name in lists)
        steps.append(
            Step(
                (table.names[one], table.names[other]),
                float(chosen.p_value[place, 0]),
                float(ordered.total + chosen.trail[place, 0]),
                empty=not (table.patterns[:, one] & table.patterns[:, other]).any(),
            )
        )
    return tuple(steps)


def _words(path: tuple[Step, ...], table: ListTable) -> str:
    pairs = [tuple(table.names.index(name) for name in step.pair) for step in path]
    return describe(with_pairs(table.size, [(one, other) for one, other in pairs]), table.names)


def _warnings(path: tuple[Step, ...]) -> list[str]:
    return [
        f"Lists {' and '.join(step.pair)} share nobody, fewer than chance would have it: their "
        "pair is held at minus infinity. Check that they could have shared people."
        for step in path
        if step.empty
    ]
