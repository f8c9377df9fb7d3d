"""Relationships between people of a case, and historic trafficking events.

Every action raises NotAllowed to those who may not open the case and CannotNow for a closed one.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.answers import Answers, answers_as_json
from waymark.cases.beginning import begin
from waymark.cases.caseload.actions.common import begin_record, written_before
from waymark.cases.models import Case, HistoricEvent, Participant, Relationship
from waymark.cases.records import change, write_new
from waymark.cases.states import CaseStep
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring


@transaction.atomic
def relate(
    one: Participant, other: Participant, answers: Answers, *, by: Worker, record_id: UUID
) -> Relationship:
    """Say how `one` is related to `other`, both of the same case."""
    locked = begin(CaseStep.RECORD, one.case, by)
    if found := written_before(Relationship, locked, record_id):
        return found
    _require_two(locked, one, other)
    added = Relationship(pk=record_id, case=locked, one=one, other=other, author=by)
    write_new(added, answers_as_json(answers))
    audit.record(Event.RECORD_ADDED, by=by, target=added)
    return added


@transaction.atomic
def change_relationship(
    relationship: Relationship,
    one: Participant,
    other: Participant,
    answers: Answers,
    *,
    seen: int,
    by: Worker,
    keyring: Keyring,
) -> Relationship:
    """Replace it. Raises ChangedMeanwhile."""
    locked = begin_record(relationship, by)
    _require_two(locked.case, one, other)
    content = answers_as_json(answers)
    changed = change(locked, content, seen=seen, keyring=keyring, one=one, other=other)
    audit.record(Event.RECORD_CHANGED, by=by, target=changed)
    return changed


@transaction.atomic
def add_event(
    case: Case, participant: Participant | None, answers: Answers, *, by: Worker, record_id: UUID
) -> HistoricEvent:
    """Write down an event of one person, or of the whole case. Its situation is the case's."""
    locked = begin(CaseStep.RECORD, case, by)
    if found := written_before(HistoricEvent, locked, record_id):
        return found
    _require_inside(locked, participant)
    added = HistoricEvent(
        pk=record_id,
        case=locked,
        situation=locked.situation,
        participant=participant,
        author=by,
    )
    write_new(added, answers_as_json(answers))
    audit.record(Event.RECORD_ADDED, by=by, target=added)
    return added


@transaction.atomic
def change_event(
    event: HistoricEvent,
    participant: Participant | None,
    answers: Answers,
    *,
    seen: int,
    by: Worker,
    keyring: Keyring,
) -> HistoricEvent:
    """Replace it. Raises ChangedMeanwhile."""
    locked = begin_record(event, by)
    _require_inside(locked.case, participant)
    content = answers_as_json(answers)
    changed = change(locked, content, seen=seen, keyring=keyring, participant=participant)
    audit.record(Event.RECORD_CHANGED, by=by, target=changed)
    return changed


def _require_two(case: Case, one: Participant, other: Participant) -> None:
    _require_inside(case, one)
    _require_inside(case, other)
    if one.pk == other.pk:
        raise CannotNow(_("Choose two different people."))


def _require_inside(case: Case, participant: Participant | None) -> None:
    if participant is not None and participant.case_id != case.pk:
        raise CannotNow(_("This person is not in the case any more. Choose again."))
