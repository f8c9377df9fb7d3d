"""Out of a request: parameters from its query, or from a JSON body, so that they are in no URL."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from waymark.directory.api.parameters import LISTS, PARAMETERS, UNKNOWN, Asked, shown, understand
from waymark.directory.api.problems import Problem

MOST_BYTES = 16_384
JSON = "application/json"


def asked(request: HttpRequest, known: tuple[str, ...]) -> Asked:
    """What a request asks for. Raises Problem."""
    given = _query(request)
    if request.method == "POST":
        for name, value in _body(request).items():
            if name in given:
                raise Problem(400, "This stands in the address and in the body.", shown(name))
            given[name] = value
    return understand(given, known)


def _query(request: HttpRequest) -> dict[str, str]:
    given = {}
    for name, values in request.GET.lists():
        if len(values) > 1 and name not in LISTS:
            raise Problem(400, "This stands in the address more than once.", shown(name))
        given[name] = ",".join(values)
    return given


def _body(request: HttpRequest) -> dict[str, str]:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError as fault:
        raise Problem(400, "The length of the body is not a number.") from fault
    if length > MOST_BYTES:
        raise Problem(413, f"A body holds at most {MOST_BYTES} bytes.")
    try:
        body = request.body
    except RequestDataTooBig as fault:
        raise Problem(413, f"A body holds at most {MOST_BYTES} bytes.") from fault
    if not body:
        return {}
    if request.content_type != "application/json":
        raise Problem(415, "Send the parameters as application/json.", Accept_Post=JSON)
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise Problem(400, "The body is not JSON.") from fault
    if not isinstance(read, dict):
        raise Problem(400, "The body has to be an object with parameters as its keys.")
    return {name: _as_written(name, value) for name, value in read.items()}


def _as_written(name: str, value: Any) -> str:
    """A value of JSON as it would stand in an address. Raises Problem for one of a wrong type."""
    kind = PARAMETERS[name].schema["type"] if name in PARAMETERS else "any"
    if kind == "string" and isinstance(value, str):
        return value
    if kind == "boolean" and isinstance(value, bool):
        return "true" if value else "false"
    if (
        kind in {"integer", "number"}
        and isinstance(value, int | float)
        and not isinstance(value, bool)
    ):
        whole = isinstance(value, float) and value.is_integer()
        return repr(int(value)) if whole else repr(value)
    if name in LISTS and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ",".join(value)
    if kind == "any":
        raise Problem(400, UNKNOWN, shown(name))
    raise Problem(400, f"The value has to be of the type {kind}.", name)
