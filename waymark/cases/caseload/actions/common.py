"""How the actions of this slice begin, and what they write beside the record."""

from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.cases.beginning import begin, lock_case
from waymark.cases.models import Case, CaseRecord, CaseTurn
from waymark.cases.permissions import may_open_case
from waymark.cases.queries.visible import colleagues_for
from waymark.cases.records import lock
from waymark.cases.states import CaseStep, require_step
from waymark.reports.states import CannotNow, ChangedMeanwhile

Record = TypeVar("Record", bound=CaseRecord)
_CHANGED = _("A colleague has changed this case in the meantime. Look at it now, then try again.")
FORM_USED = _("This form was used for something else. Load the page again.")


def begin_seen(step: CaseStep, case: Case, by: Worker, seen: int) -> Case:
    """Like `begin`; raises ChangedMeanwhile unless `seen` is the case's newest version.

    That comes before the state: of two who take the same step, the second hears of the first.
    """
    # Locked first, as in `begin`.
    locked = lock_case(case.pk)
    require(may_open_case, by, locked)
    if locked.version != seen:
        raise ChangedMeanwhile(_CHANGED)
    require_step(step, locked)
    return locked


def begin_record(record: Record, by: Worker) -> Record:
    """Lock an open case and a record of it. Raises NotAllowed, CannotNow."""
    begin(CaseStep.RECORD, record.case, by)
    return lock(record)


def written_before(model: type[Record], case: Case, pk: UUID | None) -> Record | None:
    """The record that the same form has written already: sending it twice writes once.

    Call it with the case held. Raises CannotNow when the id belongs to another case's record.
    """
    found = model._default_manager.filter(pk=pk).first() if pk else None
    if found is not None and found.case_id != case.pk:
        raise CannotNow(FORM_USED)
    return found


def require_colleague(case: Case, worker: Worker) -> None:
    """Raise CannotNow unless the worker can open the case."""
    if not colleagues_for(case).filter(pk=worker.pk).exists():
        raise CannotNow(_("%(name)s cannot open this case.") % {"name": worker.name})


def note_turn(
    case: Case, by: Worker, *, joined: Worker | None = None, left: Worker | None = None
) -> None:
    """Write into the case's history what its state and its responsible worker are from now on.

    `joined` and `left`: who came into its team, or went.
    """
    CaseTurn.objects.create(
        case=case,
        by=by,
        state=case.state,
        responsible=case.responsible,
        joined=joined,
        left=left,
    )
