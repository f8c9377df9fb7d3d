"""Averaging over all decomposable graphs: the posterior of N summed exactly, without sampling."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from waymark.evidence.bayes.graphs import MOST_LISTS, GraphSet, decomposable_graphs
from waymark.evidence.bayes.quantiles import intervals, weighted_quantile
from waymark.evidence.estimate import Estimate, Progress
from waymark.evidence.lists import ListError, ListTable

Reals = NDArray[np.float64]

GRAPHS_AT_ONCE = 1024  # memory: this many times `points` numbers
FEW_POINTS = 50
METHOD = "decomposable graphs"


@dataclass(frozen=True)
class GraphPosterior:
    """The joint posterior of the population and its graph, on a grid.

    Attributes:
        population: shape (points,), people seen and unseen.
        weights: shape (points,), posterior probability of each; adds up to 1.
        graphs: shape (graphs,), posterior probability of each graph of `decomposable_graphs`.
    """

    population: Reals
    weights: Reals
    graphs: Reals


@dataclass(frozen=True)
class DecomposableGraphs:
    """Bayesian model averaging over decomposable graphs (Madigan, York 1997, Biometrika 84, 19-31).

    Cell probabilities have a hyper-Dirichlet prior with `delta` people in every cell, graphs are
    equally likely, and p(N) is proportional to 1 / N, N in people. With n(C) the marginal counts
    over the lists of a clique, unseen people included,

        p(n | g, N) = N! / prod n! x prod_cliques h(C) / prod_separators h(S),
        h(C) = Gamma(a) / Gamma(N + a) prod_cells Gamma(n_c + a_c) / Gamma(a_c),
        a = delta 2^k, a_c = delta 2^{k - |C|}.

    Options:
        delta: None for 2^-k, as in the R package dga of Johndrow, Lum and Ball.
        points, reach: unseen people are tried at `points` numbers, evenly from 1 to `reach` times
            the people seen and rounded to whole people; with 1,000 and 30 this is the grid that
            gives the reference figures of dga to the digit. Where the posterior lies in few of
            these points or close to nobody unseen, the points are laid again, at distances
            that grow with the number, each standing for the whole numbers around it.
        levels: of the equal-tailed intervals.
    """

    delta: float | None = None
    points: int = 1000
    reach: float = 30.0
    levels: tuple[float, ...] = (0.95,)

    def fit(self, table: ListTable, *, progress: Progress | None = None) -> Estimate:
        """The median of N and its intervals. Raises ListError unless there are 2 to 6 lists."""
        table = by_name(table)
        found = self.posterior(table, progress=progress)
        best = int(found.graphs.argmax())
        graphs = decomposable_graphs(table.size)
        return Estimate(
            point=weighted_quantile(found.population, found.weights, 0.5),
            intervals=intervals(found.population, found.weights, self.levels, "posterior"),
            method=METHOD,
            model=_words(table, graphs, best),
            seen=table.total,
            diagnostics={
                "graphs": len(found.graphs),
                "best_graph_probability": float(found.graphs[best]),
                "probability_at_end_of_grid": float(
                    found.weights[-len(found.weights) // 50 :].sum()
                ),
            }
            | _edge_probabilities(table, graphs, found.graphs),
            warnings=_warnings(table, found, self.reach),
        )

    def posterior(self, table: ListTable, *, progress: Progress | None = None) -> GraphPosterior:
        """Everything that `fit` sums up. Raises ListError unless there are 2 to 6 lists."""
        if not 2 <= table.size <= MOST_LISTS:
            raise ListError(
                f"Averaging over graphs takes 2 to {MOST_LISTS} lists, and there are {table.size}: "
                "merge lists, or choose another method."
            )
        if not table.total:
            raise ListError("The lists hold nobody.")
        most = self.reach * table.total
        even = np.unique(np.round(np.linspace(1, most, self.points)))
        found = self._on(table, even, np.ones(len(even)), _span(progress, 0.0))
        if _coarse(found):
            edges = np.unique(np.round(np.geomspace(1, most + 1, self.points + 1)))
            middles = (edges[:-1] + edges[1:] - 1) / 2
            return self._on(table, middles, np.diff(edges), _span(progress, 0.5))
        _span(progress, 0.5)(1.0)
        return found

    def _on(
        self, table: ListTable, unseen: Reals, width: Reals, progress: Progress
    ) -> GraphPosterior:
        delta = 2.0**-table.size if self.delta is None else self.delta
        marginals = _marginals(table, unseen, delta)
        population = unseen + table.total
        common = gammaln(population + 1) - gammaln(unseen + 1) - np.log(population / width)
        factors = decomposable_graphs(table.size).factors
        mass = np.zeros(len(unseen))
        graphs, top = np.empty(len(factors)), -np.inf
        for start in range(0, len(factors), GRAPHS_AT_ONCE):
            part = slice(start, start + GRAPHS_AT_ONCE)
            logs = factors[part] @ marginals + common
            risen = max(top, float(logs.max()))
            weights = np.exp(logs - risen)
            mass = mass * np.exp(top - risen) + weights.sum(axis=0)
            graphs[:start] *= np.exp(top - risen)
            graphs[part], top = weights.sum(axis=1), risen
            progress(min(1.0, (start + GRAPHS_AT_ONCE) / len(factors)))
        return GraphPosterior(population, mass / mass.sum(), graphs / graphs.sum())


def by_name(table: ListTable) -> ListTable:
    """Lists in the order of their names, so that the order given changes no digit."""
    return table.permuted(sorted(range(table.size), key=lambda index: table.names[index]))


def _span(progress: Progress | None, start: float) -> Progress:
    """Progress of one of two passes over the grid."""
    return (lambda _: None) if progress is None else lambda share: progress(start + share / 2)


def _marginals(table: ListTable, unseen: Reals, delta: float) -> Reals:
    """log h of every set of lists at every number of unseen people, shape (2**k, points)."""
    cells = np.arange(2**table.size)
    people = table.dense.astype(np.float64)
    norm = gammaln(delta * len(cells)) - gammaln(table.total + unseen + delta * len(cells))
    result = np.zeros((len(cells), len(unseen)))
    for chosen in cells[1:]:
        counts = np.bincount(np.unique(cells & chosen, return_inverse=True)[1], people)
        prior = delta * len(cells) / len(counts)
        seen = gammaln(counts[1:] + prior).sum() - len(counts) * gammaln(prior)
        result[chosen] = seen + gammaln(counts[0] + unseen + prior) + norm
    return result


def _coarse(found: GraphPosterior) -> bool:
    """Whether all but a millionth lies in few points, or a thousandth in the first ones."""
    below = found.weights.cumsum()
    low, high = np.searchsorted(below, [5e-7, 1 - 5e-7])
    return bool(high - low < FEW_POINTS or below[4] > 1e-3)


def _words(table: ListTable, graphs: GraphSet, index: int) -> str:
    pairs = ", ".join(f"{table.names[i]}:{table.names[j]}" for i, j in graphs.edges[index])
    likeliest = f"with {pairs}" if pairs else "without any dependence"
    return f"average over {len(graphs.edges)} graphs; the likeliest {likeliest}"


def _edge_probabilities(table: ListTable, graphs: GraphSet, weights: Reals) -> dict[str, float]:
    """How probable it is that two lists depend on each other directly."""
    result: dict[str, float] = {}
    for edges, weight in zip(graphs.edges, weights, strict=True):
        for i, j in edges:
            name = f"edge {table.names[i]}:{table.names[j]}"
            result[name] = result.get(name, 0.0) + float(weight)
    return result


def _warnings(table: ListTable, found: GraphPosterior, reach: float) -> tuple[str, ...]:
    told = []
    full = float(found.graphs[-1])  # the last graph joins every pair
    if full > 0.05:
        told.append(
            f"With probability {full:.2f} every pair of lists depends on each other; under that "
            "graph only the prior says how many people are unseen."
        )
    if found.weights[-len(found.weights) // 50 :].sum() > 1e-3:
        told.append(
            f"The posterior reaches the end of the grid, {reach:g} times the {table.total} people "
            "seen: the upper end of the interval is decided by the grid, not by the lists."
        )
    return tuple(told)
