"""Destroy the keys of records and leave their tombstones. Permission and audit are the caller's."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.cases.caseload import due
from waymark.cases.forgetting.copies import Gone, forget, gone_identity
from waymark.cases.forgetting.hanging import ending_of, records_about
from waymark.cases.models import (
    Case,
    CaseRecord,
    CaseState,
    Erasure,
    LegalHold,
    Participant,
    Person,
)
from waymark.cases.queries.same_person import ids_of_same_person
from waymark.reports.states import CannotNow
from waymark.vault.models import SealedRecord
from waymark.vault.records import erase, to_the_hour

HELD = _("A legal hold keeps everything in this case as it is. Nothing was erased.")


def is_held(case: Case) -> bool:
    """Whether a legal hold keeps the case as it is."""
    return LegalHold.objects.filter(case=case, lifted_at=None).exists()


def require_no_hold(cases: Iterable[Case]) -> None:
    """Raise CannotNow while a legal hold keeps any of the cases."""
    if LegalHold.objects.filter(case__in=list(cases), lifted_at=None).exists():
        raise CannotNow(HELD)


def bury(
    record: SealedRecord,
    case: Case,
    by: Worker | None,
    *,
    field: str = "",
    envelope_id: UUID | None = None,
) -> Erasure:
    """Destroy the record's key and write its tombstone; `by` is None where a rule does it.

    `field` and `envelope_id`: the record goes on without that field, which was in that envelope.
    """
    gone = envelope_id or record.envelope_id
    erase(gone)
    return Erasure.objects.create(
        case=case,
        target=record._meta.label_lower,
        target_id=record.pk,
        field=field,
        envelope_id=gone,
        erased_at=to_the_hour(timezone.now()),
        erased_by=by,
    )


def bury_records(records: Iterable[CaseRecord], by: Worker | None) -> list[CaseRecord]:
    """Bury records of cases, with what their rooms do besides. Returns them.

    A record whose key went with another one's is passed over.
    """
    buried = [each for each in records if _bury_held(each, by)]
    due.refresh(Case.objects.filter(pk__in={each.case_id for each in buried}))
    return buried


def _bury_held(record: CaseRecord, by: Worker | None) -> bool:
    rows = type(record)._default_manager.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("envelope", "case").get(pk=record.pk)
    if held.erased:
        return False
    ending = ending_of(held)
    if ending.before is not None:
        ending.before(held)
    bury(held, held.case, by)
    if columns := ending.columns():
        type(held)._default_manager.filter(pk=held.pk).update(**columns)
    return True


def bury_participants(
    participants: Collection[Participant], by: Worker | None
) -> list[SealedRecord]:
    """Bury all that is about these people in their cases, and who they are where nobody else
    needs to know it any more."""
    buried: list[SealedRecord] = [*bury_records(records_about(participants), by)]
    for each in participants:
        buried += bury_identity(each, by)
    everything = Gone(frozenset(each.pk for each in participants), None)
    return [*buried, *forget(everything, by, None)]


def bury_identity(participant: Participant, by: Worker | None) -> list[SealedRecord]:
    """Bury who somebody is, in all the rows found to be them, once no case has them.

    Whatever was sent about them goes whole.
    """
    rows = same_person(participant.person_id)
    alive = Participant.objects.filter(person__in=rows, envelope__erased_at=None)
    if alive.exclude(case__state=CaseState.ERASED).exists():
        return []
    gone: list[SealedRecord] = [row for row in rows if not row.erased]
    for row in gone:
        bury(row, participant.case, by)
    return [*gone, *forget(gone_identity(participant.person_id), by, None)]


def same_person(person_id: UUID) -> list[Person]:
    """Every row that was found to be the same person, held until commit."""
    rows = Person.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk__in=ids_of_same_person(person_id))
    return list(found.select_related("envelope").order_by("pk"))
