"""Erase one field of a record: what is left moves under a new key, and the old one is destroyed."""

from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.answers import Answers, answers_from_json
from waymark.cases.forgetting.actions.common import begin_erasing, hold_cases
from waymark.cases.forgetting.actions.erasing import everywhere
from waymark.cases.forgetting.burying import bury, require_no_hold
from waymark.cases.forgetting.copies import (
    forget,
    gone_case_field,
    gone_identity,
    gone_record,
)
from waymark.cases.forgetting.hanging import ending_of
from waymark.cases.forgetting.resealing import reseal
from waymark.cases.models import (
    AboutParticipant,
    Case,
    CaseRecord,
    Determination,
    Participant,
    Person,
)
from waymark.cases.people.indexing import index_person
from waymark.cases.permissions import may_open_person
from waymark.cases.records import Content, lock, open_with
from waymark.cases.support.kinds import kind_of
from waymark.cases.support.versions import forget_field
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.keyring import Keyring

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
    copies = forget(gone_record(locked, name), by, keyring)
    audit.record_each(Event.RECORD_ERASED, by=by, targets=[locked, *copies])
    return locked


def _empty_days(record: AboutParticipant, left: Answers) -> None:
    """A day that is erased goes from its plain column, too; one that may not be empty is today."""
    emptied = ending_of(record).columns()
    for column, day in kind_of(type(record)).columns(left).items():
        setattr(record, column, day or emptied[column])
    record.save()


@transaction.atomic
def erase_case_field(case: Case, name: str, *, seen: int, by: Worker, keyring: Keyring) -> Case:
    """Erase one field of the case itself. Raises like `erase_field`."""
    [held] = begin_erasing([case], by)
    locked = lock(held)
    _require_seen(locked, seen)
    _without(locked, name, keyring, locked, by)
    copies = forget(gone_case_field(locked, name), by, keyring)
    audit.record_each(Event.RECORD_ERASED, by=by, targets=[locked, *copies])
    return locked


@transaction.atomic
def erase_identity_field(
    participant: Participant, name: str, *, seen: int, by: Worker, keyring: Keyring
) -> Person:
    """Erase one field of who somebody is, in every case, and their words in the search.

    Raises like `erase_field`. A hold on any of their cases keeps it, whoever may open that case.
    """
    held = hold_cases([participant.case, *(each.case for each in everywhere(participant))])
    require(may_open_person, by, participant.person)
    begin_erasing([participant.case], by)
    require_no_hold(held)
    locked = lock(participant.person.standing)
    _require_seen(locked, seen)
    left = _without(locked, name, keyring, participant.case, by)
    index_person(locked, answers_from_json(left), keyring=keyring)
    copies = forget(gone_identity(locked.pk, name), by, keyring)
    audit.record_each(Event.RECORD_ERASED, by=by, targets=[locked, *copies])
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
    reseal(record, content, old)
    record.version += 1
    if isinstance(record, CaseRecord):
        record.changed_at = timezone.now()
    record.save()
    bury(record, case, by, field=name, envelope_id=old.envelope_id)
    return content
