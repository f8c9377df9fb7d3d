"""Whatever is written in whatever order, the index holds what a new one would, and nothing more."""

from collections import Counter
from dataclasses import replace as changed
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.directory.search.worlds import indexable, world
from waymark.directory.models import SearchKey, SearchRow
from waymark.directory.search import (
    Indexable,
    Query,
    loading,
    rebuild,
    remove,
    replace,
    search,
    writing,
)

pytestmark = pytest.mark.django_db
SEEDS = st.integers(0, 2**32)
FEW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

Held = Counter[tuple[Any, ...]]


def held() -> Held:
    """Every posting, with the name of its key and the id of its row instead of their numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.name, r.service_at_location_id, p.cell, p.latitude, p.longitude, p.rank, "
            "p.languages, p.traits FROM directory_posting p "
            "LEFT JOIN directory_key k ON k.key = p.key LEFT JOIN directory_row r ON r.row = p.row"
        )
        return Counter((name, str(UUID(str(found))), *rest) for name, found, *rest in cursor)


def check_counts() -> None:
    """Each key's count is that of its postings, and no key is without one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, count(*) FROM directory_posting GROUP BY key")
        listed = dict(cursor.fetchall())
    assert dict(SearchKey.objects.values_list("key", "rows")) == listed
    assert SearchRow.objects.count() == listed.get(0, 0)


def edited(random: Random, rows: list[Indexable]) -> list[Indexable]:
    """The same ids with other facts, some of them unchanged."""
    return [
        row if random.random() < 0.3 else indexable(random, row.service_at_location_id.int)
        for row in rows
    ]


@given(seed=SEEDS)
@FEW
def test_as_if_it_were_new(seed: int) -> None:
    random = Random(seed)
    rows = {row.service_at_location_id: row for row in world(seed, 30)}
    rebuild(rows.values())
    for _ in range(6):
        some = random.sample(list(rows.values()), random.randint(0, len(rows)))
        if random.random() < 0.4:
            remove([row.service_at_location_id for row in some] + [UUID(int=99_999)])
            for row in some:
                del rows[row.service_at_location_id]
        else:
            new = [indexable(random, random.randint(0, 50)) for _ in range(random.randint(0, 3))]
            written = {row.service_at_location_id: row for row in edited(random, some) + new}
            replace(written.values())
            rows |= written
        check_counts()
    after = held()
    rebuild(rows.values())
    assert held() == after
    check_counts()


@given(seed=SEEDS)
@FEW
def test_nothing_stays_behind(seed: int) -> None:
    rows = world(seed, 30)
    replace(rows)
    remove(row.service_at_location_id for row in rows)
    assert not held()
    assert not SearchKey.objects.exists()
    assert not SearchRow.objects.exists()


def test_replacing_by_the_same_writes_nothing(django_assert_max_num_queries: Any) -> None:
    rows = world(5, 30)
    replace(rows)
    with django_assert_max_num_queries(12) as queries:
        replace(rows)
    written = [
        q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE", "COPY"))
    ]
    assert [sql for sql in written if "directory_posting" in sql or "directory_row" in sql] == []


def test_a_row_keeps_its_number_when_it_changes() -> None:
    rows = world(5, 30)
    replace(rows)
    before = dict(SearchRow.objects.values_list("service_at_location_id", "row"))
    replace(edited(Random(1), rows))
    assert dict(SearchRow.objects.values_list("service_at_location_id", "row")) == before


def test_of_two_with_one_id_the_last_counts() -> None:
    first = indexable(Random(1), 1, words="before", tier=0)
    last = changed(first, words="after")
    replace([first, last])
    assert search(Query(text="before")).results == ()
    assert len(search(Query(text="after")).results) == 1
    check_counts()


def test_many_rows_come_in_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "CHUNK", 7)
    monkeypatch.setattr(writing, "MOST_NAMED", 3)
    monkeypatch.setattr(loading, "BATCH", 5)
    random = Random(3)
    rows = [indexable(random, number) for number in range(40)]
    replace(rows)
    replace(edited(random, rows))
    check_counts()
    replace(rows)
    after = held()
    heard: list[int] = []
    assert rebuild(iter(rows), heard.append) == 40
    assert heard == [7, 14, 21, 28, 35, 40]
    assert held() == after


def test_what_fails_leaves_the_index_as_it_was() -> None:
    rows = world(5, 30)
    rebuild(rows)
    before = held()

    def breaking() -> Any:
        yield from edited(Random(2), rows)
        raise RuntimeError("the source broke")

    for write in (replace, rebuild):
        with pytest.raises(RuntimeError, match="the source broke"):
            write(breaking())
        assert held() == before
        check_counts()


def test_it_goes_with_the_transaction_of_the_change() -> None:
    rows = world(5, 30)
    rebuild(rows)
    before = held()
    with transaction.atomic():
        remove([row.service_at_location_id for row in rows])
        assert not held()
        transaction.set_rollback(True)
    assert held() == before


def test_a_closed_place_is_in_no_table() -> None:
    """Not in any column of the index: what a thief of the database would read."""
    exact = (34.012345, -118.032109)
    with pytest.raises(ValueError, match="snapped"):
        indexable(Random(1), 1, point=exact, place_tier=2)
    replace([indexable(Random(1), 1, point=(34.05, -118.05), place_tier=2)])
    for table in ("directory_row", "directory_posting", "directory_key"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  our tables
            values = {str(value) for row in cursor.fetchall() for value in row}
        assert not any("34012" in value or "118032" in value for value in values)
