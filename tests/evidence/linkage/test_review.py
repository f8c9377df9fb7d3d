import csv
import io

import numpy as np
import pytest

from tests.evidence.linkage.cast import linked, three_registers
from waymark.evidence.linkage import Pairs, Person, labelled_quality, read_labels, review_sheet
from waymark.evidence.linkage.review import agreement
from waymark.evidence.lists import ListError


def filled(sheet: bytes) -> bytes:
    """A clerk who is always right fills in `same`."""
    _, truth = three_registers()
    pairs = linked()
    rows = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"))))
    for row in rows[1:]:
        at = int(row[0])
        row[1] = "yes" if truth[pairs.left[at]] == truth[pairs.right[at]] else "No"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def test_a_labelled_sample_tells_precision_and_recall() -> None:
    people, truth = three_registers()
    pairs = linked()
    labels = read_labels(filled(review_sheet(pairs, people, threshold=0.9, size=150, seed=1)))
    assert 130 <= len(labels) <= 160
    told = labelled_quality(pairs, labels, threshold=0.9, seed=1)
    chosen = pairs.at(0.9)
    precision = float((truth[chosen.left] == truth[chosen.right]).mean())
    proposed = int((truth[pairs.left] == truth[pairs.right]).sum())
    recall = precision * len(chosen.left) / proposed
    assert told.precision_range[0] <= precision <= told.precision_range[1]
    assert told.recall_range[0] <= recall <= told.recall_range[1]
    assert told.recall_range[1] - told.recall_range[0] < 0.15


def test_all_pairs_labelled_is_exact() -> None:
    people, truth = three_registers()
    pairs = linked()
    sheet = review_sheet(pairs, people, threshold=0.9, size=len(pairs.left), seed=1)
    labels = read_labels(filled(sheet))
    assert len(labels) == len(pairs.left)
    told = labelled_quality(pairs, labels, threshold=0.9, seed=1)
    assert told.precision == pytest.approx(agreement(pairs, truth, 0.9)[0])
    assert told.precision_range == pytest.approx((told.precision,) * 2)
    assert told.recall_range == pytest.approx((told.recall,) * 2)


def test_no_name_becomes_a_formula() -> None:
    people = [Person("A", "1", "=cmd()", "@Ali"), Person("B", "2", "-Ali", "+Ali")]
    zero, one = np.array([0]), np.array([1])
    pairs = Pairs(("A", "B"), np.array([0, 1]), zero, one, np.array([0.5]))
    sheet = review_sheet(pairs, people, threshold=0.9, size=5, seed=1).decode("utf-8-sig")
    cells = next(iter(list(csv.reader(io.StringIO(sheet)))[1:]))
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+", "-")]


def test_what_is_no_judgement_is_refused() -> None:
    with pytest.raises(ListError, match="Row 2: write yes or no"):
        read_labels(b"pair,same\n0,perhaps\n")
    assert read_labels(b"pair,same\n0,\n4,YES\n5,0\n") == {4: True, 5: False}
    with pytest.raises(ListError, match="does not have"):
        labelled_quality(linked(), {10**9: True}, threshold=0.9, seed=1)
    with pytest.raises(ListError, match="every band"):
        labelled_quality(linked(), {0: True}, threshold=0.9, seed=1)
