"""What the gate let out, as a record of the Human Trafficking Case Data Standard.

Takes a Departure and nothing else, so that no file of somebody's data is made without the gate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from typing import Any

from waymark.cases.caseload.content import TEXT, said
from waymark.cases.htcds.answers import Answer, BadAnswer, Further, Record, Silence, Value, check
from waymark.cases.htcds.standard import FIELDS, Field, Group, Kind
from waymark.cases.queries.values import NOTE
from waymark.referrals.exports.naming import outside_name
from waymark.referrals.gate import Departure

Row = dict[str, Answer]
COMMENT = "cco_CaseComment"


@dataclass(frozen=True)
class Exported:
    """A record, and the names of what left that the standard has no room for."""

    record: Record
    unsaid: frozenset[str]


def has_place(name: str) -> bool:
    """Whether the standard has a field for one of ours, or for a note, by the gate's name."""
    return name.partition(".")[2] in FIELDS or _is_note(name)


def exported(departure: Departure) -> Exported:
    """The record. Its key is the name that the person has under this release and nowhere else."""
    row: Row = {}
    groups: dict[Group, list[Row]] = {}
    unsaid: set[str] = set()
    for name, stored in departure.values.items():
        field = FIELDS.get(name.partition(".")[2])
        if _is_note(name):
            _put_comment(groups.setdefault(Group.COMMENTS, []), stored, name, unsaid)
        elif field is None:
            unsaid.add(name)
        elif field.group is None:
            _put(row, field, _last(stored), name, unsaid)
        else:
            _put_in_parts(groups.setdefault(field.group, []), field, stored, name, unsaid)
    further: list[Further] = []
    for group, parts in groups.items():
        filled = [part for part in parts if part]
        row.update(filled[0] if filled else {})
        further += [Further(group, part) for part in filled[1:]]
    record = Record(outside_name(departure).key, row, tuple(further))
    return Exported(record, frozenset(unsaid))


def _is_note(name: str) -> bool:
    return name.partition(":")[0] == NOTE


def _put_comment(parts: list[Row], stored: Mapping[str, Any], name: str, unsaid: set[str]) -> None:
    """A note as one comment of its own. Its edges and ends of lines are as the standard's are."""
    text = "\n".join(str(said(stored, TEXT)).split("\r\n")).strip()
    part: Row = {}
    _put(part, FIELDS[COMMENT], {"v": text}, name, unsaid)
    parts.append(part)


def _last(stored: Any) -> Mapping[str, Any] | None:
    """Of a record that is written again and again, what the last one says, and no earlier one."""
    last: Mapping[str, Any] | None = stored[-1] if isinstance(stored, list) else stored
    return last


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
