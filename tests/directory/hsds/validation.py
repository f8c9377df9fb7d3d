"""Checks objects against the published schemas."""

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.directory.hsds.reference import schema, schema_names

# Formats are checked where they are about what we make ourselves: addresses and emails are data.
FORMATS = FormatChecker(formats=("uuid", "date-time"))


@cache
def validator(name: str, *, compiled: bool = True) -> Draft202012Validator:
    """The validator of a published schema; megabytes are read once."""
    found = schema(f"compiled/{name}" if compiled else name)
    return Draft202012Validator(found, registry=_registry(), format_checker=FORMATS)


def problems(name: str, made: Any, *, compiled: bool = True) -> list[str]:
    """What a published schema says against an object."""
    errors = validator(name, compiled=compiled).iter_errors(made)
    return [f"{error.json_path}: {error.message}" for error in errors]


@cache
def _registry() -> Registry[Any]:
    names = schema_names()
    resources = [
        (f"{name}.json", Resource.from_contents(schema(name), default_specification=DRAFT202012))
        for name in names
    ]
    return Registry().with_resources(resources)
