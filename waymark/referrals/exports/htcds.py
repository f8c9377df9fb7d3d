"""What the gate let out, as a record of the Human Trafficking Case Data Standard.

Takes a Departure and nothing else, so that no file of somebody's data is made without the gate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from typing import Any

from waymark.cases.htcds.answers import Answer, BadAnswer, Further, Record, Silence, Value, check
from waymark.cases.htcds.standard import FIELDS, Field, Group, Kind
from waymark.cases.names import person_name
from waymark.referrals.gate import Departure

Row = dict[str, Answer]


@dataclass(frozen=True)
class Exported:
    """A record, and the names of what left that the standard has no room for."""

    record: Record
    unsaid: frozenset[str]


def has_place(name: str) -> bool:
    """Whether the standard has a field for one of ours, by the gate's name."""
    return name.partition(".")[2] in FIELDS


def exported(departure: Departure) -> Exported:
    """The record, under the person's pseudonym as its key."""
    row: Row = {}
    groups: dict[Group, list[Row]] = {}
    unsaid: set[str] = set()
    for name, stored in departure.values.items():
        field = FIELDS.get(name.partition(".")[2])
        if field is None:
            unsaid.add(name)
        elif field.group is None:
            _put(row, field, _last(stored), name, unsaid)
        else:
            _put_in_parts(groups.setdefault(field.group, []), field, stored, name, unsaid)
    further: list[Further] = []
    for group, parts in groups.items():
        said = [part for part in parts if part]
        row.update(said[0] if said else {})
        further += [Further(group, part) for part in said[1:]]
    key = person_name(departure.ask.participant.person.standing)
    return Exported(Record(key, row, tuple(further)), frozenset(unsaid))


def _last(stored: Any) -> Mapping[str, Any] | None:
    """Of a record that is written again and again, what was said last."""
    if not isinstance(stored, list):
        return stored  # type: ignore[no-any-return]  # JSON of a single answer
    return next((each for each in reversed(stored) if each), None)


def _put_in_parts(parts: list[Row], field: Field, stored: Any, name: str, unsaid: set[str]) -> None:
    listed: Sequence[Mapping[str, Any] | None] = stored if isinstance(stored, list) else [stored]
    parts.extend({} for _ in range(len(listed) - len(parts)))
    for part, answer in zip_longest(parts, listed):
        _put(part, field, answer, name, unsaid)


def _put(
    row: Row, field: Field, stored: Mapping[str, Any] | None, name: str, unsaid: set[str]
) -> None:
    if not stored:
        return
    try:
        answer = _answer(field, stored)
        check(field.name, answer)
    except (BadAnswer, ValueError, TypeError, InvalidOperation):
        # A year alone is no day of the standard's, and it is not made one.
        unsaid.add(name)
        return
    row[field.name] = answer


def _answer(field: Field, stored: Mapping[str, Any]) -> Answer:
    if "s" in stored:
        return Answer(silence=Silence(stored["s"]))
    return Answer(value=_value(field, stored["v"]))


def _value(field: Field, value: Any) -> Value:
    if field.kind is Kind.DATE:
        return date.fromisoformat(value)
    if field.kind is Kind.COORDINATE:
        return Decimal(str(value))
    if field.kind is Kind.CHOICES:
        return tuple(value) if isinstance(value, list) else (value,)
    if isinstance(value, list):
        return "\n".join(map(str, value))
    found: Value = value
    return found
