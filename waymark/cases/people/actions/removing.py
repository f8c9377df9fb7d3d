"""Take back what was added by mistake: the keys are destroyed, a tombstone stays."""

from django.db import transaction
from django.db.models import PROTECT
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.caseload.actions.common import begin_record
from waymark.cases.forgetting.burying import bury, bury_identity, require_no_hold
from waymark.cases.forgetting.copies import forget, gone_record
from waymark.cases.models import (
    CaseRecord,
    Participant,
)
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring


@transaction.atomic
def remove_record(record: CaseRecord, *, by: Worker, keyring: Keyring | None = None) -> None:
    """Take back a record of a case. Raises NotAllowed, CannotNow.

    `keyring` takes it out of packets that hold more; without, they are destroyed whole.
    """
    locked = begin_record(record, by)
    require_no_hold([locked.case])
    bury(locked, locked.case, by)
    copies = forget(gone_record(locked), by, keyring)
    audit.record_each(Event.RECORD_ERASED, by=by, targets=[locked, *copies])


@transaction.atomic
def remove_from_case(participant: Participant, *, by: Worker) -> None:
    """Take somebody out of a case into whom nothing else has been written yet.

    Who is in no other case is forgotten altogether. Raises NotAllowed, CannotNow.
    """
    locked = begin_record(participant, by)
    require_no_hold([locked.case])
    if hangs_on(locked):
        raise CannotNow(_("Other records are about this person already, so they stay in the case."))
    bury(locked, locked.case, by)
    locked.delete()
    bury_identity(participant, by)
    locked.pk = participant.pk  # Django forgets the id of a deleted row, and the log needs it
    audit.record(Event.RECORD_ERASED, by=by, target=locked)


def hangs_on(participant: Participant) -> bool:
    """Whether any record of any room is about this person in this case."""
    return any(_in(relation, participant) for relation in _relations())


def _relations() -> list[ForeignObjectRel]:
    """Every foreign key to participants, those without a way back too."""
    fields = Participant._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, ForeignObjectRel)]


def _in(relation: ForeignObjectRel, participant: Participant) -> bool:
    model = relation.field.model
    rows = model._base_manager.filter(**{relation.field.name: participant})
    if issubclass(model, CaseRecord) and relation.on_delete is not PROTECT:
        rows = rows.filter(envelope__erased_at=None)  # what was taken back holds nobody
    return bool(rows.exists())
