"""Which step is allowed in which state of a case. The one place that says so."""

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.cases.models import Case, CaseState
from waymark.reports.states import CannotNow


class CaseStep(Enum):
    """What changes a case, besides reading it."""

    ACTIVATE = "activate"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    REOPEN = "reopen"
    RECORD = "record"  # notes, people, plans, services, releases
    ASSIGN = "assign"
    ERASE = "erase"


OPEN = frozenset({CaseState.INTAKE, CaseState.ACTIVE, CaseState.FOLLOW_UP})
CLOSED = frozenset({CaseState.CLOSED, CaseState.CLOSED_REFERRED})

ALLOWED: dict[CaseStep, frozenset[CaseState]] = {
    CaseStep.ACTIVATE: frozenset({CaseState.INTAKE, CaseState.FOLLOW_UP}),
    CaseStep.FOLLOW_UP: frozenset({CaseState.ACTIVE}),
    CaseStep.CLOSE: OPEN,
    CaseStep.REOPEN: CLOSED,
    CaseStep.RECORD: OPEN,
    CaseStep.ASSIGN: OPEN,
    CaseStep.ERASE: OPEN | CLOSED,
}

_WHY_NOT: dict[CaseState, Promise] = {
    CaseState.CLOSED: _("This case is closed. Reopen it first."),
    CaseState.CLOSED_REFERRED: _("This case is closed and referred on. Reopen it first."),
    CaseState.ERASED: _("This case is erased. Nothing can be done with it any more."),
    CaseState.INTAKE: _("This case is still in intake. Make it active first."),
}
_IS_OPEN = _("This case is open, and further on than that step.")


def require_step(step: CaseStep, case: Case) -> None:
    """Raise CannotNow, with a sentence for the worker, when the state does not allow the step."""
    state = CaseState(case.state)
    if state not in ALLOWED[step]:
        raise CannotNow(_WHY_NOT.get(state, _IS_OPEN))


def is_allowed(step: CaseStep, case: Case) -> bool:
    """Whether the case's state allows the step."""
    return CaseState(case.state) in ALLOWED[step]
