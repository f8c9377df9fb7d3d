"""How every action on a case begins: permission, then the row as it is now, then the step."""

from uuid import UUID

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.cases.models import Case
from waymark.cases.permissions import may_open_case
from waymark.cases.states import CaseStep, require_step


def lock_case(pk: UUID) -> Case:
    """The case as it is now, held until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("compartment__key")
    return rows.get(pk=pk)


def begin(step: CaseStep, case: Case, by: Worker) -> Case:
    """Lock the case and check that `by` may take this step now. Raises NotAllowed, CannotNow."""
    # Locked first: a wall that is being built is there, or waits, before anybody is let through.
    locked = lock_case(case.pk)
    require(may_open_case, by, locked)
    require_step(step, locked)
    return locked
