"""The OpenAPI document: made of the same tables by which requests are read and answers written."""

from typing import Any

from waymark.directory.api.parameters import LISTS, PARAMETERS
from waymark.directory.api.problems import MEDIA_TYPE, TITLES
from waymark.directory.api.resources import RESOURCES, Resource
from waymark.directory.api.values import LONGEST_TEXT, MOST_IDS
from waymark.directory.hsds.entities import ENTITIES, VERSION
from waymark.directory.hsds.serialise import SAID
from waymark.directory.hsds.shape import Entity, Field, Kind

Json = dict[str, Any]
JSON, NDJSON = "application/json", "application/x-ndjson"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: dict[Kind, Json] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "number"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.DATETIME: {"type": "string", "format": "date-time"},
    Kind.TIME: {"type": "string"},
    Kind.UUID: {"type": "string", "format": "uuid"},
}
ALWAYS = (401, 405, 406, 500)
OF_BODIES = (413, 415)


def document(base: str) -> Json:
    """The whole document; `base` is the address of the API."""
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": "Directory of services",
            "version": VERSION,
            "summary": "HSDS 3.2, read only, with a profile for people who need protection.",
            "description": (
                "Anybody may read the public tier, without a key and from any origin. A place "
                "that is not public is shown as the middle of a cell of 0.1 degrees, or without "
                f"any point. What this adds to HSDS stands at {base}/profile."
            ),
            "license": {"name": "As stated by the publisher of each directory"},
        },
        "servers": [{"url": base}],
        "security": [{}, {"partnerKey": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"partnerKey": {"type": "http", "scheme": "bearer"}},
            "parameters": {name: _parameter(name) for name in PARAMETERS},
            "schemas": _schemas(),
            "responses": {str(status): _problem(status) for status in TITLES},
        },
    }


def _paths() -> Json:
    paths: Json = {
        "/": {"get": _plain("about", "What this API is.", {"$ref": _to("About")})},
        "/openapi.json": {"get": _plain("openapi", "This document.", {"type": "object"})},
        "/search": {"post": _list(RESOURCES["service_at_locations"], "search", by_post=True)},
    }
    for name, resource in RESOURCES.items():
        paths[f"/{name}"] = {
            "get": _list(resource, f"list_{name}", by_post=False),
            "post": _list(resource, f"find_{name}", by_post=True),
        }
        paths[f"/{name}/{{id}}"] = {"get": _item(resource)}
    return paths


def _plain(operation: str, text: str, schema: Json) -> Json:
    content = {JSON: {"schema": schema}}
    return {
        "operationId": operation,
        "summary": text,
        "responses": {"200": {"description": text, "content": content}, **_problems(*ALWAYS)},
    }


def _list(resource: Resource, operation: str, *, by_post: bool) -> Json:
    problems = _problems(400, *ALWAYS, *(OF_BODIES if by_post else ()))
    page = {"$ref": _to(f"{resource.entity}_page")}
    content = {JSON: {"schema": page}, NDJSON: {"schema": {"type": "string"}}}
    made: Json = {
        "operationId": operation,
        "summary": f"A page of {resource.name}, or all of them as NDJSON.",
        "responses": {"200": {"description": "What fits.", "content": content}, **problems},
    }
    if by_post:
        made["summary"] += " The parameters are in the body, so that words are in no address."
        made["requestBody"] = {"content": {JSON: {"schema": _body(resource)}}}
    else:
        made["parameters"] = [_from_table(name) for name in resource.parameters]
    return made


def _item(resource: Resource) -> Json:
    text = f"One of the {resource.name}, with everything that hangs on it."
    content = {JSON: {"schema": {"$ref": _to(resource.entity)}}}
    row_id = {"name": "id", "in": "path", "required": True, "schema": KINDS[Kind.UUID]}
    return {
        "operationId": f"get_{resource.entity}",
        "summary": text,
        "parameters": [row_id, *(_from_table(name) for name in resource.item_parameters)],
        "responses": {
            "200": {"description": text, "content": content},
            **_problems(400, 404, *ALWAYS),
        },
    }


def _body(resource: Resource) -> Json:
    return {
        "type": "object",
        "properties": {name: _in_body(name) for name in resource.parameters},
        "additionalProperties": False,
    }


def _in_body(name: str) -> Json:
    one = dict(PARAMETERS[name].schema)
    if name not in LISTS:
        return one
    several = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_IDS}
    return {"anyOf": [one, several]}


def _parameter(name: str) -> Json:
    parameter = PARAMETERS[name]
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": parameter.text,
        "schema": dict(parameter.schema),
    }


def _schemas() -> Json:
    found: Json = {name: _entity(entity) for name, entity in ENTITIES.items()}
    found["service_at_location"]["properties"]["service"] = {"$ref": _to("service")}
    found["organization"]["properties"]["services"] = _array(_to("service"))
    found["Changed"] = _object({"id": Kind.UUID, "modified_date": Kind.DATETIME})
    for resource in RESOURCES.values():
        found[f"{resource.entity}_page"] = _page(resource)
    found["About"] = {
        "type": "object",
        "required": ["version", "profile", "openapi_url", "publisher"],
        "properties": {
            **{name: {"type": "string"} for name in ("version", "profile", "openapi_url")},
            "publisher": {"type": "object"},
        },
    }
    found["Problem"] = {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            **{name: {"type": "string"} for name in ("type", "title", "detail")},
            "status": {"type": "integer"},
            "parameter": {"type": "string", "maxLength": LONGEST_TEXT},
        },
        "additionalProperties": False,
    }
    return found


def _entity(entity: Entity) -> Json:
    properties: Json = {}
    for member in entity.members:
        if not isinstance(member, Field):
            inner = _to(member.entity)
            properties[member.name] = _array(inner) if member.many else {"$ref": inner}
        elif not member.name.endswith("_id") or member.name in SAID:
            properties[member.name] = _field(member)
    required = [each.name for each in entity.members if each.required]
    return _closed(properties, required)


def _field(field: Field) -> Json:
    made = dict(KINDS[field.kind])
    if field.choices:
        made["enum"] = list(field.choices)
    return made


def _page(resource: Resource) -> Json:
    kind: Json = {"$ref": _to(resource.entity)}
    if "minimal" in resource.parameters:
        kind = {"anyOf": [kind, {"$ref": _to("Changed")}]}
    counts = ("total_items", "total_pages", "page_number", "size")
    signs = ("first_page", "last_page", "empty")
    properties: Json = {name: {"type": "integer", "minimum": 0} for name in counts}
    properties |= {name: {"type": "boolean"} for name in signs}
    properties["contents"] = {"type": "array", "items": kind}
    return _closed(properties, list(properties))


def _object(kinds: dict[str, Kind]) -> Json:
    return _closed({name: dict(KINDS[kind]) for name, kind in kinds.items()}, list(kinds))


def _closed(properties: Json, required: list[str]) -> Json:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def _array(reference: str) -> Json:
    return {"type": "array", "items": {"$ref": reference}}


def _problem(status: int) -> Json:
    content = {MEDIA_TYPE: {"schema": {"$ref": _to("Problem")}}}
    return {"description": TITLES[status], "content": content}


def _problems(*statuses: int) -> Json:
    return {str(each): {"$ref": f"#/components/responses/{each}"} for each in sorted(statuses)}


def _from_table(name: str) -> Json:
    return {"$ref": f"#/components/parameters/{name}"}


def _to(name: str) -> str:
    return f"#/components/schemas/{name}"
