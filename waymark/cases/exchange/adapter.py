"""From a record of the Human Trafficking Case Data Standard to what our own records hold.

Pure: nothing is read or written. Every answer has a place: what none of our fields holds becomes
text in a note, so that nothing that was in the file is lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

import phonenumbers

from waymark.cases.answers import Answer, Answers, Silence, Value
from waymark.cases.fields.catalogue import FieldSpec, FieldType, Part, specs_of
from waymark.cases.fields.values import plain
from waymark.cases.htcds import answers as htcds
from waymark.cases.htcds.standard import FIELDS, Group
from waymark.cases.htcds.values.codes import country_code
from waymark.cases.htcds.wording import field_label
from waymark.cases.htcds.written import answer_as_text
from waymark.cases.models import CaseState

RECORDS = ("identity", "participant", "case", "event", "determination", "support_plan")
STATUS, COMMENT = "cas_Status", "cco_CaseComment"
COUNTRY, AS_WRITTEN = "hte_Country", "country_as_written"
STATES = {
    "Active": CaseState.ACTIVE,
    "FollowUp": CaseState.FOLLOW_UP,
    "Closed": CaseState.CLOSED,
    "ClosedReferred": CaseState.CLOSED_REFERRED,
}
_SEVERAL = frozenset({FieldType.CHOICES, FieldType.COUNTRIES})
_SILENCES = {
    htcds.Silence.UNKNOWN: Answer(silence=Silence.UNKNOWN),
    htcds.Silence.DECLINED: Answer(silence=Silence.DECLINED),
}
Ours = dict[str, dict[str, Answer]]


@dataclass(frozen=True)
class Parts:
    """One record of a file, taken apart. Each mapping is the content of one record of ours."""

    key: str
    state: CaseState
    identity: Answers
    participant: Answers
    case: Answers
    determination: Answers
    events: list[Answers] = field(default_factory=list)
    plans: list[Answers] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def parts_of(record: htcds.Record, *, region: str = "") -> Parts:
    """Take a record apart; `region` (two letters) reads phone numbers without country code."""
    ours = _by_record(record.row, region)
    further = [(part.group, _by_record(part.row, region), part.row) for part in record.further]
    return Parts(
        key=record.key,
        state=_state(record.row),
        identity=ours["identity"],
        participant={"role": Answer(_role(ours["participant"]).value), **ours["participant"]},
        case=ours["case"],
        determination=ours["determination"],
        events=_each("event", ours, further, Group.EVENTS),
        plans=_each("support_plan", ours, further, Group.PLANS),
        notes=[*_notes(record.row), *_more_notes(further)],
    )


def _by_record(row: htcds.HtcdsRow, region: str) -> Ours:
    found: Ours = {record: {} for record in RECORDS}
    for name, said in row.items():
        spec = _specs().get(name)
        answer = None if spec is None else _answer(spec, said, region)
        if spec is not None and answer is not None:
            found[spec.record].update(_placed(name, answer))
    return found


def _placed(name: str, answer: Answer) -> dict[str, Answer]:
    """A country in words that is none of the list is kept as it was written."""
    if name != COUNTRY or answer.value is None:
        return {name: answer}
    code = country_code(str(answer.value))
    return {COUNTRY: Answer(code)} if code else {AS_WRITTEN: answer}


@cache
def _specs() -> Mapping[str, FieldSpec]:
    every = (spec for record in RECORDS for spec in specs_of(record))
    # The status becomes the state of the case, from which it follows ever after.
    return {spec.name: spec for spec in every if spec.name in FIELDS and spec.name != STATUS}


def _answer(spec: FieldSpec, said: htcds.Answer, region: str) -> Answer | None:
    """None for what was not asked."""
    if said.value is None:
        return _SILENCES.get(said.silence) if said.silence else None
    return Answer(_value(spec, said.value, region))


def _value(spec: FieldSpec, value: htcds.Value, region: str) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return list(value)
    if spec.type in _SEVERAL:
        return [value]
    return _phone(str(value), region) if spec.type is FieldType.PHONE else value


def _phone(text: str, region: str) -> str:
    """In E.164 form; as it is written where it is no number that can be."""
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_possible_number(number):
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _role(participant: Answers) -> Part:
    """The standard has no role: it follows from whose fields hold something."""
    said = {name[:4] for name in participant}
    only_suspected = "per_" in said and "vic_" not in said
    return Part.SUSPECTED_PERPETRATOR if only_suspected else Part.VICTIM


def _state(row: htcds.HtcdsRow) -> CaseState:
    said = row.get(STATUS)
    return STATES.get(str(said.value), CaseState.INTAKE) if said else CaseState.INTAKE


def _each(
    record: str,
    first: Ours,
    further: Iterable[tuple[Group, Ours, htcds.HtcdsRow]],
    group: Group,
) -> list[Answers]:
    rest = (ours[record] for kind, ours, _ in further if kind is group)
    return [answers for answers in (first[record], *rest) if answers]


def _notes(row: htcds.HtcdsRow) -> list[str]:
    """The comment; and why there is no status or comment, where the file says that."""
    comment, status = row.get(COMMENT), row.get(STATUS)
    silent = {STATUS: status} if status is not None and status.silence else {}
    if comment is not None and comment.value is not None:
        return [str(comment.value), *_as_note(silent)]
    return _as_note(silent | ({COMMENT: comment} if comment is not None else {}))


def _more_notes(further: Iterable[tuple[Group, Ours, htcds.HtcdsRow]]) -> list[str]:
    """More comments, and referrals after the first, for which a case has no fields."""
    found: list[str] = []
    for group, _, row in further:
        if group is Group.COMMENTS:
            found += _notes(row)
        elif group is Group.REFERRALS:
            found += _as_note(row)
    return found


def _as_note(row: htcds.HtcdsRow) -> list[str]:
    said = {
        name: answer for name, answer in row.items() if answer.silence != htcds.Silence.NOT_ASKED
    }
    lines = [f"{field_label(name)}: {answer_as_text(answer)}" for name, answer in said.items()]
    return ["\n".join(lines)] if lines else []
