"""The gain and its interval, against numbers worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from waymark.accounts.permissions import NotAllowed
from waymark.learn.lessons.counting import this_month
from waymark.learn.lessons.gain import Estimate, estimate, gains
from waymark.learn.models import FirstCount, LaterCount


def counted(before: int, after: int, count: int, *, language: str = "en", version: int = 1) -> None:
    FirstCount.objects.create(
        lesson="public", version=version, language=language, month=this_month(), questions=10,
        before=before, after=after, count=count,
    )  # fmt: skip


def test_the_interval_of_ten_learners_by_hand() -> None:
    # Differences 1 to 10: mean 5.5, variance 82.5 / 9, s = 3.02765, standard error 0.957427.
    # Student's t(0.975, 9) = 2.262157 (any table), so 5.5 -+ 2.165850.
    found = estimate([(float(value), 1) for value in range(1, 11)])
    assert found.mean == pytest.approx(5.5)
    assert found.low == pytest.approx(3.334150, abs=1e-5)
    assert found.high == pytest.approx(7.665850, abs=1e-5)


pairs = st.lists(st.tuples(st.integers(-10, 10), st.integers(1, 5)), min_size=2, max_size=8)


@given(pairs)
def test_counts_are_the_same_as_learners_one_by_one(weighted: list[tuple[int, int]]) -> None:
    together = estimate([(float(value), count) for value, count in weighted])
    singly = estimate([(float(value), 1) for value, count in weighted for _ in range(count)])
    assert together.mean == pytest.approx(singly.mean)
    assert together.low == pytest.approx(singly.low)
    backwards = estimate([(float(value), count) for value, count in reversed(weighted)])
    assert backwards.high == pytest.approx(together.high)
    if together.low is None or together.high is None:
        assert len({value for value, _ in weighted}) == 1
    else:
        assert together.low < together.mean < together.high


def test_marks_before_and_after_by_version_and_language(cast: Cast) -> None:
    counted(2, 7, 6)
    counted(4, 8, 6)
    counted(0, 10, 9, language="es")
    counted(5, 5, 10, version=2)
    first, second, spanish = sorted(gains(cast.ivan_analyst), key=lambda g: (g.language, g.version))
    assert (first.learners, first.version, first.language) == (12, 1, "en")
    assert first.before == pytest.approx(0.3)
    assert first.after == pytest.approx(0.75)
    assert first.gain is not None
    # Six differences of 0.5 and six of 0.4: s = 0.0522233, t(0.975, 11) = 2.200985.
    assert first.gain.mean == pytest.approx(0.45)
    assert first.gain.low == pytest.approx(0.45 - 2.200985 * 0.0522233 / 12**0.5, abs=1e-6)
    assert second.gain is not None
    assert second.gain == Estimate(0)
    assert (spanish.learners, spanish.gain, spanish.before) == (0, None, 0)


def test_those_who_came_back(cast: Cast) -> None:
    counted(2, 8, 20)
    for before, after, later, count in ((2, 8, 6, 5), (2, 8, 8, 5)):
        LaterCount.objects.create(
            lesson="public", version=1, language="en", month=this_month(), questions=10,
            before=before, after=after, later=later, count=count,
        )  # fmt: skip
    found = gains(cast.sara_supervisor)[0].later
    assert found is not None
    assert found.learners == 10
    assert found.mean == pytest.approx(0.7)
    assert found.kept.mean == pytest.approx(0.5)
    assert found.since.mean == pytest.approx(-0.1)


def test_nine_who_came_back_are_not_shown(cast: Cast) -> None:
    LaterCount.objects.create(
        lesson="gone", version=1, language="en", month=this_month(), questions=2,
        before=1, after=2, later=2, count=9,
    )  # fmt: skip
    (found,) = gains(cast.adam_admin)
    assert (found.title, found.later, found.gain) == ("gone", None, None)


def test_others_are_refused(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        gains(cast.ana_hotline)
