"""Notes on a case. Each action checks, writes and audits in one transaction.

Every action raises NotAllowed to those who may not open the case and CannotNow for a closed one.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases import records
from waymark.cases.beginning import begin
from waymark.cases.caseload.actions.common import begin_record, written_before
from waymark.cases.caseload.content import HANDS_OVER, said, sealed
from waymark.cases.models import Case, Note, today
from waymark.cases.states import CaseStep
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring


@transaction.atomic
def write_note(
    case: Case,
    text: str,
    *,
    by: Worker,
    privilege: str = "",
    contact_on: date | None = None,
    note_id: UUID | None = None,
) -> Note:
    """Write a note. `contact_on`: the day of a contact with the person that it tells of.

    `privilege` is a value of `Privilege`, or empty. `note_id`: see `written_before`.
    """
    locked = begin(CaseStep.RECORD, case, by)
    if found := written_before(Note, locked, note_id):
        return found
    _require_past(contact_on)
    note = Note(case=locked, author=by, contact_on=contact_on)
    note.pk = note_id or note.pk
    records.write_new(note, sealed(text=text, privilege=privilege))
    audit.record(Event.RECORD_ADDED, by=by, target=note)
    return note


@transaction.atomic
def change_note(
    note: Note,
    text: str,
    *,
    privilege: str,
    contact_on: date | None,
    seen: int,
    by: Worker,
    keyring: Keyring,
) -> Note:
    """Change one's own note; the words before are gone. Raises ChangedMeanwhile."""
    locked = begin_record(note, by)
    if locked.author_id != by.pk:
        raise CannotNow(_("Only who wrote a note can change it. Write another one instead."))
    _require_past(contact_on)
    handed = said(records.read(locked, keyring), HANDS_OVER, None)
    changed = records.change(
        locked,
        sealed(text=text, privilege=privilege, hands_over=handed),
        seen=seen,
        keyring=keyring,
        contact_on=contact_on,
    )
    audit.record(Event.RECORD_CHANGED, by=by, target=changed)
    return changed


def _require_past(day: date | None) -> None:
    if day is not None and day > today():
        raise CannotNow(_("A contact cannot be on a day to come. Plan a task instead."))
