from dataclasses import dataclass
from math import inf

import pytest

from tests.evidence.linkage.cast import linked
from waymark.evidence import Estimate, Interval, ListError, ListTable
from waymark.evidence.estimate import Progress
from waymark.evidence.linkage import drawn_tables, with_linkage_uncertainty
from waymark.evidence.simple import Chao, lognormal

TABLE = ListTable.from_counts("AB", [([1, 0], 50), ([0, 1], 40), ([1, 1], 10)])
MORE = ListTable.from_counts("AB", [([1, 0], 40), ([0, 1], 30), ([1, 1], 20)])


@dataclass
class Fixed:
    """An estimator that says what it is told, in turn."""

    points: list[float]
    variance: float = 2500.0

    def fit(self, table: ListTable, *, progress: Progress | None = None) -> Estimate:
        point = self.points.pop(0)
        finite = point if point < inf else 10_000.0
        intervals = lognormal(finite, self.variance, table.total, (0.8, 0.95))
        return Estimate(point, intervals, "fixed", "none", table.total, warnings=("Look.",))


def spread(interval: Interval) -> float:
    return interval.high - interval.low


def test_the_same_linkage_every_time_adds_nothing() -> None:
    alone = Fixed([300.0]).fit(TABLE)
    combined = with_linkage_uncertainty(Fixed([300.0] * 6), [TABLE] * 6)
    assert combined.point == pytest.approx(300, rel=0.01)
    for before, after in zip(alone.intervals, combined.intervals, strict=True):
        assert (after.low, after.high) == pytest.approx((before.low, before.high), rel=0.01)
    assert combined.diagnostics["between"] == 0
    assert combined.warnings == ("Look.",)


def test_linkages_that_differ_widen_the_interval() -> None:
    same = with_linkage_uncertainty(Fixed([300.0] * 6), [TABLE] * 6)
    differ = with_linkage_uncertainty(
        Fixed([240.0, 260.0, 290.0, 310.0, 340.0, 360.0]), [TABLE] * 6
    )
    assert spread(differ.intervals[1]) > 1.2 * spread(same.intervals[1])
    assert 0.2 < differ.diagnostics["between"] < 1
    assert differ.point == pytest.approx(300, rel=0.03)


def test_without_variance_the_interval_is_that_of_the_points() -> None:
    points = [200.0 + 10 * step for step in range(20)]
    combined = with_linkage_uncertainty(Fixed(list(points), variance=1e-9), [TABLE] * 20)
    assert combined.intervals[1].low == pytest.approx(200, abs=1)
    assert combined.intervals[1].high == pytest.approx(390, abs=1)


def test_a_linkage_without_estimate_is_not_forgotten() -> None:
    combined = with_linkage_uncertainty(Fixed([300.0] * 9 + [inf]), [TABLE] * 10)
    assert combined.intervals[1].high == inf
    assert combined.intervals[0].high == inf  # a tenth lies above the 90 per cent point
    assert combined.point < 310
    assert combined.diagnostics["without_estimate"] == 1


def test_links_found_and_missed_are_carried_into_a_real_estimate() -> None:
    tables = drawn_tables(linked(), draws=10, seed=1)
    combined = with_linkage_uncertainty(Chao(), tables)
    points = [Chao().fit(table).point for table in tables]
    assert min(points) < combined.point < max(points)
    assert combined.bound
    assert spread(combined.intervals[1]) > min(
        spread(Chao().fit(table).intervals[1]) for table in tables
    )


def test_too_few_tables_or_other_lists_are_refused() -> None:
    with pytest.raises(ListError, match="at least 5"):
        with_linkage_uncertainty(Chao(), [TABLE] * 4)
    with pytest.raises(ListError, match="different lists"):
        with_linkage_uncertainty(Chao(), [TABLE] * 4 + [MORE.permuted([1, 0])])
    with pytest.raises(ListError, match="no intervals"):
        with_linkage_uncertainty(Chao(levels=()), [TABLE] * 5)
