"""Pairs of rows that may be one person, with the probability that they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from waymark.evidence.linkage.people import Person
from waymark.evidence.lists import ListError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
# Pairs below are taken for different people; they would be most of the output.
FLOOR = 0.001
ROUNDS = 1000
# Random pairs from which the model learns how often different people agree.
MOST_PAIRS = 3e6


@dataclass(frozen=True, eq=False)
class Pairs:
    """Candidate pairs of a linkage.

    Attributes:
        names: of the registers, sorted.
        register: shape (rows,), for each row which register it is of.
        left, right: shape (pairs,), rows from 0, left below right; sorted.
        probability: shape (pairs,), that both are one person; at least `FLOOR`.
    """

    names: tuple[str, ...]
    register: Whole
    left: Whole
    right: Whole
    probability: Floats

    def at(self, threshold: float) -> "Pairs":
        """The pairs at or above a probability."""
        kept = self.probability >= threshold
        return replace(
            self,
            left=self.left[kept],
            right=self.right[kept],
            probability=self.probability[kept],
        )


def pairs_of(people: Sequence[Person], edges: tuple[Whole, Whole, Floats]) -> Pairs:
    """Pairs from row numbers and probabilities, in one order whatever the engine's was."""
    names = tuple(sorted({person.register for person in people}))
    place = {name: at for at, name in enumerate(names)}
    register = np.array([place[person.register] for person in people], dtype=np.int64)
    left, right = np.minimum(edges[0], edges[1]), np.maximum(edges[0], edges[1])
    order = np.lexsort((right, left))
    return Pairs(names, register, left[order], right[order], edges[2][order])


def link_people(
    people: list[Person], engine: Any, *, seed: int, most_pairs: float = MOST_PAIRS
) -> Pairs:
    """Compare people within and across registers; learns from the data itself, without labels.

    Arguments: rows of all registers, where a register may hold a person twice; an engine of
    `engines`; the seed and the number of random pairs for u. Raises ListError for fewer than two
    rows. Where the random pairs are all pairs, the order of rows changes no probability.
    """
    from splink import Linker

    from waymark.evidence.linkage.engines import table
    from waymark.evidence.linkage.model import settings, train

    if len(people) < 2:
        raise ListError("Give at least two rows to compare.")
    frame = engine.register(table(people))
    linker = Linker(frame, settings(len(people)), log_level=None)
    train(linker, seed=seed, most_pairs=most_pairs)
    return pairs_of(people, predicted(linker, len(people)))


def predicted(linker: Any, rows: int) -> tuple[Whole, Whole, Floats]:
    """Row numbers and probabilities of all candidate pairs above the floor."""
    found = linker.inference.predict(threshold_match_probability=FLOOR / 10).as_pyarrow_table()
    left, right = (found.column(f"unique_id_{side}").to_numpy() for side in "lr")
    prior = linker.misc.save_model_to_json()["probability_two_random_records_match"]
    weight = found.column("match_weight").to_numpy()
    probability = recalibrated(weight, prior, rows * (rows - 1) / 2)
    kept = probability >= FLOOR
    return left[kept].astype(np.int64), right[kept].astype(np.int64), probability[kept]


def recalibrated(weight: Floats, prior: float, total: float) -> Floats:
    """Probabilities under the share of matches that the pairs themselves imply.

    `weight` is log2 of the odds under `prior`, for the candidates among `total` pairs. The share is
    the fixed point of prior = sum of probabilities / total: the EM step for it with m and u held.
    """
    evidence = np.clip(weight - np.log2(prior / (1 - prior)), -1000, 1000)
    share = prior
    for _ in range(ROUNDS):
        probability: Floats = 1 / (1 + np.exp2(-evidence) * (1 - share) / share)
        before, share = share, min(max(float(probability.sum()) / total, 1e-12), 0.5)
        if abs(share - before) <= 1e-9 * share:
            break
    return probability
