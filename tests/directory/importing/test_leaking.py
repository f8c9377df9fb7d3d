"""A source whose texts tell a closed place: whatever column they stand in, the row stays out."""

import csv
import io
import json
import uuid
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.directory.importing.conftest import Brought, bring, everything, look
from waymark.directory import closed_texts
from waymark.directory.closed_texts import TellsPlace
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.shape import Kind
from waymark.directory.importing import leaking
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import ImportRun, Location, Organization, Service, ServiceAtLocation
from waymark.directory.tiers import Tier

Rows = dict[str, list[dict[str, Any]]]
SENTENCES = (
    "12 Quay Street",
    "Ring at 12 Quay Street",
    "Call 202-555-0177",
    "38.581234, -121.493456",
    "maps.app.goo.gl/abc",
    "calle Hidalgo 45",
)
# Codes and telephones have digits of their own; an address or a point is refused there as well.
LEAK = "12 Quay Street"
# These say where the public desk is, or go into the sealed place; links are ids.
ELSEWHERE = {("address", field.name) for field in ENTITIES["address"].fields} | {
    ("location", name)
    for name in ("transportation", "url", "external_identifier", "external_identifier_type")
}
COLUMNS = [
    (entity.name, field.name)
    for entity in ENTITIES.values()
    for field in entity.fields
    if field.kind is Kind.TEXT and not field.choices and (entity.name, field.name) not in ELSEWHERE
]


def an_id(name: str) -> str:
    """The same id for the same row."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def a_package() -> Rows:
    """One row of every entity around a service whose place has a point and no street."""
    service, organization, house, link = map(an_id, ("service", "organization", "house", "link"))
    of_service, of_house = {"service_id": service}, {"location_id": house}
    of_organization = {"organization_id": organization}
    rows: Rows = {
        "organization": [{"name": "Harbor Aid", "description": "They help."}],
        "program": [{**of_organization, "name": "Nights", "description": "Beds."}],
        "service": [{**of_organization, "name": "Beds", "status": "active"}],
        "location": [
            {"location_type": "physical", "name": "House", "latitude": 38.58, "longitude": -121.49}
        ],
        "service_at_location": [{**of_service, **of_house}],
        "contact": [{**of_service, "name": "The desk"}],
        "phone": [{**of_service, "number": "202-555-0143"}],
        "language": [{**of_service, "code": "vi"}],
        "schedule": [{**of_service, "freq": "WEEKLY"}],
        "address": [
            {
                **of_house,
                "address_1": "",
                "city": "Harbor",
                "state_province": "CA",
                "postal_code": "95814",
                "country": "US",
                "address_type": "physical",
            }
        ],
        "accessibility": [{**of_house, "description": "A lift"}],
        "funding": [{**of_organization, "source": "The county"}],
        "service_area": [{"service_at_location_id": link, "name": "The county"}],
        "cost_option": [{**of_service, "option": "A night"}],
        "required_document": [{**of_service, "document": "None"}],
        "organization_identifier": [
            {**of_organization, "identifier_type": "EIN", "identifier": "12-3456789"}
        ],
        "url": [{**of_organization, "url": "https://harbor-aid.example.org"}],
        "unit": [{"name": "bed"}],
        "service_capacity": [
            {**of_service, "unit_id": an_id("unit"), "available": 1, "updated": "2026-01-02"}
        ],
        "taxonomy": [{"name": "Kinds", "description": "Of help."}],
        "taxonomy_term": [{"name": "Bed", "taxonomy_id": an_id("taxonomy")}],
        "attribute": [
            {"link_id": service, "link_entity": "service", "taxonomy_term_id": an_id("term")}
        ],
        "metadata": [{"resource_id": service, "resource_type": "service"}],
        "meta_table_description": [{"name": "services"}],
    }
    names = {"location": "house", "service_at_location": "link", "taxonomy_term": "term"}
    for entity, [row] in rows.items():
        row["id"] = an_id(names.get(entity, entity))
    return rows


def files(rows: Rows) -> dict[str, str]:
    """The rows as the CSV files of a package."""
    found = {}
    for entity, some in rows.items():
        text = io.StringIO()
        names = list(dict.fromkeys(name for row in some for name in row))
        writer = csv.DictWriter(text, names)
        writer.writeheader()
        writer.writerows(some)
        found[ENTITIES[entity].file] = text.getvalue()
    return found


def with_text(entity: str, column: str, text: str) -> dict[str, str]:
    """The package with a text in one column."""
    rows = a_package()
    rows[entity][0][column] = text
    return files(rows)


def stored() -> str:
    """All that stands in plain tables."""
    rows = everything()
    rows.pop("ClosedPlace")
    return json.dumps(rows, ensure_ascii=False)


def leaks(brought: Brought) -> list[tuple[str, str, str, int]]:
    """(entity, field, file, line) of what was refused as a leak."""
    return [
        (line.entity, line.field, line.file, line.place)
        for line in brought.lines()
        if (line.verdict, line.code) == (Verdict.REFUSE, "leak")
    ]


def test_a_package_that_tells_nothing_comes_in_whole(circles: Cast) -> None:
    brought = bring(files(a_package()), steward=circles.riverside)
    assert leaks(brought) == []
    assert not brought.report.total(Verdict.REFUSE)
    assert Location.objects.get().tier == Tier.CASEWORKER
    counts = everything()
    assert all(counts[e.model.__name__] for e in ENTITIES.values() if e.name != "address")


@pytest.mark.parametrize(("entity", "column"), COLUMNS)
def test_no_column_lets_it_in(circles: Cast, entity: str, column: str) -> None:
    source = with_text(entity, column, LEAK)
    said = look(source, steward=circles.riverside)
    field = "taxonomy_detail_id" if column == "taxonomy_id" else column
    assert leaks(said) == [(entity, field, ENTITIES[entity].file, 2)]
    bring(source, steward=circles.riverside)
    assert "Quay Street" not in stored()
    assert Location.objects.exclude(tier=Tier.PUBLIC).exists() is (entity != "location")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_sentence_comes_in_by_any_columns_and_the_last_gate_has_nothing_to_do(
    circles: Cast, data: st.DataObject
) -> None:
    rows, told = a_package(), []
    for entity, column in data.draw(st.sets(st.sampled_from(COLUMNS), min_size=1, max_size=4)):
        text = data.draw(st.sampled_from(SENTENCES))
        rows[entity][0][column] = text
        told.append(text)
    undone = transaction.savepoint()
    brought = bring(files(rows), steward=circles.riverside)
    assert brought.run.state == ImportRun.State.DONE
    plain = stored()
    # A telephone, and a code that looks like one, may have digits.
    addresses = [text for text in told if text != "Call 202-555-0177"]
    assert not [text for text in addresses if text in plain]
    transaction.savepoint_rollback(undone)


def test_the_gate_looks_at_what_is_written(circles: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the look at the source blind, nothing would come in and the words would not be kept."""
    monkeypatch.setattr(leaking._Look, "leak", lambda *args: None)
    with pytest.raises(TellsPlace):
        bring(with_text("schedule", "notes", LEAK), steward=circles.riverside)
    run = ImportRun.objects.get()
    assert run.state == ImportRun.State.FAILED
    assert "Beds · Opening hours (notes)" in run.problem
    assert "Quay Street" not in stored() + run.problem
    assert not Service.objects.exists()


def test_the_gate_is_asked_about_services_near_a_closed_place_only(
    circles: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[Any]] = []
    monkeypatch.setattr(closed_texts, "refuse_leaks", lambda ids, **more: asked.append(list(ids)))
    rows = a_package()
    other = {"id": an_id("other"), "name": "Talks", "status": "active"}
    rows["service"].append(other)
    bring(files(rows), steward=circles.riverside)
    assert asked == [[uuid.UUID(an_id("service"))]]


def test_a_public_source_says_where_it_is(circles: Cast) -> None:
    rows = a_package()
    rows["address"][0]["address_1"] = "12 Quay Street"
    rows["service"][0]["description"] = "Come to 12 Quay Street."
    bring(files(rows), steward=circles.riverside)
    assert Service.objects.get().description == "Come to 12 Quay Street."


def with_a_desk() -> Rows:
    """The package with an office where one goes first."""
    rows, desk = a_package(), an_id("desk")
    rows["location"].append({"id": desk, "location_type": "physical", "name": "Desk"})
    rows["service_at_location"].append(
        {"id": an_id("desk link"), "service_id": an_id("service"), "location_id": desk}
    )
    address = {**rows["address"][0], "location_id": desk, "address_1": "12 Quay Street"}
    rows["address"].append({**address, "id": an_id("desk address")})
    return rows


def test_the_desk_of_a_closed_house_keeps_its_address(circles: Cast) -> None:
    rows = with_a_desk()
    rows["location"][1] |= {"transportation": "Tram 4 to 12 Quay Street", "name": "12 Quay Street"}
    assert leaks(bring(files(rows), steward=circles.riverside)) == []
    assert "Tram 4" in stored()


def test_the_desk_does_not_tell_the_house(circles: Cast) -> None:
    rows = with_a_desk()
    rows["location"][1]["description"] = "They sleep at 7 Mill Lane."
    assert leaks(look(files(rows), steward=circles.riverside)) == [
        ("location", "description", "locations.csv", 3)
    ]


def test_what_belongs_to_the_house_is_known_in_a_text(circles: Cast) -> None:
    """Told by its tier, so that it may come with an address."""
    rows = a_package()
    rows["location"][0]["tier"] = 2
    rows["address"][0] |= {"address_1": "9 Linden Rise", "address_2": "Heron House"}
    rows["accessibility"][0]["details"] = "A ramp leads into Heron House."
    said = look(files(rows), steward=circles.riverside)
    assert leaks(said) == [("accessibility", "details", "accessibility.csv", 2)]
    assert not any("Heron" in f"{line} {line.text}" for line in said.lines())


def test_a_text_that_stands_here_keeps_a_closed_place_away(circles: Cast) -> None:
    """First the text has to go: the source would put a shelter beside a sentence that tells it."""
    rows = a_package()
    open_rows = {name: rows[name] for name in ("organization", "service")}
    open_rows["service"][0]["description"] = f"Come to {LEAK}"
    bring(files(open_rows), steward=circles.riverside)
    later = a_package()
    del later["service"]
    brought = bring(files(later), steward=circles.riverside)
    assert ("service_at_location", "", "service_at_location.csv", 2) in leaks(brought)
    assert not ServiceAtLocation.objects.exists()
    assert Service.objects.get().description == f"Come to {LEAK}"


def test_an_organization_that_tells_one_gets_no_service_with_a_closed_place(
    circles: Cast,
) -> None:
    rows = a_package()
    organization = rows["organization"][0] | {"description": f"Come to {LEAK}"}
    bring(files({"organization": [organization]}), source="Elsewhere")
    later = {name: some for name, some in rows.items() if name != "organization"}
    brought = bring(files(later), steward=circles.riverside)
    assert ("service", "", "services.csv", 2) in leaks(brought)
    assert Organization.objects.get().description == f"Come to {LEAK}"
    assert not Service.objects.exists()


def test_a_changed_number_leaves_the_old_one_in_a_text_for_now(circles: Cast) -> None:
    rows = a_package()
    rows["service"][0]["description"] = "Call 202-555-0143 first."
    bring(files(rows), steward=circles.riverside)
    rows["phone"][0]["number"] = "202-555-0199"
    assert leaks(bring(files(rows), steward=circles.riverside)) == []


def test_it_comes_in_a_second_time_unchanged(circles: Cast) -> None:
    bring(files(a_package()), steward=circles.riverside)
    before = everything()
    assert leaks(bring(files(a_package()), steward=circles.riverside)) == []
    assert everything() == before


def test_a_later_text_about_a_place_sealed_earlier_is_refused(circles: Cast) -> None:
    bring(files(a_package()), steward=circles.riverside)
    source = with_text("accessibility", "description", f"A ramp at {LEAK}")
    brought = bring(source, steward=circles.riverside)
    assert leaks(brought) == [("accessibility", "description", "accessibility.csv", 2)]
    assert "Quay Street" not in stored()
