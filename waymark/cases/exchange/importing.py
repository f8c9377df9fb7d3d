"""Take in what a file brought: each row as a case of its own, all of them or none."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.caseload.actions.beginning import begin_case
from waymark.cases.caseload.actions.common import note_turn
from waymark.cases.caseload.actions.notes import write_note
from waymark.cases.exchange.adapter import Parts, parts_of
from waymark.cases.exchange.drafts import drop, lock_draft, open_draft
from waymark.cases.models import (
    Case,
    CaseState,
    Determination,
    ImportDraft,
    Participant,
    SupportPlan,
    today,
)
from waymark.cases.people.actions.adding import add_person
from waymark.cases.people.actions.records import add_event
from waymark.cases.permissions import may_begin_case
from waymark.cases.states import CLOSED
from waymark.cases.support.actions.records import add_record
from waymark.cases.support.kinds import kind_of
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment

MOST_CASES = 300  # that one request writes


@transaction.atomic
def import_draft(
    draft: ImportDraft, compartment: Compartment, *, seen: int, by: Worker, keyring: Keyring
) -> list[Case]:
    """Take in the rows that are not left out, for the circle `compartment`; drop the draft.

    Nothing is joined with anybody known: doubles are looked at afterwards and can be taken apart
    again. Raises NotAllowed, CannotOpen, ChangedMeanwhile, CannotNow for too many or none.
    """
    require(may_begin_case, by, compartment)
    locked = lock_draft(draft, seen)
    brought = open_draft(locked, keyring)
    records = [brought.run.rows[at].record for at in brought.taken]
    region = by.organisation.country
    parts = [parts_of(record, region=region) for record in records if record is not None]
    _require_some(parts)
    cases = [_write(each, compartment, by, keyring) for each in parts]
    drop(locked)
    audit.record(Event.CASES_IMPORTED, by=by, target=compartment)
    return cases


def _require_some(parts: Sequence[Parts]) -> None:
    if not parts:
        raise CannotNow(_("No row of this file comes in. Bring another file, or leave out fewer."))
    if len(parts) > MOST_CASES:
        raise CannotNow(
            _("One file brings at most %(most)s cases. Bring it in parts.") % {"most": MOST_CASES}
        )


def _write(parts: Parts, compartment: Compartment, by: Worker, keyring: Keyring) -> Case:
    case = begin_case(compartment, parts.case, by=by, responsible=by)
    person = add_person(case, parts.identity, parts.participant, by=by, keyring=keyring)
    for answers in parts.events:
        add_event(case, person, answers, by=by, record_id=uuid.uuid4())
    _write_support(parts, case, person, by)
    for text in parts.notes:
        write_note(case, text, by=by)
    return _as_it_stood(case, parts.state, by)


def _write_support(parts: Parts, case: Case, person: Participant, by: Worker) -> None:
    for answers in parts.plans:
        add_record(kind_of(SupportPlan), case, person, answers, by=by)
    if parts.determination:
        add_record(kind_of(Determination), case, person, parts.determination, by=by)


def _as_it_stood(case: Case, state: CaseState, by: Worker) -> Case:
    """The state that the file says. The way there was walked elsewhere, so no step is asked for."""
    if state == case.state:
        return case
    case.state, case.state_on = state, today()
    case.closed_on = today() if state in CLOSED else None
    case.version += 1
    case.save(update_fields=["state", "state_on", "closed_on", "version"])
    note_turn(case, by)
    return case
