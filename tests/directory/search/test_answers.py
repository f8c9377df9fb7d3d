"""Whatever is asked of whatever world, the index answers as if it had looked at every row."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.plain_search import Answer, plain_search
from tests.directory.search.worlds import query, world
from waymark.directory.search import Found, near, plan, ranked, reading, rebuild, search

pytestmark = pytest.mark.django_db
WORLDS = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SEEDS = st.integers(0, 2**32)
QUERIES = 30


@pytest.fixture(params=["short lists", "long lists"], autouse=True)
def ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small world is read at once; the second time it is made to go the way of a large one."""
    if request.param == "long lists":
        for module in (near, ranked):
            monkeypatch.setattr(module, "SHORT_LIST", 0)
        monkeypatch.setattr(near, "RANGE_COST", 0)
        monkeypatch.setattr(plan, "MOST_PREFIXES", 1)
        for module in (ranked, reading):
            monkeypatch.setattr(module, "BATCH", 2)


def told(results: tuple[Found, ...]) -> Answer:
    return [(one.service_at_location_id, one.distance_km) for one in results]


@given(seed=SEEDS)
@WORLDS
def test_as_looking_at_every_row(seed: int) -> None:
    rows = world(seed)
    rebuild(rows)
    random = Random(seed + 1)
    found = 0
    for _ in range(QUERIES):
        asked = query(random)
        expected = plain_search(rows, asked)
        end = asked.offset + asked.limit
        page = search(asked)
        assert told(page.results) == expected[asked.offset : end], asked
        assert page.more == (len(expected) > end)
        found += len(expected)
    assert found or len(rows) < 20


@given(seed=SEEDS)
@WORLDS
def test_pages_hold_each_result_once(seed: int) -> None:
    rows = world(seed)
    rebuild(rows)
    asked = query(Random(seed + 1), limit=3, offset=0)
    pages: list[Answer] = []
    more = True
    while more:
        page = search(replace(asked, offset=3 * len(pages)))
        pages.append(told(page.results))
        more = page.more
    assert [one for page in pages for one in page] == plain_search(rows, asked)


@given(seed=SEEDS)
@WORLDS
def test_a_check_takes_out_of_the_middle(seed: int) -> None:
    rows = world(seed)
    rebuild(rows)
    asked = query(Random(seed + 1), limit=5, offset=0)
    stays = {row.service_at_location_id for row in rows if row.service_at_location_id.int % 3}
    kept = search(asked, check=lambda ids: stays & set(ids))
    expected = [one for one in plain_search(rows, asked) if one[0] in stays]
    assert told(kept.results) == expected[:5]
    assert kept.more == (len(expected) > 5)
