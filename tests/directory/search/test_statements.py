"""A search reads the covering index and nothing else: the databases say so themselves."""

from random import Random
from typing import Any

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

from tests.directory.search.worlds import indexable
from waymark.directory.search import Query, near, ranked, rebuild, search, statements, tables

pytestmark = pytest.mark.django_db
HERE = (34.05, -118.25)
ROWS = 3_000


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How the database goes about each statement of a search, as it tells."""
    told: list[str] = []
    execute = statements._rows

    def explained(sql: str, numbers: list[int]) -> Any:
        with connection.cursor() as cursor:
            told.append(_explain(cursor, sql, numbers))
        return execute(sql, numbers)

    monkeypatch.setattr(statements, "_rows", explained)
    # Long lists, so that each way of reading is taken.
    monkeypatch.setattr(near, "SHORT_LIST", 0)
    monkeypatch.setattr(ranked, "SHORT_LIST", 0)
    rebuild(indexable(Random(number), number, tier=0) for number in range(ROWS))
    return told


def _explain(cursor: CursorWrapper, sql: str, numbers: list[int]) -> str:
    if connection.vendor == "postgresql":
        # So small a table, and no VACUUM within a test: without this it would rather read it all.
        for other in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{other} = off")
        cursor.execute(f"EXPLAIN {sql}", numbers)
        return "\n".join(line for (line,) in cursor.fetchall())
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}", numbers)
    return "\n".join(row[-1] for row in cursor.fetchall())


def check(plan: str, index: str) -> None:
    """Only index searches on postings, by this order; each look-up by all three columns."""
    if connection.vendor == "postgresql":
        assert "Seq Scan on directory_posting" not in plan
        assert "Index Scan using" not in plan.replace("Index Only Scan using", "")
        assert "Index Only Scan using" in plan
        return
    used = [line for line in plan.splitlines() if line.startswith(("SEARCH", "SCAN"))]
    postings = [line for line in used if line.startswith(("SEARCH p ", "SCAN p"))]
    looked_up = [line for line in used if line.startswith(("SEARCH q ", "SCAN q"))]
    assert postings
    for line in postings:
        assert line.startswith("SEARCH p USING")
        assert index in line
    for line in looked_up:
        assert "PRIMARY KEY (key=? AND cell=? AND row=?)" in line


QUERIES = [
    Query(point=HERE, radius_km=25),
    Query(point=HERE, radius_km=25, terms=("shelter", "legal"), language="vi"),
    Query(point=HERE, radius_km=25, terms=("shelter",), text="casa hope", language="mixteco"),
    Query(point=HERE, accepts=5, tier=1),
]


@pytest.mark.parametrize("asked", QUERIES)
def test_near_by_place(asked: Query, plans: list[str]) -> None:
    search(asked)
    assert plans
    for plan in plans:
        check(plan, "PRIMARY KEY (key=? AND cell>? AND cell<?)")


@pytest.mark.parametrize(
    "asked", [Query(), Query(terms=("shelter",)), Query(text="casa", accepts=1)]
)
def test_without_a_point_by_rank_and_unsorted(asked: Query, plans: list[str]) -> None:
    search(asked)
    assert plans
    for plan in plans:
        check(plan, "COVERING INDEX directory_posting_rank (key=?")
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


def test_the_first_page_of_a_crowd_needs_few_rows(
    monkeypatch: pytest.MonkeyPatch, plans: list[str]
) -> None:
    read = []
    execute = statements._rows

    def counted(sql: str, numbers: list[int]) -> Any:
        rows = execute(sql, numbers)
        read.append(len(rows))
        return rows

    monkeypatch.setattr(statements, "_rows", counted)
    for asked in (Query(), Query(terms=("shelter",))):
        read.clear()
        assert search(asked).more
        assert sum(read) < 100
    everything = search(Query(point=HERE, radius_km=25, limit=ROWS)).results
    read.clear()
    search(Query(point=HERE, radius_km=25))
    assert sum(read) < len(everything)


def test_tests_that_commit_empty_the_index_too() -> None:
    emptied = connection.introspection.django_table_names(only_existing=True)
    assert {"directory_row", "directory_key", "directory_posting"} <= set(emptied)


def test_the_migration_can_go_back_and_forth() -> None:
    tables.remove(connection)
    assert not {"directory_row", "directory_key", "directory_posting"} & set(
        connection.introspection.table_names()
    )
    tables.install(connection)
    rebuild([indexable(Random(1), 1, tier=0)])
    assert len(search(Query()).results) == 1


def test_postgresql_does_not_compile_searches() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has a compiler of queries")
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
