"""HSDS 3 as JSON: nested rows become one row each, whatever they were nested in."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.directory.importing.conftest import (
    ADDRESS,
    LINK,
    ORG,
    PHONE,
    PLACE,
    SERVICE,
    bring,
    unchanged,
)
from waymark.directory.models import Attribute, Location, Phone, Service, TaxonomyTerm

TERM = "70000000-0000-4000-8000-000000000000"


def nested() -> dict[str, Any]:
    """A service with its telephone twice: at the service and at its place."""
    phone = {"id": PHONE, "number": "202-555-0143"}
    return {
        "id": SERVICE,
        "name": "Day Center",
        "status": "active",
        "organization": {"id": ORG, "name": "Harbor Aid", "description": "They help."},
        "phones": [phone],
        "attributes": [
            {"id": ADDRESS, "taxonomy_term": {"id": TERM, "code": "X", "name": "Meals"}}
        ],
        "service_at_locations": [
            {"id": LINK, "location": {"id": PLACE, "location_type": "virtual", "phones": [phone]}}
        ],
    }


FORMS: dict[str, Callable[[Any], str]] = {
    "single": lambda one: json.dumps(one, indent=2),
    "list": lambda one: json.dumps([one]),
    "envelope": lambda one: json.dumps({"total_items": 1, "first_page": True, "contents": [one]}),
    "lines": lambda one: (
        json.dumps(one) + "\n" + json.dumps({"id": TERM, "name": "N", "status": ""}) + "\n"
    ),
    "one line": json.dumps,
    "bom": lambda one: "\ufeff" + json.dumps(one),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_json_gives_the_same_rows(form: str) -> None:
    files = {"services.json": FORMS[form](nested())}
    bring(files)
    service = Service.objects.get(pk=SERVICE)
    assert service.organization.name == "Harbor Aid"
    with unchanged():
        bring(files)


def test_the_same_telephone_under_two_parents_is_one_row_with_both() -> None:
    brought = bring({"service.json": json.dumps(nested())})
    phone = Phone.objects.get()
    assert (str(phone.service_id), str(phone.location_id)) == (SERVICE, PLACE)
    assert not brought.codes()


def test_attributes_say_what_they_hang_on() -> None:
    bring({"service.json": json.dumps(nested())})
    attribute = Attribute.objects.get()
    assert (str(attribute.link_id), attribute.link_entity) == (SERVICE, "service")
    assert attribute.taxonomy_term_id == TaxonomyTerm.objects.get(code="X").pk


def test_a_number_of_two_services_counts_for_the_first_and_is_said() -> None:
    second = {"id": TERM, "name": "Night Shelter", "status": "active", "phones": nested()["phones"]}
    brought = bring({"services.json": json.dumps([nested(), second])})
    assert str(Phone.objects.get().service_id) == SERVICE
    assert brought.codes() == ["twice"]


def test_a_list_without_its_parts_leaves_ours() -> None:
    bring({"service.json": json.dumps(nested())})
    plain = {"id": SERVICE, "name": "Day House", "status": "active"}
    bring({"services.json": json.dumps({"contents": [plain]})})
    service = Service.objects.get()
    assert (service.name, service.organization.name) == ("Day House", "Harbor Aid")
    assert service.phones.count() == 1


def test_a_large_list_is_read_piece_by_piece() -> None:
    many = [{"id": f"s{n}", "name": f"Service {n}" * 40, "status": "active"} for n in range(400)]
    bring({"services.json": json.dumps(many, indent=1)})
    assert Service.objects.count() == 400


def test_rows_by_file_name_as_in_the_published_example() -> None:
    tables = {
        "services.csv": [{"id": SERVICE, "name": "Day Center", "status": "active"}],
        "x.csv": [],
    }
    brought = bring({"tabular.json": json.dumps(tables)})
    assert Service.objects.get().name == "Day Center"
    assert brought.codes() == ["unknown_file"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[", "[1, 2", "null", "7", '"text"', "[[]]", '[{"id": 1}', "{}\n{", "[" * 100_000,
     '{"id": ' * 50_000, '{"a": 1}', '{"contents": [{"id": "x", "status": "a"}, '],
)  # fmt: skip
def test_what_breaks_off_or_is_no_object_is_said(text: str) -> None:
    with unchanged():
        brought = bring({"services.json": text})
    assert set(brought.codes()) & {"bad_entry", "no_name"}


@pytest.mark.parametrize("value", [[], {}, [1], {"a": 1}, True, "x" * 200_000, "\0", "name\0"])
def test_values_of_a_strange_type_are_left_out(value: object) -> None:
    service = nested() | {"description": value, "minimum_age": value}
    brought = bring({"service.json": json.dumps(service)})
    assert Service.objects.get().description == ""
    assert "bad_value" in brought.codes() or "bad_number" in brought.codes()


def test_a_number_beyond_all_measure_is_left_out() -> None:
    brought = bring({"service.json": json.dumps(nested() | {"minimum_age": 10**400})})
    assert Service.objects.get().minimum_age is None
    assert brought.codes() == ["bad_number"]


def test_strange_things_inside_a_list_are_said() -> None:
    service = nested() | {"phones": [3, None, {"id": PHONE, "number": "202-555-0143"}]}
    brought = bring({"service.json": json.dumps(service)})
    assert brought.codes() == ["bad_entry", "bad_entry"]
    assert Location.objects.count() == 1
