"""What else happens when a record is erased: nothing of it lies elsewhere in this room."""

from django.utils import timezone

from waymark.cases.forgetting import copies, hanging
from waymark.cases.forgetting.copies import Copies
from waymark.cases.models import today
from waymark.referrals.consent.hooks import on_end
from waymark.referrals.consent.states import ENDED
from waymark.referrals.models import (
    Disclosure,
    Referral,
    Release,
    ReleaseState,
    RightsRequest,
    TaskState,
)
from waymark.referrals.referring.actions.common import destroy_packets, lock, step_to
from waymark.referrals.referring.actions.forgetting import forget_copies
from waymark.referrals.referring.states import OPEN
from waymark.referrals.rights.came_in import forget_what_came
from waymark.referrals.rights.received import received


def register() -> None:
    """Name what is emptied, and what ends before."""
    given = {"to_organisation": None, "to_service": None, "signed_on": None}
    moments = {"expires_on": today, "active_at": None, "withdrawn_at": None}
    hanging.register(Release, {**given, **moments}, before=_end_release)
    emptied = {"to_service": None, "lookup": None, "status_reason": "", "received_by": None}
    # The receiver stays named: the desk has to see that what came to it was recalled.
    hanging.register(Referral, {**emptied, "answer_due_at": None}, before=_end_referral)
    hanging.register(Disclosure, {"due_at": None, "produced_at": None})
    hanging.register(RightsRequest, {"kind": "", "due_on": None, "decided_at": None})
    copies.register("sent", Copies(forget_copies, received))
    copies.register("came in", Copies(forget_what_came))


def _end_release(release: Release) -> None:
    """Nothing leaves any more under a release whose words are gone."""
    if release.state not in ENDED:
        release.state, release.withdrawn_at = ReleaseState.WITHDRAWN, timezone.now()
        release.version += 1
        release.save()
        on_end(release)


def _end_referral(referral: Referral) -> None:
    """What was sent is destroyed on both sides; an open referral is recalled."""
    held = lock(referral.pk)
    destroy_packets(held)
    if held.state in OPEN:
        step_to(held, TaskState.CANCELLED)
