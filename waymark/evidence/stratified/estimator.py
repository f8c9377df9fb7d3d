"""The stratified estimator."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from waymark.evidence.estimate import Progress
from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.loglinear.cells import Floats
from waymark.evidence.loglinear.resampling import Resamples, by_name
from waymark.evidence.loglinear.result import (
    LEVELS,
    LoglinearEstimate,
    Step,
    cautions,
    with_intervals,
)
from waymark.evidence.loglinear.search import batches
from waymark.evidence.loglinear.terms import describe, pairs_of, with_pairs
from waymark.evidence.stratified.cells import StrataCells
from waymark.evidence.stratified.joint import Joint, choose


@dataclass(frozen=True)
class StratifiedEstimate:
    """The total over all strata, and each stratum by its value."""

    total: LoglinearEstimate
    strata: Mapping[str, LoglinearEstimate]


@dataclass(frozen=True)
class Stratified:
    """Log-linear models with the same pairs in every stratum and parameters of their own.

    The Poisson likelihoods of the strata multiply; the pairs are chosen forwards by a p-value
    that joins the strata (`joint.choose` gives the rule), and people unseen add up. Every
    bootstrap sample draws people of all strata together and chooses again, and the interval of
    the total is that of the sum in each sample, not the sum of the ends. With one stratum it is
    `Stepwise`, to the digit. Sources: Chan, Silverman and Vincent 2021, *JASA* 116(535); for
    stratifying against differences between people: Sekar and Deming 1949, *JASA* 44, 101-115.

    Attributes:
        threshold: a pair enters at a joint p-value below it.
        replicates: bootstrap samples; 0 for no intervals.
        seed: of the bootstrap.
        levels: of the intervals, between 0 and 1.
    """

    threshold: float = 0.02
    replicates: int = 1000
    seed: int = 1234
    levels: tuple[float, ...] = LEVELS

    def fit(
        self, strata: Mapping[str, ListTable], *, progress: Progress | None = None
    ) -> StratifiedEstimate:
        """Estimate each stratum and the total; strata without people change nothing.

        Raises ListError where strata have different lists, and for one in which lists share so
        few people that it has no estimate of its own: make it one with another.
        """
        used = {name: by_name(strata[name])[0] for name in sorted(strata) if strata[name].total}
        _check(used)
        cells = StrataCells.of(list(used.values()), self.replicates, self.seed)
        joint = self._choose(cells, progress)
        _require(used, joint)
        first = next(table for table in strata.values() if table.total)
        path = _path(joint, next(iter(used.values())), first, cells)
        parts = {}
        for place, (name, table) in enumerate(used.items()):
            resamples = cells.stratum(place)
            parts[name] = self._estimate(resamples, joint.hidden[place], table, path, first.names)
        everybody = cells.everybody(next(iter(used.values())).size)
        names = next(iter(used.values())).names
        whole = ListTable.from_counts(names, _rows(used))
        total = self._estimate(everybody, joint.hidden.sum(axis=0), whole, path, first.names)
        return StratifiedEstimate(total, parts)

    def _choose(self, cells: StrataCells, progress: Progress | None) -> Joint:
        columns, parts = cells.counts.shape[1], []
        for here in batches(columns, 2**cells.size * cells.strata):
            parts.append(choose(cells.dense(here), self.threshold))
            if progress:
                progress(here.stop / columns)
        fields = ("hidden", "step", "p_value", "trail")
        return Joint(*(np.concatenate([getattr(p, f) for p in parts], axis=-1) for f in fields))

    def _estimate(
        self,
        resamples: Resamples,
        unseen: Floats,
        table: ListTable,
        path: tuple[Step, ...],
        names: tuple[str, ...],
    ) -> LoglinearEstimate:
        totals = resamples.people + unseen
        pairs = [(names.index(step.pair[0]), names.index(step.pair[1])) for step in path]
        estimate = LoglinearEstimate(
            point=float(totals[0]),
            intervals=(),
            method="log-linear stepwise, strata sharing pairs",
            model=describe(with_pairs(len(names), pairs), names),
            seen=table.total,
            diagnostics={"threshold": self.threshold, "pairs": float(len(path))},
            warnings=tuple(cautions(table, float(totals[0]))),
            path=path,
        )
        carried = "pairs chosen anew for all strata in each sample"
        return with_intervals(estimate, resamples, totals, self.levels, carried)


def _check(strata: Mapping[str, ListTable]) -> None:
    if not strata:
        raise ListError("The lists hold nobody.")
    if len({table.names for table in strata.values()}) > 1:
        raise ListError("All strata must have the same lists.")
    if next(iter(strata.values())).size < 2:
        raise ListError("One list cannot say how many people are on none: add another.")


def _require(strata: Mapping[str, ListTable], joint: Joint) -> None:
    for name, unseen in zip(strata, joint.hidden[:, 0], strict=True):
        if not np.isfinite(unseen):
            raise ListError(
                f"In the stratum {name!r} lists share too few people for an estimate: "
                "make it one with another stratum, or leave strata out."
            )


def _rows(strata: Mapping[str, ListTable]) -> list[tuple[list[int], int]]:
    return [
        (pattern, count)
        for table in strata.values()
        for pattern, count in zip(
            table.patterns.astype(int).tolist(), table.counts.tolist(), strict=True
        )
    ]


def _path(
    joint: Joint, ordered: ListTable, table: ListTable, cells: StrataCells
) -> tuple[Step, ...]:
    """The steps on the data, each pair's lists in the order of the analyst's table."""
    step, pairs, seen = joint.step[:, 0], pairs_of(ordered.size), int(cells.counts[:, 0].sum())
    steps = []
    for place in np.argsort(step, kind="stable")[np.count_nonzero(step == 0) :]:
        lists = [ordered.names[i] for i in range(ordered.size) if pairs[place] >> i & 1]
        one, other = sorted(table.names.index(name) for name in lists)
        shared = cells.counts[(cells.cell & pairs[place]) == pairs[place], 0].sum()
        steps.append(
            Step(
                (table.names[one], table.names[other]),
                float(joint.p_value[place, 0]),
                float(seen + joint.trail[place, 0]),
                empty=not shared,
            )
        )
    return tuple(steps)
