"""Out of a request: parameters from its query, or from a JSON body, so that they are in no URL."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from waymark.directory.api.parameters import Asked, understand
from waymark.directory.api.problems import Problem

MOST_BYTES = 16_384
JSON = "application/json"


def asked(request: HttpRequest, known: tuple[str, ...]) -> Asked:
    """What a request asks for. Raises Problem."""
    given = _query(request)
    if request.method == "POST":
        for name, value in _body(request).items():
            if name in given:
                raise Problem(400, "This stands in the address and in the body.", name)
            given[name] = value
    return understand(given, known)


def _query(request: HttpRequest) -> dict[str, str]:
    given = {}
    for name, values in request.GET.lists():
        if len(values) > 1 and name not in {"accepts", "taxonomy_term_id"}:
            raise Problem(400, "This stands in the address more than once.", name[:40])
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
    """A value of JSON as it would stand in an address."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ",".join(value)
    if isinstance(value, str):
        return value
    raise Problem(
        400, "The value has to be text, a number, true, false or a list of texts.", name[:40]
    )
