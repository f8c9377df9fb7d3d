"""The benchmark checks itself: its plain answers agree with the index, and would notice if not."""

from typing import Any

import pytest

from benchmarks import directory, directory_measure
from benchmarks.directory_world import SHAPES, World
from waymark.directory.search import Page

ROWS = 400


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"QUERIES": 25, "ROUNDS": 1, "LOOK_UPS": 5}.items():
        monkeypatch.setattr(directory_measure, name, value)


@pytest.mark.django_db(transaction=True)
def test_a_small_run(few: None) -> None:
    found: dict[str, Any] = directory_measure.measure(ROWS)
    assert found["wrong"] == 0
    assert found["found"] > 0
    assert set(found["milliseconds"]) == set(SHAPES)
    rows = directory._rows("Here", {ROWS: found, ROWS * 2: found})
    assert {row.met for row in rows} == {True, None}
    assert next(row.name for row in rows if "p95" in row.name).startswith("Here, 400 rows: terms")


@pytest.mark.django_db(transaction=True)
def test_a_wrong_answer_is_counted(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory_measure, "search", lambda query: Page((), 0, 20, more=False))
    found: dict[str, Any] = directory_measure.measure(ROWS)
    assert found["wrong"] > 0
    rows = directory._rows("Here", {ROWS: found})
    assert rows[0].met is False


def test_the_world_is_the_same_each_time_and_as_the_issue_says() -> None:
    world = World()
    rows = list(world.rows(2_000))
    assert rows == list(World().rows(2_000))
    assert 2.8 < sum(len(row.terms) for row in rows) / len(rows) < 3.1
    queries = world.queries(50)
    assert [shape for shape, _ in queries[:5]] == list(SHAPES)
    assert {query.radius_km for _, query in queries} == {25}
    assert max(len(query.terms) for _, query in queries) == 6
    assert {len(query.text) for _, query in queries} == {0, 4}
