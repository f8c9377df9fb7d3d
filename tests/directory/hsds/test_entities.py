"""Our table of HSDS against the published schemas, field by field."""

import json
from typing import Any

import pytest
from django.db import models

from tests.directory.hsds.reference import REFERENCE, needs_reference, schema, schema_names
from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.shape import Entity, Field, Kind, Nested

NAMES = schema_names() if REFERENCE.is_dir() else []
by_schema = pytest.mark.parametrize("name", NAMES)
by_entity = pytest.mark.parametrize("entity", ENTITIES.values(), ids=list(ENTITIES))


def kind_of(described: dict[str, Any]) -> Kind:
    """The kind that a property of a published schema has."""
    if "datapackage_type" in described:
        return Kind(described["datapackage_type"])
    special = {"uuid": Kind.UUID, "date-time": Kind.DATETIME}
    default = Kind.NUMBER if described["type"] == "number" else Kind.TEXT
    return special.get(described.get("format", ""), default)


def form_of(described: dict[str, Any]) -> str:
    form = described.get("format", "")
    return form if form in {"uri", "email"} else ""


@needs_reference
def test_there_are_24_entities() -> None:
    assert sorted(ENTITIES) == NAMES
    assert len(NAMES) == 24


@needs_reference
@by_schema
def test_members_are_those_of_the_schema_in_its_order(name: str) -> None:
    assert [each.name for each in ENTITIES[name].members] == list(schema(name)["properties"])
    assert ENTITIES[name].file == schema(name)["path"]


@needs_reference
@by_schema
def test_fields_are_of_the_kind_and_form_of_the_schema(name: str) -> None:
    published = schema(name)["properties"]
    for field in ENTITIES[name].fields:
        assert field.kind is kind_of(published[field.name]), field.name
        assert field.form == form_of(published[field.name]), field.name
        assert list(field.choices) == published[field.name].get("enum", []), field.name


@needs_reference
@by_schema
def test_required_is_what_the_schema_requires(name: str) -> None:
    entity = ENTITIES[name]
    required = {each.name for each in entity.members if each.required}
    tabular = {field.name for field in entity.fields if field.tabular_required}
    assert required == set(schema(name)["required"])
    assert tabular == set(schema(name).get("tabular_required", []))


@needs_reference
@by_schema
def test_nesting_is_that_of_the_schema(name: str) -> None:
    published = schema(name)["properties"]
    for nested in ENTITIES[name].nested:
        described = published[nested.name]
        assert nested.many == (described.get("type") == "array")
        target = described["items"]["$ref"] if nested.many else described["$ref"]
        assert target == f"{nested.entity}.json"


@needs_reference
def test_links_are_those_of_the_published_package() -> None:
    package = json.loads((REFERENCE / "examples/csv/datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        entity = ENTITIES[resource["name"]]
        ours = {field.name: field.refers_to for field in entity.links}
        for foreign in resource["schema"].get("foreignKeys", []):
            assert ours[foreign["fields"]] == foreign["reference"]["resource"]


@by_entity
def test_every_field_is_a_column_of_the_model_and_of_its_kind(entity: Entity) -> None:
    columns = {
        Kind.TEXT: (models.TextField, models.CharField),
        Kind.NUMBER: (models.FloatField,),
        Kind.DATE: (models.DateField,),
        Kind.DATETIME: (models.DateTimeField,),
        Kind.TIME: (models.TimeField,),
        Kind.UUID: (models.UUIDField, models.ForeignKey),
    }
    by_column = {column.attname: column for column in entity.model._meta.concrete_fields}
    for field in entity.fields:
        assert isinstance(by_column[field.column], columns[field.kind]), field.name


@by_entity
def test_every_link_of_the_model_goes_where_the_table_says(entity: Entity) -> None:
    by_column = {column.attname: column for column in entity.model._meta.concrete_fields}
    for field in entity.links:
        assert by_column[field.column].related_model is ENTITIES[field.refers_to].model


@by_entity
def test_what_is_nested_can_be_found_from_the_row(entity: Entity) -> None:
    for nested in entity.nested:
        child = ENTITIES[nested.entity]
        holder = child if nested.many else entity
        assert nested.by in {field.name for field in holder.fields}
        if nested.many and nested.entity not in {"attribute", "metadata"}:
            assert hasattr(entity.model, nested.name)


def test_files_can_be_loaded_one_after_the_other() -> None:
    order = list(ENTITIES)
    for entity in ENTITIES.values():
        for field in entity.links:
            later = order.index(field.refers_to) > order.index(entity.name)
            assert not later, f"{entity.name}.{field.name} comes before what it names"


def test_members_are_fields_or_nested_and_nothing_twice() -> None:
    for entity in ENTITIES.values():
        names = [each.name for each in entity.members]
        assert len(names) == len(set(names))
        assert all(isinstance(each, Field | Nested) for each in entity.members)
