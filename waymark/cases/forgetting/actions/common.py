"""How the actions of this slice begin."""

from collections.abc import Iterable

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.cases.beginning import lock_case
from waymark.cases.forgetting.burying import require_no_hold
from waymark.cases.models import Case
from waymark.cases.permissions import may_supervise
from waymark.cases.states import CaseStep, require_step


def begin_erasing(cases: Iterable[Case], by: Worker) -> list[Case]:
    """Hold these cases until commit, if `by` may erase in each of them now.

    Raises NotAllowed, and CannotNow where one is erased or under a legal hold.
    """
    locked = hold_cases(cases)
    for case in locked:
        require(may_supervise, by, case)
    for case in locked:
        require_step(CaseStep.ERASE, case)
    require_no_hold(locked)
    return locked


def hold_cases(cases: Iterable[Case]) -> list[Case]:
    """Hold cases until commit, each once and in one order, so that two never wait for each other.

    It asks nobody: whoever takes a step in them is asked afterwards.
    """
    return [lock_case(pk) for pk in sorted({case.pk for case in cases})]
