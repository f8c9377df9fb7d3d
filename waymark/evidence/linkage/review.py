"""Pairs for people to judge, and how good the linkage is by their judgement and by the model's.

sheet = review_sheet(pairs, people, threshold=0.9, size=200, seed=1)     # a CSV to fill in
quality = labelled_quality(pairs, read_labels(filled), threshold=0.9, seed=1)
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from waymark.evidence.linkage.pairs import Floats, Pairs, Whole
from waymark.evidence.linkage.people import Person
from waymark.evidence.lists import ListError
from waymark.evidence.spreadsheet import sheet

EDGES = (0.0, 0.01, 0.1, 0.5, 0.8, 0.95, 0.99, 0.999, 1.0 + 1e-9)
FIELDS = ("register", "id", "given", "family", "birth", "place")
HEADING = ("pair", "same", "probability", *(f"{name} {side}" for name in FIELDS for side in "12"))
YES, NO = frozenset({"1", "yes", "y", "true"}), frozenset({"0", "no", "n", "false"})
SIMULATIONS = 4000
FORMULA = ("=", "+", "-", "@")

Labels = Mapping[int, bool]


@dataclass(frozen=True)
class Quality:
    """How many links are right, and how many of the true links were made, as shares from 0 to 1.

    Attributes:
        precision, recall: estimates; recall among pairs that the rules proposed.
        precision_range, recall_range: 95% intervals; the point twice where it is the model's word.
        source: `model` or `labels`.
    """

    precision: float
    recall: float
    precision_range: tuple[float, float]
    recall_range: tuple[float, float]
    source: str


def model_quality(pairs: Pairs, *, threshold: float) -> Quality:
    """By the model's own probabilities p: precision is the mean of p over the links, recall their
    sum over the sum of p over all candidates. True as far as the model is; 1 where there is no
    link. Source: Fellegi and Sunter 1969; Belin and Rubin 1995, *JASA* 90, 694-707, on why to
    check it against labels.
    """
    linked = pairs.probability[pairs.probability >= threshold]
    precision = float(linked.mean()) if len(linked) else 1.0
    total = float(pairs.probability.sum())
    recall = float(linked.sum()) / total if total else 1.0
    return Quality(precision, recall, (precision,) * 2, (recall,) * 2, "model")


def review_sheet(
    pairs: Pairs, people: Sequence[Person], *, threshold: float, size: int, seed: int
) -> bytes:
    """A CSV of about `size` pairs in random order, as many from each band of probability.

    Somebody fills in the column `same` with yes or no. It holds names: keep it where the registers
    are kept.
    """
    rng = np.random.default_rng(seed)
    bands = [np.flatnonzero(inside) for inside in _bands(pairs.probability, threshold)]
    bands = [band for band in bands if len(band)]
    chosen: list[int] = []
    for left, band in zip(range(len(bands), 0, -1), sorted(bands, key=len), strict=True):
        share = min(len(band), -(-(size - len(chosen)) // left))
        chosen += rng.choice(band, size=max(share, 0), replace=False).tolist()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADING)
    for at in rng.permutation(np.array(chosen, dtype=np.int64)).tolist():
        one, other = people[int(pairs.left[at])], people[int(pairs.right[at])]
        fields = [_safe(cell) for both in zip(one, other, strict=True) for cell in both]
        writer.writerow([at, "", f"{pairs.probability[at]:.4f}", *fields])
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """No spreadsheet takes a name for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def read_labels(data: bytes) -> dict[int, bool]:
    """Judgements by number of pair; rows left empty are skipped. Raises ListError for others."""
    found = sheet(data)
    pair, same = found.place("pair"), found.place("same")
    labels: dict[int, bool] = {}
    for number, cells in found.rows:
        word = cells[same].lower()
        if not word:
            continue
        if word not in YES | NO or not cells[pair].isascii() or not cells[pair].isdigit():
            raise ListError(f"Row {number}: write yes or no in the column `same`.")
        labels[int(cells[pair])] = word in YES
    return labels


def labelled_quality(pairs: Pairs, labels: Labels, *, threshold: float, seed: int) -> Quality:
    """By the judgement of people, each band of probability weighted by how many pairs it has.

    With N_b pairs in band b, of which y_b of n_b labelled are one person, the matches of a band are
    y_b + Binomial(N_b - n_b, Beta(y_b + 1/2, n_b - y_b + 1/2)) (Jeffreys); points use y_b/n_b, and
    the 95% ranges are widened to hold them (Brown, Cai and DasGupta 2001, *Statistical Science* 16,
    101-133, on all or none). Links are the bands above the threshold. Raises ListError for a band
    without labels or a label for no pair.
    """
    if any(not 0 <= pair < len(pairs.probability) for pair in labels):
        raise ListError("A label is for a pair that this linkage does not have.")
    rng = np.random.default_rng(seed)
    known, told = (
        np.array(list(labels), dtype=np.int64),
        np.array(list(labels.values()), dtype=bool),
    )
    above, below, points, links = np.zeros(SIMULATIONS), np.zeros(SIMULATIONS), [0.0, 0.0], 0
    for inside in _bands(pairs.probability, threshold):
        size = int(inside.sum())
        if not size:
            continue
        answers = told[inside[known]] if len(known) else told
        if not len(answers):
            raise ListError("Judge at least one pair of every band of probability.")
        linked = bool(pairs.probability[inside].min() >= threshold)
        yes, no = int(answers.sum()), int((~answers).sum())
        rate = rng.beta(yes + 0.5, no + 0.5, SIMULATIONS)
        (above if linked else below)[:] += yes + rng.binomial(size - yes - no, rate)
        points[0 if linked else 1] += size * yes / (yes + no)
        links += size if linked else 0
    return _quality(points, links, above, below)


def _quality(points: list[float], links: int, above: Floats, below: Floats) -> Quality:
    precision = points[0] / links if links else 1.0
    recall = points[0] / sum(points) if sum(points) else 1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        recalls = np.nan_to_num(above / (above + below), nan=1.0)
    precisions = above / links if links else np.ones(1)
    return Quality(
        precision, recall, _range(precisions, precision), _range(recalls, recall), "labels"
    )


def _range(values: Floats, point: float) -> tuple[float, float]:
    low, high = np.quantile(values, [0.025, 0.975]).tolist()
    return min(low, point), max(high, point)


def _bands(
    probability: Floats, threshold: float
) -> Iterator["np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """Pairs by probability, with the threshold as one of the limits."""
    edges = sorted({*EDGES, threshold})
    for low, high in pairwise(edges):
        yield (probability >= low) & (probability < high)


def agreement(pairs: Pairs, truth: Whole, threshold: float) -> tuple[float, float]:
    """Precision and recall over all pairs of rows where the truth is known, by person for each row.

    Recall counts the pairs that no rule proposed, too.
    """
    chosen = pairs.at(threshold)
    right = int((truth[chosen.left] == truth[chosen.right]).sum())
    sizes = np.unique(truth, return_counts=True)[1]
    true = int((sizes * (sizes - 1) // 2).sum())
    made = len(chosen.left)
    return (right / made if made else 1.0), (right / true if true else 1.0)
