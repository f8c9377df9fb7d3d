"""How the invented directory is drawn: without a database, the same each time, nothing real."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import phonenumbers
import pytest
from django.db.models import Model
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.accounts.models import Organisation, Worker
from waymark.contacts.opening import State
from waymark.demo.directory.fill import draw
from waymark.demo.directory.sheet import ORDER, Sheet
from waymark.demo.directory.tables import SPREAD, Tables
from waymark.demo.script import read_table
from waymark.directory import facts, opening_hours
from waymark.directory.criteria import Criterion
from waymark.directory.gazetteer import FoundPlace, Several, find_place
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.leaks import check_fields
from waymark.directory.models import (
    Eligibility,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)
from waymark.directory.tiers import Tier

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUSES = {
    key: Organisation(id=UUID(int=number), name=key)
    for number, key in enumerate(("riverside", "lakeside"), start=1)
}
EDITORS = [
    Worker(id=UUID(int=number), name=f"Editor {number}", organisation=house)
    for number, house in enumerate((*HOUSES.values(), HOUSES["riverside"]), start=11)
]
STORY_NUMBER = re.compile(r"\+1 (308|402|531|605|785)-555-01\d\d")
TABLES = Tables()
SENTENCE = re.compile(r"[A-Z“].+[.?!]")
EVERY_TEXT = [read_table(name) for name in ("directory", "directory_kinds")]


def sheet_at(now: datetime) -> Sheet:
    return draw(HOUSES, EDITORS, now)


def values(sheet: Sheet) -> list[tuple[object, ...]]:
    return [as_values(row) for model in ORDER for row in sheet.rows[model]] + [
        (each.location.pk, each.place, each.tier) for each in sheet.closed
    ]


def as_values(row: Model) -> tuple[object, ...]:
    names = [field.attname for field in row._meta.concrete_fields]
    # An answer has no id of its own until it is written.
    return tuple(getattr(row, name) for name in names if (type(row), name) != (Eligibility, "id"))


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return sheet_at(NOW)


def test_it_is_drawn_the_same_each_time(sheet: Sheet) -> None:
    assert values(sheet_at(NOW)) == values(sheet)


def test_another_day_moves_times_only(sheet: Sheet) -> None:
    later = sheet_at(NOW + timedelta(days=400, hours=5))

    for model in (Organization, Location, Service, Phone, ServiceAtLocation, ServiceArea):
        dated = {"assured_date", "last_modified"}
        before, after = (
            [
                {name: value for name, value in vars(row).items() if name not in dated | {"_state"}}
                for row in each.rows[model]
            ]
            for each in (sheet, later)
        )
        assert before == after


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 7 * 366))
def test_on_no_day_does_anything_lie_ahead(days: int) -> None:
    """Seasons over the turn of a year, the last day of a month, leap years."""
    now = NOW + timedelta(days=days)
    drawn = sheet_at(now)

    assert len(drawn.rows[Service]) == 400
    for row in drawn.of(Schedule):
        if row.valid_from:
            assert row.valid_from < row.valid_to
            assert row.valid_to >= now.date()
    assert all(row.last_modified < now for row in drawn.of(Service))
    assert all(
        row.assured_date is None or row.assured_date <= now.date() for row in drawn.of(Service)
    )


def test_there_are_400_services_of_150_organisations(sheet: Sheet) -> None:
    assert len(sheet.rows[Service]) == 400
    assert len(sheet.rows[Organization]) == 150
    assert len({row.name for row in sheet.of(Organization)}) == 150
    ids = [row.pk for model in ORDER for row in sheet.rows[model] if row.pk]
    assert len(set(ids)) == len(ids)


def test_no_kind_is_there_only_once() -> None:
    drawn = Counter(offer.kind.key for house in TABLES.houses for offer in house.offers)

    assert drawn.keys() == TABLES.kinds.keys()
    assert min(drawn.values()) >= 2


def test_no_two_descriptions_are_the_same(sheet: Sheet) -> None:
    said = Counter(row.description for row in sheet.of(Service))

    assert [text for text, number in said.items() if number > 1] == []
    assert all(SENTENCE.fullmatch(text) for text in said)


def test_every_thing_that_is_sure_was_drawn() -> None:
    drawn = {offer.sure for house in TABLES.houses for offer in house.offers}

    assert set(TABLES.sure.values()) <= drawn


def test_towns_are_crowded_as_towns_are(sheet: Sheet) -> None:
    sizes = Counter(house.town.key for house in TABLES.houses)

    assert sizes.most_common(3)[0][0] == "grand-island"
    assert sizes["grand-island"] > 40
    assert set(sizes) == {town.key for town in TABLES.towns}
    for row in sheet.of(Location):
        if row.latitude is not None:
            assert min(distance(row, town.at) for town in TABLES.towns) < 3 * SPREAD


def distance(row: Location, point: tuple[float, float]) -> float:
    assert row.latitude is not None
    assert row.longitude is not None
    return max(abs(row.latitude - point[0]), abs(row.longitude - point[1]))


@pytest.mark.parametrize("town", TABLES.towns, ids=lambda town: town.key)
def test_the_gazetteer_knows_every_town_by_name_and_postcode(town: Any) -> None:
    state = TABLES.county["state"]
    named = find_place(f"{town.name}, {state}", "US")
    places = list(named.places if isinstance(named, Several) else ())
    places += [named.place] if isinstance(named, FoundPlace) else []
    for code in town.zips:
        found = find_place(code, "US")
        assert isinstance(found, FoundPlace)
        places.append(found.place)
    for place in places:
        assert place.region == state
        assert place.point
        assert max(abs(a - b) for a, b in zip(place.point, town.at, strict=True)) < 0.1


def test_the_index_knows_the_areas_that_are_found_by_name() -> None:
    county = TABLES.county

    assert facts.area_code(county["state_name"]) == "US-NE"
    assert facts.area_code("United States") == "US"
    assert facts.area_code(county["county"]) == "", "it is invented"
    codes = {facts.area_code(name) for name in county["counties"]}
    assert len(codes) == len(county["counties"])
    assert all(code.startswith("US-31") for code in codes)


def numbers_of(sheet: Sheet) -> Iterator[str]:
    yield from (row.number for row in sheet.of(Phone))
    yield from (row["number"] for each in sheet.closed for row in each.place.phones)


def test_every_number_is_set_aside_for_stories(sheet: Sheet) -> None:
    """555-01xx reaches nobody, and yet it is read as a number of its area."""
    for number in numbers_of(sheet):
        assert STORY_NUMBER.fullmatch(number)
        parsed = phonenumbers.parse(number)
        assert phonenumbers.is_possible_number(parsed)
        assert phonenumbers.is_valid_number(parsed)


def test_no_closed_house_shares_a_number_with_anybody(sheet: Sheet) -> None:
    plain = {row.number for row in sheet.of(Phone)}
    closed = [row["number"] for each in sheet.closed for row in each.place.phones]

    assert len(set(closed)) == len(closed) == len(sheet.closed)
    assert not plain & set(closed)


def test_every_address_on_the_web_is_an_example(sheet: Sheet) -> None:
    texts = [text for row in values(sheet) for text in row if isinstance(text, str)]
    addresses = [text for text in texts if "@" in text or "://" in text or "www" in text]

    assert len(addresses) > 500
    for address in addresses:
        assert re.fullmatch(r"(https://|[a-z0-9-]+@)[a-z0-9-]+\.example\.org(/[a-z-]+)*", address)


def test_every_value_is_allowed_by_hsds(sheet: Sheet) -> None:
    tables = {entity.model: entity for entity in ENTITIES.values()}
    for model, entity in tables.items():
        for row in sheet.rows[model]:
            for field in entity.fields:
                value = getattr(row, field.name, None) if field.choices or field.required else None
                if field.choices and value:
                    assert value in field.choices
                if field.required and field.name != "id" and hasattr(row, field.name):
                    assert value not in {"", None}, (model, field.name)


def test_every_schedule_can_be_read(sheet: Sheet) -> None:
    """No rule is beyond what says “open now”, and every service with hours is open some time."""
    by_service: dict[Service, list[Schedule]] = {}
    for row in sheet.of(Schedule):
        by_service.setdefault(row.service, []).append(row)
    for schedules in by_service.values():
        assert opening_hours.at(schedules, NOW).state is not State.UNKNOWN
        assert all(opening_hours.sentences([row]) for row in schedules)


def test_nothing_that_anybody_reads_tells_of_a_closed_place(sheet: Sheet) -> None:
    closed = {each.location.pk for each in sheet.closed}
    services = [row.service for row in sheet.of(ServiceAtLocation) if row.location_id in closed]
    assert len(services) == len(sheet.closed) > 40
    for service in services:
        said = {
            "name": service.name,
            "description": service.description,
            "application_process": service.application_process,
            "alert": service.alert,
            "wait_time": service.wait_time,
            "fees_description": service.fees_description,
            "interpretation_services": service.interpretation_services,
            "organization": service.organization.name,
            "about": service.organization.description,
        }
        assert check_fields(said, country="US") == {}


def test_no_note_tells_of_a_closed_place() -> None:
    notes = TABLES.county["notes"]
    said = {
        f"{answer}.{criterion}.{number}": text
        for answer, criteria in notes.items()
        for criterion, texts in criteria.items()
        for number, text in enumerate(texts)
    }

    assert check_fields(said, country="US") == {}
    assert {name.split(".")[1] for name in said} <= {each.value for each in Criterion}


def test_names_of_closed_places_say_nothing(sheet: Sheet) -> None:
    for each in sheet.closed:
        assert check_fields({"name": each.location.name}, country="US") == {}
        assert each.location.latitude is None
        assert each.tier is not Tier.PUBLIC


def test_words_are_calm() -> None:
    for text in map(str, EVERY_TEXT):
        assert not re.search(r"\brescue|\bslave|!!|\bvictims of trafficking", text, re.IGNORECASE)
