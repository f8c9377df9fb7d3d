"""Erase one field of a record: what is left moves under a new key, and the old one is destroyed."""

from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.answers import Answers, answers_from_json
from waymark.cases.forgetting.actions.common import begin_erasing
from waymark.cases.forgetting.actions.erasing import everywhere
from waymark.cases.forgetting.burying import bury
from waymark.cases.forgetting.hanging import ending_of
from waymark.cases.models import (
    AboutParticipant,
    Case,
    CaseRecord,
    Determination,
    Participant,
    Person,
)
from waymark.cases.people.indexing import index_person
from waymark.cases.records import Content, column_of, lock, open_with, pack
from waymark.cases.support.kinds import kind_of
from waymark.cases.support.versions import forget_field
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.contract import CONTRACT
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment, Envelope, SealedRecord, WrappedDataKey
from waymark.vault.records import DataKey, new_envelope

Record = TypeVar("Record", Case, CaseRecord, Person)
GROWS = _("A determination is never changed. It can only be erased as a whole.")
GONE = _("This field is not there any more.")
CHANGED = _("A colleague has changed this in the meantime. Look at it now, then try again.")


@transaction.atomic
def erase_field(
    record: CaseRecord, name: str, *, seen: int, by: Worker, keyring: Keyring
) -> CaseRecord:
    """Erase one field of a record of a case. Returns the record as stored.

    `seen` is the version that the page showed. Raises NotAllowed, CannotNow, ChangedMeanwhile and
    CannotOpen.
    """
    [case] = begin_erasing([record.case], by)
    if isinstance(record, Determination):
        raise CannotNow(GROWS)
    locked = lock(record)
    _require_seen(locked, seen)
    left = _without(locked, name, keyring, case, by)
    if isinstance(locked, AboutParticipant):
        _empty_days(locked, answers_from_json(left))
    audit.record(Event.RECORD_ERASED, by=by, target=locked)
    return locked


def _empty_days(record: AboutParticipant, left: Answers) -> None:
    """A day that is erased goes from its plain column, too; one that may not be empty is today."""
    emptied = ending_of(record).columns()
    for column, day in kind_of(type(record)).columns(left).items():
        setattr(record, column, day or emptied[column])
    record.save()


@transaction.atomic
def erase_identity_field(
    participant: Participant, name: str, *, seen: int, by: Worker, keyring: Keyring
) -> Person:
    """Erase one field of who somebody is, in every case, and their words in the search.

    Raises like `erase_field`; a hold on any of their cases that this worker opens keeps it.
    """
    cases = {each.case_id: each.case for each in everywhere(participant)}
    begin_erasing(cases.values(), by)
    locked = lock(participant.person.standing)
    _require_seen(locked, seen)
    left = _without(locked, name, keyring, participant.case, by)
    index_person(locked, answers_from_json(left), keyring=keyring)
    audit.record(Event.RECORD_ERASED, by=by, target=locked)
    return locked


def _require_seen(record: Case | CaseRecord | Person, seen: int) -> None:
    if record.version != seen:
        raise ChangedMeanwhile(CHANGED)


def _without(record: Record, name: str, keyring: Keyring, case: Case, by: Worker) -> Content:
    """Take the field out of a held record and bury what it was sealed in; returns what is left."""
    old = keyring.data_key(record.envelope_id)
    content = open_with(record, old)
    if not forget_field(content, name):
        raise CannotNow(GONE)
    fresh = new_envelope(*_openers(record.envelope_id))
    _seal_again(record, content, old, fresh)
    record.version += 1
    if isinstance(record, CaseRecord):
        record.changed_at = timezone.now()
    record.save()
    bury(record, case, by, field=name, envelope_id=old.envelope_id)
    return content


def _openers(envelope_id: UUID) -> tuple[list[Compartment], list[bytes]]:
    """The circles and the single readers that open an envelope now."""
    rows = WrappedDataKey.objects.filter(envelope=envelope_id)
    circles = Compartment.objects.filter(key__in=rows.values("compartment_key"))
    readers = rows.exclude(reader=None).values_list("reader", flat=True)
    return list(circles.select_related("key")), [bytes(reader or b"") for reader in readers]


def _seal_again(record: SealedRecord, content: Content, old: DataKey, fresh: DataKey) -> None:
    """Seal every sealed column of the record under the new key; the content as it is now."""
    main = column_of(record)
    for entry in CONTRACT:
        if entry.model is type(record) and entry.field != main:
            fresh.seal(record, entry.field, old.open(record, entry.field))
    fresh.seal(record, main, pack(content))
    record.envelope = Envelope.objects.get(pk=fresh.envelope_id)
