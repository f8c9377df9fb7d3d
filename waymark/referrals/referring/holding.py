"""Whether a referral still stands on the person's release. It is asked at every opening."""

from django.utils.translation import gettext_lazy as _

from waymark.cases.models import today
from waymark.referrals.models import Referral, ReleaseState, TaskState
from waymark.referrals.referring.states import OPEN
from waymark.reports.states import CannotNow

NO_LONGER = _("The person’s release does not hold any more. What was sent is closed.")
READABLE = OPEN | {TaskState.COMPLETED}


def release_holds(referral: Referral) -> bool:
    """Whether its release is active today; no tick has to run first."""
    release = referral.release
    active = release.state == ReleaseState.ACTIVE and release.expires_on >= today()
    return active and not release.erased


def receiver_may_read(referral: Referral) -> bool:
    """Whether the receiver may open what was sent, as far as state and release go."""
    return referral.state in READABLE and release_holds(referral)


def require_holding(referral: Referral) -> None:
    """Raise CannotNow where the release does not hold."""
    if not release_holds(referral):
        raise CannotNow(NO_LONGER)
