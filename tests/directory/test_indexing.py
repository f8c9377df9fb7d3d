"""What the search index is told of the directory: all that is public, and nothing exact beyond."""

import pytest

from tests.directory.conftest import World
from tests.reports.staff.conftest import Clock
from waymark.directory import gazetteer, indexing, search
from waymark.directory.actions import capacity, details, verifying
from waymark.directory.criteria import Answer, Criterion, bits
from waymark.directory.gazetteer import FoundPlace, Unknown
from waymark.directory.models import (
    Address,
    Aspect,
    Attribute,
    CapacityStatus,
    Language,
    Location,
    Means,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Status,
    Use,
)
from waymark.directory.models.search import SearchRow
from waymark.directory.search import Found, Query
from waymark.directory.taxonomies import load_taxonomies, term_id


def find(**wanted: object) -> list[Found]:
    return list(search.search(Query(tier=3, **wanted)).results)  # type: ignore[arg-type]


def names(found: list[Found]) -> set[str]:
    rows = Service.objects.filter(pk__in=[each.service_id for each in found])
    return set(rows.values_list("name", flat=True))


def test_everything_is_found_by_its_tier(world: World) -> None:
    for tier, expected in (
        (0, {"Clinic", "Advice", "Next Door", "Common"}),
        (1, {"Clinic", "Advice", "Next Door", "Common", "Partner House"}),
    ):
        page = search.search(Query(tier=tier))
        assert names(list(page.results)) == expected


@pytest.mark.parametrize("status", [Status.INACTIVE, Status.DEFUNCT])
def test_what_is_gone_is_found_no_more_and_comes_back(world: World, status: Status) -> None:
    clinic = world.clinic
    Service.objects.filter(pk=clinic.pk).update(status=status)
    indexing.index_services([clinic.pk])
    assert "Clinic" not in names(find())
    Service.objects.filter(pk=clinic.pk).update(status=Status.TEMPORARILY_CLOSED)
    indexing.index_services([clinic.pk])
    assert "Clinic" in names(find())


def test_a_service_without_a_place_is_one_row_under_its_own_id(world: World) -> None:
    clinic = world.clinic
    clinic.service_at_locations.all().delete()
    indexing.index_services([clinic.pk])
    (found,) = find(text="clinic")
    assert (found.service_at_location_id, found.location_id) == (clinic.pk, None)
    link = ServiceAtLocation.objects.create(service=clinic, location=world.location(world.advice))
    indexing.index_services([clinic.pk])
    (found,) = find(text="clinic")
    assert found.service_at_location_id == link.pk


def test_where_there_is_an_access_point_one_goes_there(world: World) -> None:
    house = world.sealed_house
    house.service_at_locations.update(use=Use.SERVICE)
    door = Location.objects.create(name="Front office", latitude=38.5, longitude=-121.4)
    ServiceAtLocation.objects.create(service=house, location=door, use=Use.ACCESS_POINT)
    indexing.index_services([house.pk])
    assert [each.location_id for each in find(text="sealed house")] == [door.pk]


def test_the_name_of_a_closed_place_finds_nothing(world: World) -> None:
    assert names(find(text="clinic entrance")) == {"Clinic"}
    assert names(find(text="sealed entrance")) == set()


def test_terms_languages_areas_and_answers_are_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_taxonomies()
    clinic, dora = world.clinic, world.cast.dora_directory
    county = gazetteer.Place("Yolo", "CA", "US", (38.7, -121.9), ("US-06113", "US-CA", "US"))
    monkeypatch.setattr(
        gazetteer,
        "find_place",
        lambda text, country="": FoundPlace(county) if text == "Yolo" else Unknown(()),
    )
    term = Attribute.taxonomy_term.field.related_model.objects.order_by("code")[0]
    Attribute.objects.create(link_id=clinic.pk, link_entity="service", taxonomy_term=term)
    Language.objects.create(service=clinic, code="VI")
    ServiceArea.objects.create(service=clinic, name="Yolo")
    ServiceArea.objects.create(service=clinic, name="Nowhere")
    answers = {
        Criterion.MEN: (Answer.ACCEPTS, ""),
        Criterion.WOMEN: (Answer.REFUSES, ""),
    }
    details.set_eligibility(clinic, answers, seen=None, by=dora)
    for wanted in (
        {"terms": (str(term.pk),)},
        {"language": "vi"},
        {"areas": ("US-06113",)},
        {"areas": ("US-CA",), "language": "vi"},
    ):
        assert names(find(**wanted)) >= {"Clinic"}, wanted
    (found,) = find(text="clinic", accepts=bits([Criterion.MEN]))
    assert (found.asks, found.accepts & bits([Criterion.MEN])) == (False, bits([Criterion.MEN]))
    assert find(text="clinic", accepts=bits([Criterion.WOMEN])) == []
    assert find(text="clinic", terms=(str(term_id("no such")),)) == []


def test_a_public_address_names_its_state_and_a_closed_one_none(world: World) -> None:
    found = names(find(areas=("US-CA",)))
    assert {"Clinic", "Common"} <= found
    assert "Sealed House" not in found
    assert Address.objects.filter(location=world.location(world.sealed_house)).count() == 0


def test_a_public_point_off_the_globe_is_no_point(world: World) -> None:
    location = world.location(world.clinic)
    Location.objects.filter(pk=location.pk).update(latitude=123.0)
    indexing.index_services([world.clinic.pk])
    (found,) = find(text="clinic")
    assert found.point is None


def test_the_later_verified_comes_first_and_what_expired_counts_as_never(
    world: World, clock: Clock
) -> None:
    dora = world.cast.dora_directory
    verifying.verify(world.advice, [Aspect.PHONE], Means.CALLED, by=dora, days=300)
    clock.forward(days=2)
    verifying.verify(world.clinic, [Aspect.HOURS], Means.CALLED, by=dora, days=3)
    order = [world.clinic.pk, world.advice.pk]
    assert [each.service_id for each in find()][:2] == order
    clock.forward(days=4)
    indexing.index_services(order)
    assert find()[0].service_id == world.advice.pk


def test_those_that_have_room_carry_a_flag_until_it_expires(world: World, clock: Clock) -> None:
    clinic, ana = world.clinic, world.cast.ana_hotline
    capacity.state_capacity(clinic, CapacityStatus.CAPACITY, by=ana)
    assert names(find(flags=indexing.HAS_ROOM)) == {"Clinic"}
    capacity.state_capacity(clinic, CapacityStatus.NO_CAPACITY, by=ana)
    assert find(flags=indexing.HAS_ROOM) == []


def test_rebuilding_makes_the_same_index_in_small_steps(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows() -> list[tuple[object, ...]]:
        kept = ("service_at_location_id", "service_id", "latitude", "rank", "traits", "words")
        return sorted(SearchRow.objects.values_list(*kept))

    before = rows()
    seen: list[int] = []
    monkeypatch.setattr(indexing, "BATCH", 3)
    SearchRow.objects.update(words=" wrong")
    assert indexing.rebuild(seen.append) == len(before)
    assert rows() == before
    assert seen[-1] == len(before)


def test_forgetting_a_service_takes_every_row_out(world: World) -> None:
    clinic = world.clinic
    indexing.forget(clinic)
    assert not SearchRow.objects.filter(service_id=clinic.pk).exists()
    indexing.index_services([None])
    assert len(find()) == len(world.services) - 1
