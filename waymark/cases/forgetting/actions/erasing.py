"""Erase a record, a person or a case for good. Each action audits in its transaction.

Only supervisors who may open the case. Each raises NotAllowed, and CannotNow where it is erased
already or a legal hold keeps it. Nothing brings back what was erased.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.forgetting.actions.common import begin_erasing, hold_cases
from waymark.cases.forgetting.burying import (
    bury,
    bury_identity,
    bury_participants,
    bury_records,
    same_person,
)
from waymark.cases.forgetting.copies import Gone, forget, gone_identity, gone_record
from waymark.cases.forgetting.hanging import records_of
from waymark.cases.models import (
    Case,
    CaseRecord,
    CaseState,
    CaseTurn,
    LegalHold,
    Participant,
    Person,
    TeamMember,
    Wall,
    today,
)
from waymark.cases.permissions import may_supervise
from waymark.cases.records import lock
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.models import SealedRecord

KEPT_WITH_THE_CASE: tuple[type[CaseRecord], ...] = (LegalHold, Wall)


@transaction.atomic
def erase_record(record: CaseRecord, *, by: Worker, keyring: Keyring | None = None) -> None:
    """Erase one record of a case, with its file, what was sent under it and copies of it.

    `keyring` takes it out of packets that hold more; without, they are destroyed whole.
    """
    begin_erasing([record.case], by)
    if isinstance(record, KEPT_WITH_THE_CASE):
        raise CannotNow(_("Holds and conflicts of interest are erased with their case only."))
    buried: list[SealedRecord] = [*bury_records([lock(record)], by)]
    if isinstance(record, Participant):
        buried += bury_identity(record, by)
    buried += forget(gone_record(record), by, keyring)
    audit.record_each(Event.RECORD_ERASED, by=by, targets=buried)


@transaction.atomic
def erase_person(participant: Participant, *, by: Worker) -> None:
    """Erase all that is about somebody in the cases that this supervisor may open.

    Who they are goes as well, unless another case has them: whether there is one that this
    supervisor may not open is not said. Notes and files are about a case, not about one person, so
    they stay: they are erased one by one.
    """
    hold_cases([participant.case, *(each.case for each in everywhere(participant))])
    participants = [each for each in everywhere(participant) if may_supervise(by, each.case)]
    begin_erasing([participant.case, *(each.case for each in participants)], by)
    lock(participant)
    buried = bury_participants(participants, by)
    audit.record_each(Event.RECORD_ERASED, by=by, targets=buried)


def everywhere(participant: Participant) -> list[Participant]:
    """What the same person is in every case that is not erased, merged rows included."""
    rows = Participant.objects.filter(person__in=same_person(participant.person_id))
    alive = rows.exclude(case__state=CaseState.ERASED).filter(envelope__erased_at=None)
    return list(alive.select_related("case", "person", "envelope").order_by("pk"))


@transaction.atomic
def erase_case(case: Case, *, by: Worker) -> None:
    """Erase a case and all that hangs on it; its people too, unless another case has them."""
    [locked] = begin_erasing([case], by)
    bury_case(locked, by)
    audit.record(Event.CASE_ERASED, by=by, target=locked)


@transaction.atomic
def erase_by_rule(case: Case) -> None:
    """The same for a case that is held, because it was kept as long as it is to be kept."""
    bury_case(case, None)
    audit.record(Event.CASE_ERASED, by=Actor.SYSTEM, target=case)


def bury_case(case: Case, by: Worker | None) -> None:
    """Destroy every key of a case that is held; ids, its circle and two days stay."""
    participants = list(case.participants.select_related("person", "case", "envelope"))
    bury_records(records_of(case), by)
    TeamMember.objects.filter(case=case).delete()
    CaseTurn.objects.filter(case=case).delete()
    case.state, case.state_on = CaseState.ERASED, today()
    case.responsible = case.situation = case.review_due_on = case.closed_on = None
    case.version += 1
    case.save()
    bury(case, case, by)
    case.content = b""
    people = _nobody_knows(participants)
    for person in people:
        bury(person, case, by)
    copies = forget(Gone(frozenset(each.pk for each in participants), None), by, None)
    copies += [row for each in people for row in forget(gone_identity(each.pk), by, None)]
    audit.record_each(Event.RECORD_ERASED, by=by or Actor.SYSTEM, targets=copies)


def _nobody_knows(participants: list[Participant]) -> list[Person]:
    """The people of an erased case whom no other case has."""
    found: dict[object, Person] = {}
    for participant in participants:
        rows = same_person(participant.person_id)
        alive = Participant.objects.filter(person__in=rows, envelope__erased_at=None)
        if not alive.exclude(case__state=CaseState.ERASED).exists():
            found |= {row.pk: row for row in rows if not row.erased}
    return list(found.values())
