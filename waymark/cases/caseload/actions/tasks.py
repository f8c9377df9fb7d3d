"""Things to do in a case. Each action checks, writes and audits in one transaction.

Every action raises NotAllowed to those who may not open the case, CannotNow for a closed case or
somebody who cannot open it, and returns the task as stored.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases import records
from waymark.cases.beginning import begin
from waymark.cases.caseload.actions.common import begin_record, require_colleague, written_before
from waymark.cases.caseload.content import sealed
from waymark.cases.models import Case, Task
from waymark.cases.queries.visible import colleagues_for
from waymark.cases.states import CaseStep
from waymark.vault.keyring import Keyring


@transaction.atomic
def add_task(
    case: Case,
    what: str,
    *,
    by: Worker,
    due_on: date | None = None,
    assignee: Worker | None = None,
    task_id: UUID | None = None,
) -> Task:
    """Write down what is to be done, by when and by whom. `task_id`: see `written_before`."""
    locked = begin(CaseStep.RECORD, case, by)
    if found := written_before(Task, locked, task_id):
        return found
    if assignee is not None:
        require_colleague(locked, assignee)
    task = Task(case=locked, author=by, due_on=due_on, assignee=assignee)
    task.pk = task_id or task.pk
    records.write_new(task, sealed(what=what))
    audit.record(Event.RECORD_ADDED, by=by, target=task)
    return task


@transaction.atomic
def change_task(
    task: Task,
    what: str,
    *,
    due_on: date | None,
    assignee: Worker | None,
    seen: int,
    by: Worker,
    keyring: Keyring,
) -> Task:
    """Change a task; whoever has it by then is reminded anew. Raises ChangedMeanwhile."""
    locked = begin_record(task, by)
    if assignee is not None and assignee.pk != locked.assignee_id:
        require_colleague(locked.case, assignee)
    changed = records.change(
        locked,
        sealed(what=what),
        seen=seen,
        keyring=keyring,
        due_on=due_on,
        assignee=assignee,
        reminded_on=None,
    )
    audit.record(Event.RECORD_CHANGED, by=by, target=changed)
    return changed


@transaction.atomic
def tick_off(task: Task, *, done: bool, by: Worker) -> Task:
    """Say that a task is done, or that it is not after all. Idempotent.

    A task that waits again is nobody's where whoever had it cannot open the case any more.
    """
    locked = begin_record(task, by)
    if (locked.done_at is not None) is done:
        return locked
    locked.done_at = timezone.now() if done else None
    if not done and not _opens(locked.assignee, locked.case):
        locked.assignee = None  # whom a wall keeps out since then is not reminded of it
    locked.version += 1
    locked.save()
    audit.record(Event.RECORD_CHANGED, by=by, target=locked)
    return locked


def _opens(worker: Worker | None, case: Case) -> bool:
    return worker is not None and colleagues_for(case).filter(pk=worker.pk).exists()
