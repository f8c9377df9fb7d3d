"""Which step is allowed in which state of a release. The one place that says so."""

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.referrals.models import Release, ReleaseState
from waymark.reports.states import CannotNow


class ReleaseStep(Enum):
    """What changes a release, or begins another one from it."""

    CHANGE = "change"
    SIGN = "sign"
    ACTIVATE = "activate"
    WITHDRAW = "withdraw"
    RENEW = "renew"


GIVEN = frozenset({ReleaseState.SIGNED, ReleaseState.ACTIVE})
ENDED = frozenset({ReleaseState.EXPIRED, ReleaseState.WITHDRAWN})
ALLOWED: dict[ReleaseStep, frozenset[ReleaseState]] = {
    ReleaseStep.CHANGE: frozenset({ReleaseState.DRAFT}),
    ReleaseStep.SIGN: frozenset({ReleaseState.DRAFT}),
    ReleaseStep.ACTIVATE: frozenset({ReleaseState.SIGNED}),
    ReleaseStep.WITHDRAW: frozenset(ReleaseState) - ENDED,
    ReleaseStep.RENEW: frozenset(ReleaseState) - {ReleaseState.DRAFT},
}
# A person takes back what they allowed whatever became of the case.
IN_AN_OPEN_CASE = frozenset(ReleaseStep) - {ReleaseStep.WITHDRAW}

_WHY_NOT: dict[ReleaseState, Promise] = {
    ReleaseState.DRAFT: _("This release is a draft. The person has not agreed to it yet."),
    ReleaseState.SIGNED: _("This release is signed. To change it, withdraw it and begin another."),
    ReleaseState.ACTIVE: _("This release is active. To change it, withdraw it and begin another."),
    ReleaseState.EXPIRED: _("This release has expired. Renew it and ask the person again."),
    ReleaseState.WITHDRAWN: _("This release is withdrawn. Begin another if the person agrees."),
}


def require_release_step(step: ReleaseStep, release: Release) -> None:
    """Raise CannotNow, with a sentence for the worker, when the state does not allow the step."""
    state = ReleaseState(release.state)
    if state not in ALLOWED[step]:
        raise CannotNow(_WHY_NOT[state])


def is_allowed(step: ReleaseStep, release: Release) -> bool:
    """Whether the release's state allows the step."""
    return ReleaseState(release.state) in ALLOWED[step]
