"""Single values as HSDS writes them, in JSON and in CSV files."""

from datetime import UTC, datetime
from typing import Any

from waymark.directory.hsds.shape import Field, Kind

Value = str | int | float


def to_json(field: Field, value: Any) -> Value | None:
    """A column's value as JSON has it; None where nothing is to be said.

    A required text that nobody filled in stays as an empty one: schemas ask for it. A word that
    is not of a closed list is left out, so that the answer stays valid.
    """
    if value is None or value == "":
        return _missing(field)
    if field.choices and value not in field.choices:
        return _missing(field)
    if field.kind is Kind.NUMBER:
        return number(value)
    if field.kind is Kind.DATETIME:
        return moment(value)
    if field.kind in {Kind.DATE, Kind.TIME}:
        return str(value.isoformat())
    return str(value)


def to_text(field: Field, value: Any) -> str:
    """A column's value as CSV files have it; empty where nothing is to be said."""
    found = to_json(field, value)
    return "" if found is None else str(found)


def number(value: float) -> int | float:
    """A whole number without a point: many readers of HSDS expect an age or a count so."""
    return int(value) if float(value).is_integer() else value


def moment(value: datetime) -> str:
    """A time in UTC to the millisecond, such as 2026-03-15T10:30:45.123Z."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _missing(field: Field) -> str | None:
    if not field.required or field.kind is not Kind.TEXT:
        return None
    return field.choices[0] if field.choices else ""
