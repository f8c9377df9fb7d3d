"""The best of all hierarchical models."""

from dataclasses import dataclass, replace

import numpy as np

from waymark.evidence.estimate import Progress
from waymark.evidence.lists import ListTable
from waymark.evidence.loglinear.candidates import Search, run
from waymark.evidence.loglinear.cells import Floats, Ints
from waymark.evidence.loglinear.resampling import Resamples, acceleration, bca
from waymark.evidence.loglinear.result import LoglinearEstimate, with_intervals


@dataclass(frozen=True)
class AllModels(Search):
    """The hierarchical model with the smallest BIC, with intervals that carry the choice.

    Every log-linear model with all main effects and terms of at most `order` lists is fitted;
    those without an existing and identified estimate are passed over. BIC is
    p log(n) - 2 log L with n people seen and p terms, those of minus infinity included. In each
    bootstrap sample and jackknife table the choice is made again among the `top` models of the
    data, and the intervals are BCa. Source: Silverman, Chan and Vincent 2024, *Bootstrapping
    multiple systems estimates to account for model selection*, Statistics and Computing 34, 44;
    the R package MultipleSystemsEstimation.

    Search tells the options.
    """

    def fit(self, table: ListTable, *, progress: Progress | None = None) -> LoglinearEstimate:
        """Estimate the population.

        Raises ListError for a table of one list or of nobody, for one that no model can be
        fitted to, and where there are more than 50,000 models: lower `order`.
        """
        found = run(self, table, progress)
        estimate = found.estimate("log-linear, best of all models")
        chosen = best_of_first(found.totals, found.criterion)
        among = f"chosen anew in each sample among {len(chosen)} models"
        estimate = with_intervals(estimate, found.resamples, chosen[-1], self.levels, among)
        if not self.replicates:
            return estimate
        return replace(estimate, curve=_curve(found.resamples, chosen, self.levels))


def best_of_first(totals: Floats, criterion: Floats) -> Floats:
    """The total under the best of the first 1, 2, ... models, by column."""
    best = np.minimum.accumulate(criterion, axis=0)
    first = np.vstack([np.ones_like(best[:1], dtype=np.bool_), criterion[1:] < best[:-1]])
    where: Ints = np.maximum.accumulate(np.arange(len(totals))[:, None] * first, axis=0)
    return np.take_along_axis(totals, where, axis=0)


def _curve(resamples: Resamples, chosen: Floats, levels: tuple[float, ...]) -> Floats:
    ends = [(1 - level) / 2 for level in levels]
    both, people = [*ends, *(1 - end for end in ends)], resamples.counts[:, 0]
    rows = []
    for totals in chosen:
        point, jackknife, bootstrap = resamples.split(totals)
        rows.append(bca(bootstrap, point, acceleration(jackknife, people), both))
    return np.array(rows)
