"""datapackage.json: what the tables are, as Frictionless describes tables.

It says of the data what is true of it: a column is `required` where HSDS requires it and no row
leaves it out, and a link is declared where no row names something that is missing.

Source: https://specs.frictionlessdata.io/tabular-data-package/ (version 1)
"""

from dataclasses import dataclass, field
from typing import Any

from waymark.directory.hsds.entities import VERSION
from waymark.directory.hsds.shape import Entity, Field, Kind

Json = dict[str, Any]
TYPES: dict[Kind, Json] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "number"},
    Kind.DATE: {"type": "date"},
    Kind.DATETIME: {"type": "datetime"},
    Kind.TIME: {"type": "time"},
    Kind.UUID: {"type": "string", "format": "uuid"},
}


@dataclass
class Noticed:
    """What was noticed of a table while it was written: columns left empty, links that dangle."""

    rows: int = 0
    empty: set[str] = field(default_factory=set)
    dangling: set[str] = field(default_factory=set)


def package(publisher: str, tables: list[tuple[Entity, Noticed]]) -> Json:
    """The whole descriptor."""
    return {
        "profile": "tabular-data-package",
        "name": "hsds-directory",
        "title": f"Directory of services: {publisher}" if publisher else "Directory of services",
        "description": (
            f"HSDS {VERSION}, public tier. Values are as they are published: a telephone number "
            "may begin with +. Open the tables as data, not by a double click in a spreadsheet, "
            "which takes such a value for a formula."
        ),
        "resources": [_resource(entity, noticed) for entity, noticed in tables],
    }


def _resource(entity: Entity, noticed: Noticed) -> Json:
    links = [
        {"fields": each.name, "reference": {"resource": each.refers_to, "fields": "id"}}
        for each in entity.links
        if each.name not in noticed.dangling and each.refers_to != entity.name
    ]
    schema: Json = {
        "fields": [_field(each, noticed) for each in entity.fields],
        "primaryKey": "id",
    }
    if links:
        schema["foreignKeys"] = links
    return {
        "name": entity.name,
        "path": entity.file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(described: Field, noticed: Noticed) -> Json:
    constraints: Json = {}
    needed = described.required or described.tabular_required
    if needed and described.name not in noticed.empty:
        constraints["required"] = True
    if described.name == "id":
        constraints["unique"] = True
    if described.choices:
        constraints["enum"] = list(described.choices)
    made = {"name": described.name, **TYPES[described.kind]}
    return made | {"constraints": constraints} if constraints else made
