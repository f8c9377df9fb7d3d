"""The OpenAPI document says exactly what is answered."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.directory.api.conftest import Program, content
from tests.directory.conftest import World
from tests.directory.hsds.loading import load
from tests.directory.hsds.reference import example, needs_reference, schema
from tests.directory.hsds.validation import problems
from waymark.directory import indexing
from waymark.directory.api.openapi import document
from waymark.directory.api.parameters import PARAMETERS
from waymark.directory.api.resources import RESOURCES
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.models import (
    CapacityStatus,
    Eligibility,
    Schedule,
    ServiceAtLocation,
    ServiceCapacity,
    Use,
)

pytestmark = pytest.mark.django_db
DOCUMENT = document("https://example.org/api/hsds")
FORMATS = FormatChecker(formats=("uuid", "date-time", "date"))
COMPILED = {"services": "service", "organizations": "organization"} | {
    "service_at_locations": "service_at_location"
}
PLAIN = {"taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term"}


def ours(name: str) -> Draft202012Validator:
    """The validator of one of our own schemas."""
    found = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    return Draft202012Validator(found, format_checker=FORMATS)


def wrong(name: str, made: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in ours(name).iter_errors(made)]


@pytest.fixture
def full(world: World) -> World:
    """Everything that can hang on a service, ours and HSDS's."""
    for criterion in (Criterion.MEN, Criterion.INTERPRETERS):
        Eligibility.objects.create(
            service=world.clinic, criterion=criterion, answer=Answer.ACCEPTS, note="With a call"
        )
    ServiceAtLocation.objects.filter(service=world.advice).update(use=Use.ACCESS_POINT)
    Schedule.objects.create(service=world.clinic, freq="DAILY", zone="America/Los_Angeles")
    ServiceCapacity.objects.create(
        service=world.clinic, status=CapacityStatus.WAITLIST, population="Women", available=3
    )
    indexing.index_services([world.clinic.pk])
    return world


ASKED: tuple[dict[str, str], ...] = (
    {},
    {"full": "true"},
    {"search": "clinic"},
    {"latitude": "38.58", "longitude": "-121.49", "radius": "50"},
    {"postcode": "95814", "proximity": "9000"},
    {"accepts": "men", "age": "17", "language": "vi"},
    {"full_service": "true"},
    {"minimal": "true"},
    {"page": "9"},
)


def asked_of(name: str) -> list[dict[str, str]]:
    return [each for each in ASKED if set(each) <= set(RESOURCES[name].parameters)]


@pytest.mark.parametrize("name", RESOURCES)
def test_pages_and_items_are_as_the_document_says(full: World, api: Program, name: str) -> None:
    resource = RESOURCES[name]
    for asked in asked_of(name):
        page = api.read(f"/{name}", **asked)
        assert not wrong(f"{resource.entity}_page", page)
    for row in api.contents(f"/{name}"):
        assert not wrong(resource.entity, api.read(f"/{name}/{row['id']}"))


@pytest.mark.parametrize("name", RESOURCES)
def test_what_a_partner_reads_is_as_the_document_says(
    full: World, partner: Program, name: str
) -> None:
    for asked in asked_of(name):
        assert not wrong(f"{RESOURCES[name].entity}_page", partner.read(f"/{name}", **asked))


@needs_reference
@pytest.mark.parametrize("name", COMPILED)
def test_pages_and_items_fit_the_published_schemas(full: World, api: Program, name: str) -> None:
    for asked in asked_of(name):
        compiled = COMPILED[name] + ("" if "full" in str(asked) else "_list")
        for row in api.contents(f"/{name}", **asked) if "minimal" not in asked else ():
            assert not problems(compiled, row)
    for row in api.contents(f"/{name}"):
        assert not problems(COMPILED[name], api.read(f"/{name}/{row['id']}"))
    for line in content(api.get(f"/{name}", format="ndjson", full="true")).splitlines():
        assert not problems(COMPILED[name], json.loads(line))


@needs_reference
@pytest.mark.parametrize("name", PLAIN)
def test_taxonomies_and_terms_fit_the_published_schemas(
    full: World, api: Program, name: str
) -> None:
    for row in api.contents(f"/{name}"):
        assert not problems(PLAIN[name], row, compiled=False)


@needs_reference
def test_what_a_partner_reads_fits_the_published_schemas(full: World, partner: Program) -> None:
    for name, compiled in COMPILED.items():
        for row in partner.contents(f"/{name}", full="true"):
            assert not problems(compiled, row)


@needs_reference
def test_the_official_example_is_answered_as_it_is_published(api: Program) -> None:
    row = load("service", example("service_full"))
    made = api.read(f"/services/{row.pk}")
    given = example("service_full")
    # In public only whether there is room is said.
    for each in (made, given):
        each.pop("capacities")
    assert made == given
    for name in ("service", "organization", "service_at_location"):
        assert api.read(f"/{name}s") == example(f"{name}_list") | {"total_items": 1} | {
            "total_pages": 1,
            "last_page": True,
        }


@needs_reference
def test_every_standard_parameter_is_known() -> None:
    published = schema("openapi")
    for path, described in published["paths"].items():
        if path.strip("/") not in RESOURCES:
            continue
        names = {
            each.get("name", each.get("$ref", "").rpartition("/")[2])
            for each in described["get"].get("parameters", [])
        }
        assert names <= set(RESOURCES[path.strip("/")].parameters), path


@needs_reference
def test_the_envelope_is_the_published_one() -> None:
    published = set(schema("openapi")["components"]["schemas"]["Page"]["properties"])
    ours_has = set(DOCUMENT["components"]["schemas"]["service_page"]["properties"])
    assert ours_has == published | {"contents"}


def test_every_reference_of_the_document_leads_somewhere() -> None:
    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                found = DOCUMENT
                for part in node["$ref"].removeprefix("#/").split("/"):
                    found = found[part]
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(DOCUMENT)


def test_every_schema_of_the_document_is_one() -> None:
    for name, found in DOCUMENT["components"]["schemas"].items():
        Draft202012Validator.check_schema(found)
        assert found["type"] == "object", name
    for parameter in PARAMETERS.values():
        Draft202012Validator.check_schema(dict(parameter.schema))


def test_operations_have_names_of_their_own() -> None:
    names = [
        operation["operationId"]
        for described in DOCUMENT["paths"].values()
        for operation in described.values()
    ]
    assert len(names) == len(set(names))


def test_problems_are_as_the_document_says(api: Program) -> None:
    for answer in (api.get("/services", page="0"), api.get("/services/x")):
        assert not wrong("Problem", json.loads(content(answer)))
    assert not wrong("About", api.read("/"))


def test_the_document_is_served_and_names_where_it_is(api: Program) -> None:
    served = api.read("/openapi.json")
    assert served["openapi"].startswith("3.1")
    base = api.read("/")["openapi_url"].removesuffix("/openapi.json")
    assert served["servers"] == [{"url": base}]
