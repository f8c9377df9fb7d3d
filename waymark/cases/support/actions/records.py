"""Write, change and bring back records about people of a case.

Every action raises NotAllowed to those who may not open the case and CannotNow for a closed case,
for an erased record, and for somebody who is no longer in the case.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases import records
from waymark.cases.answers import Answers, answers_from_json
from waymark.cases.beginning import begin
from waymark.cases.caseload.actions.common import begin_record, written_before
from waymark.cases.forgetting.burying import bury_records, require_no_hold
from waymark.cases.forgetting.copies import forget, gone_record
from waymark.cases.models import AboutParticipant, Case, Participant
from waymark.cases.states import CaseStep
from waymark.cases.support.kinds import Kind, kind_of
from waymark.cases.support.versions import earlier_versions, first_content, next_content
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.models import SealedRecord


@transaction.atomic
def add_record(
    kind: Kind,
    case: Case,
    participant: Participant | None,
    answers: Answers,
    *,
    by: Worker,
    record_id: UUID | None = None,
) -> AboutParticipant:
    """Write a record about one person, or about the whole case. `record_id`: see `written_before`.

    Returns it as stored.
    """
    locked = begin(CaseStep.RECORD, case, by)
    if found := written_before(kind.model, locked, record_id):
        return found
    _require_inside(kind, locked, participant)
    added = kind.model(case=locked, participant=participant, author=by, **kind.columns(answers))
    added.pk = record_id or added.pk
    records.write_new(added, first_content(answers, by))
    audit.record(Event.RECORD_ADDED, by=by, target=added)
    return added


@transaction.atomic
def add_services(
    kind: Kind,
    case: Case,
    people: Sequence[Participant],
    rows: Sequence[tuple[UUID, Answers]],
    *,
    by: Worker,
) -> None:
    """Write several records for several people: all of them, or none.

    Each row brings an id, from which that of each record follows: sending the same rows twice
    writes once.
    """
    for record_id, answers in rows:
        for person in people:
            own = UUID(int=record_id.int ^ person.pk.int)
            add_record(kind, case, person, answers, by=by, record_id=own)


@transaction.atomic
def change_record(
    record: AboutParticipant, answers: Answers, *, seen: int, by: Worker, keyring: Keyring
) -> AboutParticipant:
    """Replace what a record says; what it said before is kept in it. Raises ChangedMeanwhile."""
    kind = kind_of(type(record))
    locked = begin_record(record, by)
    if kind.only_grows:
        raise CannotNow(_("This is never changed. Write a new one: it takes the place of this."))
    before = records.read(locked, keyring)
    content = next_content(locked, before, answers, by)
    changed = records.change(locked, content, seen=seen, keyring=keyring, **kind.columns(answers))
    audit.record(Event.RECORD_CHANGED, by=by, target=changed)
    return changed


@transaction.atomic
def bring_back(
    record: AboutParticipant, version: int, *, seen: int, by: Worker, keyring: Keyring
) -> AboutParticipant:
    """Let a record say again what it said in an earlier version. Raises ChangedMeanwhile."""
    content = records.read(begin_record(record, by), keyring)
    for each in earlier_versions(content):
        if each.number == version:
            return change_record(record, each.answers, seen=seen, by=by, keyring=keyring)
    raise CannotNow(_("There is no such version of this record."))


@transaction.atomic
def remove_record(record: AboutParticipant, *, by: Worker, keyring: Keyring | None = None) -> None:
    """Erase a record that was written by mistake, with its earlier versions. Never a determination.

    `keyring` as in `erase_record`.

    Raises CannotNow also while a legal hold keeps the case as it is.
    """
    if kind_of(type(record)).only_grows:
        raise CannotNow(_("A determination is never taken back. Write a new one."))
    locked = begin_record(record, by)
    require_no_hold([locked.case])
    buried: list[SealedRecord] = [*bury_records([locked], by)]
    buried += forget(gone_record(locked), by, keyring)
    audit.record_each(Event.RECORD_ERASED, by=by, targets=buried)


def answers_now(record: AboutParticipant, keyring: Keyring) -> Answers:
    """What a record says. Raises CannotOpen."""
    return answers_from_json(records.read(record, keyring))


def _require_inside(kind: Kind, case: Case, participant: Participant | None) -> None:
    if participant is None:
        if kind.about_one:
            raise CannotNow(_("Say whom it is about."))
        return
    rows = Participant.objects.filter(case=case, pk=participant.pk, envelope__erased_at=None)
    if not rows.exists():
        raise CannotNow(_("This person is not in the case any more. Choose again."))
