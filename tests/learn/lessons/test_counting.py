"""Counts: one for each code, however often and in whatever order codes are sent."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.learn.lessons.conftest import code_of
from waymark.learn.lessons import codes
from waymark.learn.lessons.codes import VALID
from waymark.learn.lessons.counting import (
    KEPT,
    count_first,
    count_later,
    forget_spent,
    is_spent,
    this_month,
)
from waymark.learn.lessons.reading import Lesson
from waymark.learn.models import FirstCount, LaterCount, SpentCode

pytestmark = pytest.mark.django_db
marks = st.tuples(st.integers(0, 2), st.integers(0, 2))
sendings = st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 2)), max_size=14)


@given(st.lists(marks, min_size=5, max_size=5), sendings)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_code_counts_once_for_each_use(
    tiny: Lesson, given_out: list[tuple[int, int]], sent: list[tuple[int, bool, int]]
) -> None:
    with transaction.atomic():
        issued = [codes.issue(tiny, *each) for each in given_out]
        first: dict[int, tuple[int, int]] = {}
        later: dict[int, tuple[int, int, int]] = {}
        for which, comes_back, then in sent:
            if comes_back:
                assert count_later(tiny, issued[which], then) is (which not in later)
                later.setdefault(which, (*given_out[which], then))
            else:
                assert count_first(tiny, issued[which]) is (which not in first)
                first.setdefault(which, given_out[which])
            assert is_spent(issued[which]) is (which in later)
        assert _counted(FirstCount, "before", "after") == Counter(first.values())
        assert _counted(LaterCount, "before", "after", "later") == Counter(later.values())
        transaction.set_rollback(True)


def _counted(table: type[models.Model], *names: str) -> Counter[tuple[int, ...]]:
    rows = table._default_manager.values_list(*names, "count")
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def test_what_is_stored_is_a_count_of_a_month(tiny: Lesson) -> None:
    for _ in range(3):
        count_first(tiny, codes.issue(tiny, 1, 2))
    row = FirstCount.objects.values().get()
    assert {name: value for name, value in row.items() if name != "id"} == {
        "lesson": "tiny",
        "version": 3,
        "language": "en",
        "month": this_month(),
        "questions": 2,
        "before": 1,
        "after": 2,
        "count": 3,
    }
    assert this_month().day == 1
    spent = SpentCode.objects.values_list("month", flat=True)
    assert set(spent) == {this_month()}


@pytest.mark.parametrize("wrong", [{"count": 0}, {"before": 3}, {"after": 3}])
def test_impossible_counts_are_refused_by_the_database(wrong: dict[str, int]) -> None:
    good = {"before": 1, "after": 2, "count": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        FirstCount.objects.create(
            lesson="x", version=1, language="en", month=date(2026, 11, 1), questions=2,
            **(good | wrong),
        )  # fmt: skip


def test_a_spent_code_is_forgotten_only_when_it_has_expired(tiny: Lesson) -> None:
    today = timezone.now()
    count_later(tiny, code_of(tiny, 1, 2), 2)
    assert forget_spent(today) == 0
    assert forget_spent(today + KEPT - timedelta(days=31)) == 0
    assert forget_spent(today + KEPT + timedelta(days=1)) == 1
    # Used on the last day of a month by somebody who came back after 25 days.
    used = datetime(2026, 12, 31, tzinfo=UTC)
    forgotten = used.replace(day=1) + KEPT
    assert used - timedelta(days=25) + VALID < forgotten
