"""Puts a nested HSDS object into the tables, word for word; the importer is tested elsewhere."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from waymark.directory.hsds.entities import ENTITIES
from waymark.directory.hsds.shape import Entity, Field, Kind

READ: dict[Kind, Callable[[str], Any]] = {
    Kind.DATE: date.fromisoformat,
    Kind.TIME: time.fromisoformat,
    Kind.DATETIME: datetime.fromisoformat,
    Kind.UUID: uuid.UUID,
}


def load(entity_name: str, data: dict[str, Any], **links: object) -> Any:
    """The row of an object, with everything inside it; a row that is met again gains links."""
    entity = ENTITIES[entity_name]
    values = {field.column: read(field, data[field.name]) for field in fields_in(entity, data)}
    values |= links
    for nested in entity.nested:
        if not nested.many and nested.name in data:
            one = load(nested.entity, data[nested.name])
            column = "taxonomy_detail_id" if nested.by == "taxonomy_id" else nested.by
            values[column] = one.pk
    if entity_name == "service_at_location" and "service" in data:
        values["service_id"] = load("service", data["service"]).pk
    row_id = values.pop("id")
    row, _ = entity.model._default_manager.update_or_create(id=row_id, defaults=values)
    for nested in entity.nested:
        for each in data.get(nested.name, ()) if nested.many else ():
            load(nested.entity, each, **{nested.by: row.pk})
    for service in data.get("services", ()) if entity_name == "organization" else ():
        load("service", service, organization_id=row.pk)
    return row


def fields_in(entity: Entity, data: dict[str, Any]) -> list[Field]:
    return [field for field in entity.fields if field.name in data]


def read(field: Field, value: Any) -> Any:
    return READ[field.kind](value) if field.kind in READ else value
