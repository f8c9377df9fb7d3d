"""Move a case from state to state. Each action checks, writes and audits in one transaction.

Each takes `seen`, the version of the case that the worker's page showed, and raises NotAllowed,
CannotNow when the state does not allow the step and ChangedMeanwhile when somebody was faster.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases import records
from waymark.cases.answers import FIELDS, Answers, answers_as_json
from waymark.cases.caseload import closing
from waymark.cases.caseload.actions.common import begin_seen, note_turn
from waymark.cases.models import Case, CaseState, today
from waymark.cases.states import CaseStep
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring

LEADS_TO = {
    CaseStep.ACTIVATE: CaseState.ACTIVE,
    CaseStep.FOLLOW_UP: CaseState.FOLLOW_UP,
    CaseStep.REOPEN: CaseState.ACTIVE,
}


@transaction.atomic
def move(case: Case, step: CaseStep, *, by: Worker, seen: int) -> Case:
    """Make a case active, put it into follow-up, or reopen it. Returns it as stored."""
    locked = begin_seen(step, case, by, seen)
    locked.state, locked.state_on, locked.closed_on = LEADS_TO[step], today(), None
    locked.version += 1
    locked.save()
    return _moved(locked, by)


@transaction.atomic
def close(
    case: Case, answers: Answers, *, referred: bool, by: Worker, seen: int, keyring: Keyring
) -> Case:
    """Close a case. `referred`: another organisation goes on with it.

    `answers` are what is asked at closure, such as the reason; they come to the case's others.
    Raises CannotNow also where something must be done first, such as recording the outcome.
    `move` with REOPEN undoes it.
    """
    locked = begin_seen(CaseStep.CLOSE, case, by, seen)
    closing.require_ready(locked, keyring)
    content = records.read(locked, keyring)
    content.setdefault(FIELDS, {}).update(answers_as_json(answers)[FIELDS])
    closed = records.change(
        locked,
        content,
        seen=seen,
        keyring=keyring,
        state=CaseState.CLOSED_REFERRED if referred else CaseState.CLOSED,
        state_on=today(),
        closed_on=today(),
        review_due_on=None,
    )
    return _moved(closed, by)


@transaction.atomic
def plan_review(case: Case, day: date | None, *, by: Worker, seen: int) -> Case:
    """Say on which day the case is to be looked at again; None takes it away."""
    locked = begin_seen(CaseStep.RECORD, case, by, seen)
    if day is not None and day < today():
        raise CannotNow(_("That day is over. Choose today or a later day."))
    locked.review_due_on = day
    locked.version += 1
    locked.save()
    audit.record(Event.CASE_CHANGED, by=by, target=locked)
    return locked


def _moved(case: Case, by: Worker) -> Case:
    note_turn(case, by)
    audit.record(Event.CASE_MOVED, by=by, target=case)
    return case
