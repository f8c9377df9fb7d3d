"""Lists: pages, every parameter, and both formats."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.directory.api.conftest import Program, content, ids
from tests.directory.conftest import World
from waymark.directory import indexing
from waymark.directory.api import finding
from waymark.directory.api.listing import Before, OfIds, OfTable
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.hsds import profile
from waymark.directory.models import (
    Attribute,
    Eligibility,
    Language,
    Service,
    Taxonomy,
    TaxonomyTerm,
)
from waymark.directory.models import (
    Program as HsdsProgram,
)

pytestmark = pytest.mark.django_db
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
ENVELOPE = {
    *("total_items", "total_pages", "page_number", "size"),
    *("first_page", "last_page", "empty", "contents"),
}


def named(rows: list[dict[str, Any]]) -> list[str]:
    return [row.get("service", row)["name"] for row in rows]


@pytest.fixture
def seven(db: None) -> list[Service]:
    """Seven services, in the order of their ids."""
    made = [Service.objects.create(id=uuid.UUID(int=n), name=f"Number {n}") for n in range(1, 8)]
    indexing.index_services([row.pk for row in made])
    return made


@pytest.fixture
def terms(world: World) -> dict[str, TaxonomyTerm]:
    """Shelter, below it night shelter; food in another taxonomy. The clinic has night shelter."""
    housing = Taxonomy.objects.create(name="Housing", description="Roofs")
    other = Taxonomy.objects.create(name="Eating", description="Meals")
    shelter = TaxonomyTerm.objects.create(name="Shelter", description="", taxonomy_detail=housing)
    night = TaxonomyTerm.objects.create(
        name="Night shelter", description="", taxonomy_detail=housing, parent=shelter
    )
    food = TaxonomyTerm.objects.create(name="Food", description="", taxonomy_detail=other)
    for service, term in ((world.clinic, night), (world.common, food)):
        Attribute.objects.create(link_id=service.pk, link_entity="service", taxonomy_term=term)
    indexing.index_services([world.clinic.pk, world.common.pk])
    return {"shelter": shelter, "night": night, "food": food}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_the_whole_envelope(world: World, api: Program, name: str) -> None:
    page = api.read(f"/{name}", per_page=1)
    assert page.keys() == ENVELOPE
    assert page["size"] == len(page["contents"]) == 1
    assert page["first_page"]
    assert not page["empty"]


def test_pages_hold_each_row_once_in_one_order(seven: list[Service], api: Program) -> None:
    pages = [api.read("/services", page=number, per_page=3) for number in (1, 2, 3, 4)]
    assert [[row["name"] for row in page["contents"]] for page in pages] == [
        ["Number 1", "Number 2", "Number 3"],
        ["Number 4", "Number 5", "Number 6"],
        ["Number 7"],
        [],
    ]
    assert [page["first_page"] for page in pages] == [True, False, False, False]
    assert [page["last_page"] for page in pages] == [False, False, True, True]
    assert [page["empty"] for page in pages] == [False, False, False, True]
    assert {(page["total_items"], page["total_pages"]) for page in pages} == {(7, 3)}


def test_an_empty_directory_is_one_empty_page(api: Program) -> None:
    page = api.read("/services")
    assert page == {
        "total_items": 0,
        "total_pages": 0,
        "page_number": 1,
        "size": 0,
        "first_page": True,
        "last_page": True,
        "empty": True,
        "contents": [],
    }


def test_ndjson_streams_everything_without_pages(
    seven: list[Service], api: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OfTable.batches, "__defaults__", (2,))
    answer = api.get("/services", format="ndjson", per_page=1)
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    rows = [json.loads(line) for line in content(answer).splitlines()]
    assert named(rows) == [f"Number {n}" for n in range(1, 8)]


def test_minimal_is_everything_at_once(seven: list[Service], api: Program) -> None:
    page = api.read("/services", minimal="true")
    assert page.keys() == ENVELOPE
    assert page["size"] == page["total_items"] == 7
    assert page["total_pages"] == 1
    assert page["contents"][0].keys() == {"id", "modified_date"}
    assert api.read("/services", minimal="true", per_page=2)["size"] == 2
    assert api.read("/services", minimal="true", search="number")["total_items"] == 7


def test_minimal_of_nothing_is_an_empty_page(api: Program) -> None:
    page = api.read("/services", minimal="true")
    assert (page["empty"], page["total_pages"], page["contents"]) == (True, 0, [])


def test_full_shows_what_hangs_on_each(world: World, api: Program) -> None:
    for name in ("services", "service_at_locations"):
        [row] = [row for row in api.contents(f"/{name}", full="true") if "Clinic" in str(row)]
        service = row.get("service", row)
        assert service["phones"][0]["number"] == "+1 202 555 0101"
        listed = [row for row in api.contents(f"/{name}") if "Clinic" in str(row)]
        assert "phones" not in listed[0].get("service", listed[0])
    [group] = api.contents("/organizations", search="clinic", full="true")
    assert group["services"] == [{"id": str(world.clinic.pk), "name": "Clinic", "status": "active"}]
    [group] = api.contents("/organizations", search="clinic", full_service="true")
    assert group["services"][0]["phones"][0]["number"] == "+1 202 555 0101"


def test_modified_after_is_on_or_after(world: World, api: Program) -> None:
    at = datetime(2030, 5, 1, 12, tzinfo=UTC)
    Service.objects.filter(pk=world.clinic.pk).update(last_modified=at)
    for asked in ("2030-05-01", "2030-05-01T12:00:00Z", "2030-05-01T14:00:00+02:00"):
        assert named(api.contents("/services", modified_after=asked)) == ["Clinic"]
        assert named(api.contents("/service_at_locations", modified_after=asked)) == ["Clinic"]
    assert not api.contents("/services", modified_after="2030-05-01T12:00:01Z")
    assert named(api.contents("/services", modified_after="2030-05-01", search="clinic"))
    assert not api.contents("/services", modified_after="2030-05-02", search="clinic")


def test_organization_id(world: World, api: Program) -> None:
    own = str(world.clinic.organization_id)
    for name in ("services", "service_at_locations"):
        assert named(api.contents(f"/{name}", organization_id=own)) == ["Clinic"]
        assert named(api.contents(f"/{name}", organization_id=own, search="cli")) == ["Clinic"]
        assert not api.contents(f"/{name}", organization_id=own, search="advice")
        assert not api.contents(f"/{name}", organization_id=str(uuid.uuid4()))


@pytest.mark.parametrize("name", ["services", "service_at_locations", "organizations"])
@pytest.mark.parametrize("more", [{}, {"search": "c"}])
def test_terms_and_those_below_them(
    terms: dict[str, TaxonomyTerm], api: Program, name: str, more: dict[str, str]
) -> None:
    def found(**asked: str) -> list[str]:
        rows = api.contents(f"/{name}", **asked, **more)
        return [each.removesuffix(" Group") for each in named(rows)]

    ids_of = {key: str(term.pk) for key, term in terms.items()}
    assert found(taxonomy_term_id=ids_of["night"]) == ["Clinic"]
    assert found(taxonomy_term_id=ids_of["shelter"]) == ["Clinic"]
    assert found(taxonomy_term_id=ids_of["food"]) == ["Common"]
    both = f"{ids_of['food']},{ids_of['shelter']}"
    assert sorted(found(taxonomy_term_id=both)) == ["Clinic", "Common"]
    assert found(taxonomy_id=str(terms["food"].taxonomy_detail_id)) == ["Common"]
    assert not found(taxonomy_id=str(uuid.uuid4()))


def test_terms_in_a_circle_are_no_endless_way(terms: dict[str, TaxonomyTerm], api: Program) -> None:
    TaxonomyTerm.objects.filter(pk=terms["shelter"].pk).update(parent=terms["night"])
    assert named(api.contents("/services", taxonomy_term_id=str(terms["night"].pk))) == ["Clinic"]


def test_our_own_terms_can_be_asked_for(world: World, api: Program) -> None:
    Eligibility.objects.create(service=world.clinic, criterion=Criterion.MEN, answer=Answer.REFUSES)
    term, other = profile.criterion_term(Criterion.MEN), profile.criterion_term(Criterion.WOMEN)
    for name in ("services", "service_at_locations"):
        for more in ({}, {"search": "clinic"}):
            found = api.contents(f"/{name}", taxonomy_term_id=str(term.pk), **more)
            assert named(found) == ["Clinic"]
            assert not api.contents(f"/{name}", taxonomy_term_id=str(other.pk), **more)
        whole = api.contents(f"/{name}", taxonomy_id=str(term.taxonomy_detail_id))
        assert named(whole) == ["Clinic"]


def test_search_is_by_the_beginnings_of_names(world: World, api: Program) -> None:
    assert named(api.contents("/services", search="clin")) == ["Clinic"]
    assert named(api.contents("/services", search="door next")) == ["Next Door"]
    assert named(api.contents("/service_at_locations", search="CLINIC")) == ["Clinic"]
    assert not api.contents("/services", search="linic")
    assert not api.contents("/services", search="hidden lane")


def test_a_service_that_is_nowhere_is_found_as_a_service(world: World, api: Program) -> None:
    line = Service.objects.create(name="Night line")
    indexing.index_services([line.pk])
    assert named(api.contents("/services", search="night")) == ["Night line"]
    assert not api.contents("/service_at_locations", search="night")


def test_taxonomies_and_terms(terms: dict[str, TaxonomyTerm], api: Program) -> None:
    found = {row["name"] for row in api.contents("/taxonomies")}
    assert found == {"Waymark eligibility", "Waymark details", "Housing", "Eating"}
    assert named(api.contents("/taxonomies", search="roofs")) == ["Housing"]
    housing = str(terms["shelter"].taxonomy_detail_id)
    assert ids(api.contents("/taxonomy_terms", taxonomy_id=housing)) == {
        str(terms["shelter"].pk),
        str(terms["night"].pk),
    }
    top = api.contents("/taxonomy_terms", taxonomy_id=housing, top_only="true")
    assert named(top) == ["Shelter"]
    below = api.contents("/taxonomy_terms", parent_id=str(terms["shelter"].pk))
    assert named(below) == ["Night shelter"]
    assert below[0]["parent_id"] == str(terms["shelter"].pk)
    assert below[0]["taxonomy_detail"]["name"] == "Housing"
    assert named(api.contents("/taxonomy_terms", search="papers")) == ["Without identity papers"]


def test_our_own_terms_come_first_on_every_page(
    terms: dict[str, TaxonomyTerm], api: Program
) -> None:
    total = api.read("/taxonomy_terms")["total_items"]
    assert total == len(profile.terms()) + 3
    one_by_one = [
        api.contents("/taxonomy_terms", page=number, per_page=5)
        for number in range(1, -(-total // 5) + 1)
    ]
    flat = [row["id"] for page in one_by_one for row in page]
    assert len(set(flat)) == len(flat) == total
    assert flat[: len(profile.terms())] == [str(row.pk) for row in profile.terms()]


def test_our_own_terms_are_not_doubled_by_an_import(db: None, api: Program) -> None:
    for row in profile.taxonomies():
        row.save(force_insert=True)
    for term in profile.terms():
        term.save(force_insert=True)
    assert api.read("/taxonomies")["total_items"] == 2
    assert api.read("/taxonomy_terms")["total_items"] == len(profile.terms())


def test_items_of_taxonomies_and_terms(terms: dict[str, TaxonomyTerm], api: Program) -> None:
    for row in (profile.detail_term(profile.USE), terms["night"]):
        made = api.read(f"/taxonomy_terms/{row.pk}")
        assert made["name"] == row.name
        taxonomy = api.read(f"/taxonomies/{made['taxonomy_detail']['id']}")
        assert taxonomy["id"] == made["taxonomy_detail"]["id"]


def test_around_a_point_nearest_first(world: World, api: Program) -> None:
    # The cell of next_door is some kilometres from where the public ones are.
    around = {"latitude": "38.5812", "longitude": "-121.4934"}
    found = named(api.contents("/service_at_locations", **around))
    assert set(found[:2]) == {"Clinic", "Common"}
    assert found[2:] == ["Next Door"]
    near = named(api.contents("/service_at_locations", **around, radius="1"))
    assert set(near) == {"Clinic", "Common"}
    assert set(named(api.contents("/services", **around, radius="1"))) == {"Clinic", "Common"}


def test_around_a_postcode_in_metres(world: World, api: Program) -> None:
    found = named(api.contents("/service_at_locations", postcode="95814", proximity="1000"))
    assert set(found) == {"Clinic", "Common"}
    assert not api.contents("/service_at_locations", postcode="95814", proximity="1")


def test_a_postcode_alone_narrows_to_its_area(world: World, api: Program) -> None:
    # Addresses of public places say that they are in California; the others say nothing.
    found = named(api.contents("/service_at_locations", postcode="95814"))
    assert set(found) == {"Clinic", "Common"}


def test_an_unknown_postcode_says_so(world: World, api: Program) -> None:
    answer = api.get("/services", postcode="00000", proximity="5")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "postcode"


def test_accepts_leaves_out_those_who_refuse(world: World, api: Program) -> None:
    for service, answer in ((world.clinic, Answer.REFUSES), (world.common, Answer.ACCEPTS)):
        Eligibility.objects.create(
            service=service, criterion=Criterion.NO_IDENTITY_PAPERS, answer=answer
        )
    indexing.index_services([world.clinic.pk, world.common.pk])
    for name in ("services", "service_at_locations"):
        found = named(api.contents(f"/{name}", accepts="no_identity_papers"))
        assert found[0] == "Common"
        assert "Clinic" not in found
        assert {"Advice", "Next Door"} <= set(found)


def test_age_leaves_out_those_who_refuse_it(world: World, api: Program) -> None:
    Service.objects.filter(pk=world.clinic.pk).update(minimum_age=18)
    indexing.index_services([world.clinic.pk])
    assert "Clinic" not in named(api.contents("/services", age="17"))
    assert "Clinic" in named(api.contents("/services", age="30"))


def test_language(world: World, api: Program) -> None:
    Language.objects.create(service=world.advice, name="Vietnamese", code="vi")
    indexing.index_services([world.advice.pk])
    assert named(api.contents("/services", language="vi")) == ["Advice"]
    assert named(api.contents("/services", language="VI")) == ["Advice"]


def test_a_program_of_nobody_is_still_shown(world: World, api: Program) -> None:
    made = HsdsProgram.objects.create(name="Winter", description="Warm")
    Service.objects.filter(pk=world.clinic.pk).update(program=made)
    assert api.read(f"/services/{world.clinic.pk}")["program"]["name"] == "Winter"
    [row] = [row for row in api.contents("/services") if row["name"] == "Clinic"]
    assert row["program"]["name"] == "Winter"


def test_a_program_that_dangles_is_left_out(world: World, api: Program) -> None:
    Service.objects.filter(pk=world.clinic.pk).update(program_id=uuid.uuid4())
    assert "program" not in api.read(f"/services/{world.clinic.pk}")
    assert [row for row in api.contents("/services") if row["name"] == "Clinic"]


def test_a_search_gives_the_best_so_many(
    seven: list[Service], api: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 4)
    page = api.read("/services", search="number", per_page=3, page=2)
    assert (page["total_items"], page["size"], page["last_page"]) == (4, 1, True)


def test_pages_of_a_search_are_counted_and_cut_like_any_other(
    world: World, api: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = {"latitude": "38.5812", "longitude": "-121.4934", "per_page": "1"}
    pages = [api.read("/service_at_locations", **around, page=str(n)) for n in (1, 2, 3, 4)]
    assert [page["total_items"] for page in pages] == [3, 3, 3, 3]
    assert [page["size"] for page in pages] == [1, 1, 1, 0]
    whole = api.contents("/service_at_locations", **(around | {"per_page": "100"}))
    assert [row for page in pages for row in page["contents"]] == whole
    lines = content(api.get("/service_at_locations", **around, format="ndjson")).splitlines()
    assert [json.loads(line) for line in lines] == whole
    monkeypatch.setattr(finding, "MOST_FOUND", 2)
    pages = [api.read("/service_at_locations", **around, page=str(n)) for n in (1, 2, 3)]
    assert [(page["total_items"], page["size"]) for page in pages] == [(2, 1), (2, 1), (2, 0)]
    [page] = [api.read("/service_at_locations", **(around | {"per_page": "100"}))]
    assert (page["total_items"], page["size"], page["total_pages"]) == (2, 2, 1)


def test_rows_that_go_meanwhile_are_passed_over() -> None:
    rows = {uuid.UUID(int=n): n for n in (1, 3)}
    listing = OfIds([uuid.UUID(int=n) for n in (3, 2, 1)], lambda ids: rows)
    assert listing.part(0, 3) == [3, 1]
    assert list(listing.batches(2)) == [[3], [1]]


def test_before_without_a_first_part(seven: list[Service]) -> None:
    listing = Before([], OfTable(Service.objects.all()))
    assert [len(batch) for batch in listing.batches(5)] == [5, 2]
    assert listing.part(6, 9) == seven[6:]
