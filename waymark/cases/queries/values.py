"""The values of named fields of one person in one case: what the gate lets out and nothing else.

A field's name is `record.field`, such as `identity.prs_FirstName` or `support_plan.goals`; a note
or a file is named by its id, `note:<id>`, `file:<id>`, because each is about something else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from waymark.cases.answers import FIELDS
from waymark.cases.models import (
    AboutParticipant,
    Assessment,
    CaseFile,
    CaseRecord,
    CaseState,
    Determination,
    HistoricEvent,
    Milestone,
    Note,
    Outcome,
    Participant,
    SafetyPlan,
    ServiceDelivered,
    SupportPlan,
)
from waymark.cases.records import Content, read, read_many
from waymark.vault.keyring import Keyring
from waymark.vault.models import SealedRecord

IDENTITY, PARTICIPANT, CASE, NOTE, FILE = "identity", "participant", "case", "note", "file"
DETERMINATION = "determination"
# Records about one person of which there may be several; their values come as lists.
REPEATED: dict[str, type[AboutParticipant] | type[HistoricEvent]] = {
    "event": HistoricEvent,
    DETERMINATION: Determination,
    "assessment": Assessment,
    "safety_plan": SafetyPlan,
    "support_plan": SupportPlan,
    "service": ServiceDelivered,
    "milestone": Milestone,
    "outcome": Outcome,
}
Values = dict[str, Any]
# The standard's field that says where a case stands, and its codes: intake is active there. An
# erased case has no content that could be asked for.
STATUS = "cas_Status"
HTCDS_STATUS = {
    CaseState.INTAKE: "Active",
    CaseState.ACTIVE: "Active",
    CaseState.FOLLOW_UP: "FollowUp",
    CaseState.CLOSED: "Closed",
    CaseState.CLOSED_REFERRED: "ClosedReferred",
}


class UnknownField(ValueError):
    """A name that is no field's."""


def values_of(participant: Participant, fields: Collection[str], keyring: Keyring) -> Values:
    """The stored answers by field name; a field that was never asked is left out.

    Single records give `{"v": ...}` or `{"s": ...}`, a note or file its whole content. Repeated
    ones give a list with a place for each record in which any of the fields of that kind was
    asked, None where this one was not, so that what belongs together stands at the same place.
    Raises UnknownField for a name that is none, CannotOpen.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    found: Values = {}
    for name in sorted(fields):
        record, _, field = name.partition(".")
        if field:
            wanted[record].add(field)
        else:
            found[name] = _single(participant, name, keyring)
    for record, names in wanted.items():
        found |= _of_record(participant, record, names, keyring)
    return found


def _of_record(participant: Participant, record: str, names: set[str], keyring: Keyring) -> Values:
    if record in REPEATED:
        return _repeated(participant, record, names, keyring)
    rows: dict[str, SealedRecord] = {
        IDENTITY: participant.person.standing,
        PARTICIPANT: participant,
        CASE: participant.case,
    }
    if record not in rows:
        raise UnknownField(record)
    answers = read(rows[record], keyring).get(FIELDS, {})
    if record == CASE:
        answers = answers | {STATUS: {"v": HTCDS_STATUS[CaseState(participant.case.state)]}}
    return {f"{record}.{name}": answers[name] for name in names if name in answers}


def _repeated(participant: Participant, record: str, names: set[str], keyring: Keyring) -> Values:
    """Lists, in the order in which the records were written; the decision that counts is last."""
    rows = list(_rows(REPEATED[record], participant))
    opened = read_many(rows, keyring)
    contents = [opened.get(row.pk, {}).get(FIELDS, {}) for row in rows]
    if record == DETERMINATION:
        contents.sort(key=_decided_on)
    answered = [answers for answers in contents if names & answers.keys()]
    held = {name for answers in answered for name in names & answers.keys()}
    return {f"{record}.{name}": [answers.get(name) for answers in answered] for name in held}


def _decided_on(answers: Values) -> str:
    """The day of a decision; one without a day counts less than any other."""
    return str(answers.get("decided_on", {}).get("v", ""))


def _rows(
    model: type[AboutParticipant] | type[HistoricEvent], participant: Participant
) -> Iterator[CaseRecord]:
    """Only what is about this person: what is about the whole case tells of others too."""
    rows = model._default_manager.filter(case=participant.case, participant=participant)
    yield from rows.filter(envelope__erased_at=None).order_by("written_at", "pk")


def _single(participant: Participant, name: str, keyring: Keyring) -> Content:
    """A note or a file of the same case, by its id."""
    kind, _, text = name.partition(":")
    models: dict[str, type[CaseRecord]] = {NOTE: Note, FILE: CaseFile}
    try:
        row = models[kind]._default_manager.get(case=participant.case, pk=UUID(text))
    except (KeyError, ValueError, Note.DoesNotExist, CaseFile.DoesNotExist):
        raise UnknownField(name) from None
    return read(row, keyring)
