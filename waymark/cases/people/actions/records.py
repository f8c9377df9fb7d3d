"""Relationships between people of a case, and historic trafficking events.

Every action raises NotAllowed to those who may not open the case and CannotNow for a closed one.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.answers import Answers, answers_as_json
from waymark.cases.beginning import begin
from waymark.cases.caseload.actions.common import begin_record, written_before
from waymark.cases.models import Case, HistoricEvent, Participant, Relationship
from waymark.cases.records import change, write_new
from waymark.cases.states import CaseStep
from waymark.reports.models import Situation
from waymark.reports.permissions import may_open_situation
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


@dataclass(frozen=True)
class Place:
    """The situation to which an event belongs from now on, or none."""

    situation: Situation | None


@transaction.atomic
def add_event(
    case: Case,
    participant: Participant | None,
    answers: Answers,
    *,
    by: Worker,
    record_id: UUID,
    place: Place | None = None,
) -> HistoricEvent:
    """Write down an event of one person, or of the whole case.

    Without a `place` its situation is the case's. Raises NotAllowed for a situation that the
    worker may not open.
    """
    locked = begin(CaseStep.RECORD, case, by)
    if found := written_before(HistoricEvent, locked, record_id):
        return found
    _require_inside(locked, participant)
    added = HistoricEvent(
        pk=record_id,
        case=locked,
        situation=_situation(place, locked.situation, by),
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
    place: Place | None = None,
) -> HistoricEvent:
    """Replace it. Without a `place` it stays in its situation.

    Raises ChangedMeanwhile, and NotAllowed for a situation that the worker may not open.
    """
    locked = begin_record(event, by)
    _require_inside(locked.case, participant)
    content = answers_as_json(answers)
    situation = _situation(place, locked.situation, by)
    changed = change(
        locked, content, seen=seen, keyring=keyring, participant=participant, situation=situation
    )
    audit.record(Event.RECORD_CHANGED, by=by, target=changed)
    return changed


def _situation(place: Place | None, before: Situation | None, by: Worker) -> Situation | None:
    """Where the event belongs; what stays where it is needs no permission."""
    if place is None or place.situation == before:
        return before
    if place.situation is not None:
        require(may_open_situation, by, place.situation)
    return place.situation


def _require_two(case: Case, one: Participant, other: Participant) -> None:
    _require_inside(case, one)
    _require_inside(case, other)
    if one.pk == other.pk:
        raise CannotNow(_("Choose two different people."))


def _require_inside(case: Case, participant: Participant | None) -> None:
    if participant is not None and participant.case_id != case.pk:
        raise CannotNow(_("This person is not in the case any more. Choose again."))
