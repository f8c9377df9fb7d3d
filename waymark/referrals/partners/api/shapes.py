"""How the answer to each field is written in JSON, and read from it.

One table, from which bodies are read and the OpenAPI document is made. An answer that passes here
passes the form of the same field on our own pages, too: the same rules read it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.cases.answers import Answer, Silence
from waymark.cases.fields.catalogue import FieldSpec, FieldType, Part, specs_of
from waymark.cases.fields.codes import codes_for
from waymark.cases.fields.inputs import (
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_LINES,
    TextField,
    input_for,
)
from waymark.cases.fields.values import kept
from waymark.cases.models import FieldUse
from waymark.cases.queries.values import IDENTITY, PARTICIPANT

Schema = dict[str, Any]
SILENCE = "silence"
ROLE = "participant.role"
PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
ROUGH = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
WORDS = r"\S"
LONGEST_ADDRESS = 254
# Nobody agrees for whoever is suspected of having harmed them.
SENT_ABOUT = frozenset({Part.VICTIM, Part.FAMILY_MEMBER, Part.OTHER})

EMPTY = _("Nothing is written here. Leave the field out.")
_TEXT = _("Write text, no longer than the document says.")
_CODE = _("Use one of the codes that the document lists.")
_CODES = _("Use a list of codes that the document lists, each once.")


class Wrong(Exception):
    """A value that cannot be taken; `sentence` says what would be right."""

    def __init__(self, sentence: Promise) -> None:
        super().__init__()
        self.sentence = sentence


@dataclass(frozen=True)
class Shape:
    """How one type of field is written.

    `fits`: whether a value has the JSON type and size; `typed`: as the field's form takes it.
    """

    schema: Callable[[FieldSpec], Schema]
    fits: Callable[[FieldSpec, Any], bool]
    wanted: Promise
    typed: Callable[[Any], Any] = lambda value: value


@cache
def offered() -> Mapping[str, FieldSpec]:
    """The fields that a partner can send: who somebody is, and how they are in a case.

    What our own pages ask of nobody unless an organisation decides so is not taken, nor what is
    asked about suspected perpetrators only.
    """
    rows = [*specs_of(IDENTITY), *specs_of(PARTICIPANT)]
    return {
        spec.key: spec for spec in rows if spec.use != FieldUse.HIDDEN and spec.parts & SENT_ABOUT
    }


def read_answer(spec: FieldSpec, given: Any) -> Answer:
    """The answer that a value stands for. Raises Wrong."""
    if isinstance(given, dict):
        return _silence(given)
    shape = SHAPES[spec.type]
    if not shape.fits(spec, given):
        raise Wrong(shape.wanted)
    try:
        value = kept(spec, input_for(spec, region="").clean(shape.typed(given)))
    except ValidationError:
        raise Wrong(shape.wanted) from None  # the form's own sentence repeats what was sent
    if value is None:
        raise Wrong(EMPTY)
    return Answer(value)


def written(answer: Answer) -> Any:
    """An answer as JSON: undo `read_answer`."""
    return {SILENCE: answer.silence.value} if answer.silence else answer.value


def schema_of(spec: FieldSpec) -> Schema:
    """What may stand in a field, without the silences."""
    return SHAPES[spec.type].schema(spec)


def codes_of(spec: FieldSpec) -> list[str]:
    """The codes that a field takes."""
    refused = {Part.SUSPECTED_PERPETRATOR.value} if spec.key == ROLE else set()
    return sorted(code for code in codes_for(spec) if code not in refused)


def is_text(value: Any, longest: int) -> bool:
    """Whether a value is text, with anything in it, of at most so many characters."""
    return isinstance(value, str) and len(value) <= longest and bool(value.strip())


def tidied(text: Any) -> str:
    """Text as it is kept: without characters that nobody can see, and without spaces around it."""
    return TextField(required=False).to_python(text)


def text_schema(longest: int) -> Schema:
    """The same as a schema."""
    return {"type": "string", "maxLength": longest, "pattern": WORDS}


def _silence(given: Mapping[str, Any]) -> Answer:
    known = [each.value for each in Silence]
    if set(given) != {SILENCE} or given[SILENCE] not in known:
        raise Wrong(_("Say why there is no answer: “unknown” or “declined”, and nothing else."))
    return Answer(silence=Silence(given[SILENCE]))


def _line(value: Any) -> bool:
    return is_text(value, LONGEST_LINE) and len(value.splitlines()) == 1


def _lines(_spec: FieldSpec, value: Any) -> bool:
    return isinstance(value, list) and 1 <= len(value) <= MOST_LINES and all(map(_line, value))


def _code(spec: FieldSpec, value: Any) -> bool:
    return isinstance(value, str) and value in codes_of(spec)


def _codes(spec: FieldSpec, value: Any) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return all(_code(spec, each) for each in value) and len(set(value)) == len(value)


def _number(spec: FieldSpec, value: Any) -> bool:
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool) and 0 <= value <= spec.limit


def _enum(spec: FieldSpec) -> Schema:
    shared = _SHARED.get(spec.type)
    if shared:
        return {"$ref": f"#/components/schemas/{shared}"}
    return {"type": "string", "enum": codes_of(spec)}


def _array(spec: FieldSpec) -> Schema:
    return {"type": "array", "items": _enum(spec), "minItems": 1, "uniqueItems": True}


def _short_lines(_spec: FieldSpec) -> Schema:
    items = text_schema(LONGEST_LINE) | {"pattern": r"^.*\S.*$"}
    return {"type": "array", "items": items, "minItems": 1, "maxItems": MOST_LINES}


def _matching(pattern: re.Pattern[str], longest: int = LONGEST_LINE) -> Shape:
    def fits(_spec: FieldSpec, value: Any) -> bool:
        return isinstance(value, str) and bool(pattern.fullmatch(value))

    schema = {"type": "string", "maxLength": longest, "pattern": f"^{pattern.pattern}$"}
    return Shape(lambda _spec: dict(schema), fits, _WANTED[pattern])


_WANTED = {
    PHONE: _("Write a phone number with its country code and without spaces, such as +15550100."),
    ROUGH: _("Write a year, such as 1998, or 1998-05, or 1998-05-17, that has begun."),
}
_SHARED = {
    FieldType.COUNTRY: "Country",
    FieldType.COUNTRIES: "Country",
    FieldType.LANGUAGE: "Language",
}
SHAPES: dict[FieldType, Shape] = {
    FieldType.TEXT: Shape(
        lambda _spec: text_schema(LONGEST_LINE),
        lambda _spec, value: is_text(value, LONGEST_LINE),
        _TEXT,
    ),
    FieldType.LONG_TEXT: Shape(
        lambda _spec: text_schema(LONGEST_TEXT),
        lambda _spec, value: is_text(value, LONGEST_TEXT),
        _TEXT,
    ),
    FieldType.TEXTS: Shape(
        _short_lines, _lines, _("Write a list of short texts, one line each."), "\n".join
    ),
    FieldType.ROUGH_DATE: _matching(ROUGH, 10),
    FieldType.CHOICE: Shape(_enum, _code, _CODE),
    FieldType.COUNTRY: Shape(_enum, _code, _CODE),
    FieldType.LANGUAGE: Shape(_enum, _code, _CODE),
    FieldType.CHOICES: Shape(_array, _codes, _CODES),
    FieldType.COUNTRIES: Shape(_array, _codes, _CODES),
    FieldType.PHONE: _matching(PHONE, 16),
    FieldType.EMAIL: Shape(
        lambda _spec: {"type": "string", "format": "email", "maxLength": LONGEST_ADDRESS},
        lambda _spec, value: is_text(value, LONGEST_ADDRESS),
        _("Write an e-mail address."),
    ),
    FieldType.NUMBER: Shape(
        lambda spec: {"type": "integer", "minimum": 0, "maximum": spec.limit},
        _number,
        _("Write a whole number that is not larger than the document says."),
    ),
    FieldType.YES_NO: Shape(
        lambda _spec: {"type": "boolean"},
        lambda _spec, value: isinstance(value, bool),
        _("Write true or false."),
        lambda value: "yes" if value else "no",
    ),
}
