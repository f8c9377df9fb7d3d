"""What a random world seldom has, one case each."""

from dataclasses import replace as replaced
from random import Random
from typing import Any
from uuid import UUID

import pytest

from tests.directory.search.worlds import indexable
from waymark.directory.cells import snap
from waymark.directory.search import (
    ExactPlace,
    Indexable,
    Query,
    rebuild,
    replace,
    search,
)
from waymark.directory.search.bits import LANGUAGES
from waymark.directory.search.sphere import distance_km

HERE = (34.0, -118.0)


def row(number: int, **facts: Any) -> Indexable:
    """A plain public row in one place; its id says its number."""
    plain: dict[str, Any] = {
        "point": HERE, "place_tier": 0, "tier": 0, "terms": (), "words": "", "languages": (),
        "areas": (), "accepts": 0, "refuses": 0, "flags": 0, "rank": 0,
    }  # fmt: skip
    return indexable(Random(number), number, **plain | facts)


def numbers(asked: Query) -> list[int]:
    return [found.service_at_location_id.int for found in search(asked).results]


@pytest.mark.django_db
class TestPlaces:
    def test_the_radius_itself_is_within(self) -> None:
        there = (34.1, -118.0)
        rebuild([row(1, point=there)])
        km = distance_km(*HERE, *there)
        assert numbers(Query(point=HERE, radius_km=km)) == [1]
        assert numbers(Query(point=HERE, radius_km=km - 1e-6)) == []

    def test_nothing_but_the_point_itself_within_no_distance(self) -> None:
        rebuild([row(1), row(2, point=(34.000001, -118.0))])
        assert numbers(Query(point=HERE, radius_km=0)) == [1]

    @pytest.mark.parametrize("longitude", [180.0, -180.0, 179.999, -179.999])
    def test_across_the_antimeridian(self, longitude: float) -> None:
        rebuild([row(1, point=(10.0, 180.0)), row(2, point=(10.0, -179.98))])
        assert sorted(numbers(Query(point=(10.0, longitude), radius_km=5))) == [1, 2]

    def test_across_a_pole(self) -> None:
        rebuild(
            [row(1, point=(89.99, 0.0)), row(2, point=(89.99, 179.0)), row(3, point=(90.0, 5.0))]
        )
        assert numbers(Query(point=(89.99, 0.0), radius_km=5)) == [1, 3, 2]

    def test_those_that_are_as_far_go_by_rank_and_then_by_age_in_the_index(self) -> None:
        rebuild([row(1, rank=5), row(2, rank=-3), row(3, rank=5), row(4, rank=-3)])
        assert numbers(Query(point=HERE)) == [2, 4, 1, 3]
        assert numbers(Query()) == [2, 4, 1, 3]

    def test_a_closed_place_is_found_at_the_centre_of_its_cell(self) -> None:
        exact = (34.0123, -118.0321)
        rebuild([row(1, point=snap(*exact), place_tier=1)])
        (found,) = search(Query(point=exact)).results
        assert found.point == snap(*exact)
        assert found.approximate
        assert found.distance_km == distance_km(*exact, *snap(*exact))

    @pytest.mark.parametrize("tier", [1, 2, 3])
    def test_an_exact_place_that_is_closed_cannot_be_made_indexable(self, tier: int) -> None:
        with pytest.raises(ExactPlace) as refused:
            row(1, point=(34.0123, -118.0321), place_tier=tier)
        assert "34.0" not in str(refused.value)

    def test_without_a_place_after_the_near_ones_smallest_area_first(self) -> None:
        rebuild(
            [
                row(1, point=None, areas=("US",), rank=-9),
                row(2, point=None, areas=("US-CA", "US")),
                row(3, areas=("US",)),
                row(4, point=(50.0, 8.0), areas=("US",)),
                row(5, point=None, areas=("MX",)),
                row(6, point=None),
            ]
        )
        here = Query(point=HERE, radius_km=25, areas=("US-06037", "US-CA", "US"))
        assert numbers(here) == [3, 2, 1]
        assert not search(replaced(here, limit=3)).more
        assert numbers(Query(areas=("US-CA",))) == [2]
        assert numbers(Query(areas=("FR",))) == []
        assert numbers(Query(point=HERE, radius_km=25, areas=("FR",))) == [3]


@pytest.mark.django_db
class TestConditions:
    def test_who_accepts_comes_before_who_must_be_asked_and_refusing_not_at_all(self) -> None:
        far = (34.1, -118.0)
        rebuild(
            [row(1), row(2, accepts=0b011, point=far), row(3, refuses=0b001), row(4, accepts=0b001)]
        )
        results = search(Query(point=HERE, accepts=0b011)).results
        assert [(one.service_at_location_id.int, one.asks) for one in results] == [
            (2, False),
            (1, True),
            (4, True),
        ]

    @pytest.mark.parametrize(
        ("reader", "seen"), [(0, [1]), (1, [1, 2]), (2, [1, 2, 3]), (3, [1, 2, 3, 4])]
    )
    def test_a_reader_sees_their_tiers(self, reader: int, seen: list[int]) -> None:
        rebuild([row(tier + 1, tier=tier) for tier in range(4)])
        assert numbers(Query(tier=reader)) == seen
        assert numbers(Query(point=HERE, tier=reader)) == seen
        assert [one.tier for one in search(Query(tier=reader)).results] == [n - 1 for n in seen]

    def test_bits_of_each_kind_come_back(self) -> None:
        top = 1 << 27
        rebuild([row(1, accepts=top, refuses=1, flags=8)])
        (found,) = search(Query(accepts=top, flags=8)).results
        assert (found.accepts, found.refuses, found.flags, found.asks) == (top, 1, 8, False)
        assert numbers(Query(flags=4)) == []

    @pytest.mark.parametrize(
        "facts", [{"accepts": 1 << 28}, {"refuses": -1}, {"flags": 16}, {"tier": 4}]
    )
    def test_bits_that_do_not_fit_are_refused(self, facts: dict[str, int]) -> None:
        with pytest.raises(ValueError, match=r"fit|tier"):
            rebuild([row(1, **facts)])

    @pytest.mark.parametrize("language", ["en", LANGUAGES[-1], "mixteco", "x"])
    def test_every_language_can_be_asked_for(self, language: str) -> None:
        rebuild([row(1, languages=(language,)), row(2, languages=("de",))])
        assert numbers(Query(language=language)) == [1]
        assert numbers(Query(point=HERE, language=language)) == [1]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("casa", [1, 2]), ("CASA", [1, 2]), ("casas", [2]), ("casab", []), ("de casa", [2]),
            ("d", [2, 3]), ("ñandú", [3]), ("nandu", [3]), ("  ", [1, 2, 3, 4]),
            ("?!", [1, 2, 3, 4]), ("asa", []), ("مَأْوى", [4]), ("ماوى الامل", [4]),
            ("đại", [3]), ("%", [1, 2, 3, 4]),
        ],
    )  # fmt: skip
    def test_words(self, text: str, found: list[int]) -> None:
        rebuild(
            [
                row(1, words="Casa"),
                row(2, words="Las casas de-la"),
                row(3, words="Ñandú, ĐẠI"),
                row(4, words="مأوى الأمل"),
            ]
        )
        assert numbers(Query(text=text)) == found
        assert numbers(Query(point=HERE, text=text)) == found

    def test_a_pasted_letter_is_answered_by_its_first_words(self) -> None:
        rebuild([row(1, words="a b c d e f g h"), row(2, words="a b c")])
        assert numbers(Query(text="a b c d e f g h " + "and so on " * 5_000)) == [1]

    def test_any_of_the_terms_or_all(self) -> None:
        rebuild([row(1, terms=("a", "b")), row(2, terms=("a",)), row(3, terms=("b",)), row(4)])
        assert numbers(Query(terms=("a", "b"))) == [1, 2, 3]
        assert numbers(Query(terms=("a", "b"), all_terms=True)) == [1]
        assert numbers(Query(terms=("a", "c"))) == [1, 2]
        assert numbers(Query(terms=("a", "c"), all_terms=True)) == []
        assert numbers(Query(point=HERE, terms=("a", "a"))) == [1, 2]


@pytest.mark.django_db
def test_an_empty_index_answers() -> None:
    page = search(Query(point=HERE, text="casa", terms=("a",)))
    assert (page.results, page.more) == ((), False)
    assert numbers(Query()) == []
    replace([])
    assert rebuild([]) == 0


@pytest.mark.django_db
def test_a_result_tells_which_service_and_location() -> None:
    rebuild([row(7, location_id=UUID(int=2007)), row(8, point=None, location_id=None)])
    with_place, without = search(Query()).results
    assert (with_place.service_id.int, with_place.location_id) == (1007, UUID(int=2007))
    assert (without.location_id, without.point, without.distance_km) == (None, None, None)


@pytest.mark.parametrize(
    "facts", [{"limit": 0}, {"offset": -1}, {"radius_km": -1.0}, {"radius_km": float("nan")}]
)
def test_numbers_that_make_no_sense_are_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"page|radius"):
        Query(**facts)


@pytest.mark.django_db
@pytest.mark.parametrize("point", [(91.0, 0.0), (float("nan"), 0.0)])
def test_a_point_off_the_globe_is_refused(point: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="latitude"):
        Query(point=point)
