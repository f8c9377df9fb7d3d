"""From what a form field gave to what is kept, and back."""

from decimal import Decimal
from typing import Any

from waymark.cases.answers import Value
from waymark.cases.fields.catalogue import FieldSpec, FieldType


def kept(spec: FieldSpec, typed: Any) -> Value | None:
    """A cleaned input as the record keeps it; None where nothing was typed."""
    if typed in (None, "", []):
        return None
    if spec.type is FieldType.YES_NO:
        return typed == "yes"
    return plain(typed) if isinstance(typed, Decimal) else typed


def typed(spec: FieldSpec, value: Value) -> Any:
    """A kept value as its form field shows it."""
    if spec.type is FieldType.YES_NO:
        return "yes" if value else "no"
    if spec.type is FieldType.TEXTS and isinstance(value, list):
        return "\n".join(map(str, value))
    return value


def plain(number: Decimal) -> str:
    """Degrees without exponent and without zeros at the end."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"", "-0"} else text
