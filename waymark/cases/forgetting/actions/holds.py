"""Legal holds: while one stands, nothing of a case is erased, by hand or by rule."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.beginning import lock_case
from waymark.cases.caseload.content import sealed
from waymark.cases.models import Case, CaseState, LegalHold
from waymark.cases.permissions import may_supervise
from waymark.cases.records import lock, write_new
from waymark.reports.states import CannotNow

WHO_SAYS_SO = "who_says_so"


@transaction.atomic
def place_hold(case: Case, reason: str, who_says_so: str, *, by: Worker) -> LegalHold:
    """Keep everything in a case as it is; both texts are sealed. Raises NotAllowed, CannotNow."""
    locked = _begin(case, by)
    hold = LegalHold(case=locked, author=by)
    write_new(hold, sealed(reason=reason, **{WHO_SAYS_SO: who_says_so}))
    audit.record(Event.HOLD_PLACED, by=by, target=hold)
    return hold


@transaction.atomic
def lift_hold(hold: LegalHold, *, by: Worker) -> LegalHold:
    """Let go of a case; other holds on it stand. Idempotent. Raises NotAllowed, CannotNow."""
    _begin(hold.case, by)
    locked = lock(hold)
    if locked.lifted_at is None:
        locked.lifted_at = timezone.now()
        locked.save(update_fields=["lifted_at"])
        audit.record(Event.HOLD_LIFTED, by=by, target=locked)
    return locked


def _begin(case: Case, by: Worker) -> Case:
    locked = lock_case(case.pk)
    require(may_supervise, by, locked)
    if locked.state == CaseState.ERASED:
        raise CannotNow(_("This case is erased. Nothing can be done with it any more."))
    return locked
