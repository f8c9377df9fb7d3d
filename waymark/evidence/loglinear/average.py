"""The average of all hierarchical models."""

from dataclasses import dataclass

import numpy as np

from waymark.evidence.estimate import Progress
from waymark.evidence.lists import ListTable
from waymark.evidence.loglinear.candidates import Search, akaike_weights, run
from waymark.evidence.loglinear.cells import Floats
from waymark.evidence.loglinear.result import LoglinearEstimate, with_intervals


@dataclass(frozen=True)
class BicAverage(Search):
    """The average of all hierarchical models, weighted by exp(-BIC / 2).

    N = sum of w_m N_m over the `top` models, w_m proportional to exp(-BIC_m / 2), an
    approximation to their posterior probability under equal prior probabilities (Raftery 1995,
    *Sociological Methodology* 25, 111-163; Buckland, Burnham and Augustin 1997, *Biometrics* 53,
    603-618). Weights and estimates are found again in each bootstrap sample and jackknife table;
    the intervals are BCa. Search tells the options.
    """

    def fit(self, table: ListTable, *, progress: Progress | None = None) -> LoglinearEstimate:
        """Estimate the population. Raises ListError where AllModels does."""
        found = run(self, table, progress)
        totals = averages(found.totals, found.criterion)
        estimate = found.estimate("log-linear, average of all models", point=float(totals[0]))
        return with_intervals(
            estimate, found.resamples, totals, self.levels, "weighted anew in each sample"
        )


def averages(totals: Floats, criterion: Floats) -> Floats:
    """Averages by column over the models that exist there; `inf` where none does."""
    none = np.isinf(criterion).all(axis=0)
    weights = akaike_weights(np.where(none, 0.0, criterion))
    averages = (weights * np.where(weights > 0, totals, 0.0)).sum(axis=0)
    return np.where(none, np.inf, averages)
