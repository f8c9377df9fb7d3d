"""Which step is allowed in which state of a request. The one place that says so."""

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.referrals.models import RightKind, RightsRequest, RightsState
from waymark.reports.states import CannotNow


class RightsStep(Enum):
    """What is done with a request."""

    DECIDE = "decide"
    COPY = "copy"
    FINISH = "finish"


ALLOWED: dict[RightsStep, RightsState] = {
    RightsStep.DECIDE: RightsState.OPEN,
    RightsStep.COPY: RightsState.GRANTED,
    RightsStep.FINISH: RightsState.GRANTED,
}
_WHY_NOT: dict[RightsState, Promise] = {
    RightsState.OPEN: _("Nobody has decided about this request yet."),
    RightsState.GRANTED: _("This request is granted already."),
    RightsState.DONE: _("This request is done."),
    RightsState.REFUSED: _("This request was refused."),
}


def require_rights_step(step: RightsStep, request: RightsRequest) -> None:
    """Raise CannotNow, with a sentence, when the state or the kind does not allow the step."""
    if not is_allowed(step, request):
        raise CannotNow(_WHY_NOT[RightsState(request.state)])


def is_allowed(step: RightsStep, request: RightsRequest) -> bool:
    """Whether the request's state and kind allow the step."""
    fits = step is not RightsStep.COPY or request.kind == RightKind.COPY
    return fits and request.state == ALLOWED[step]
