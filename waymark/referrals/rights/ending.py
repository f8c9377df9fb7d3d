"""What else happens when a record of this room is erased: nothing of it lies elsewhere."""

from django.utils import timezone

from waymark.cases.forgetting import hanging
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
from waymark.referrals.referring.states import OPEN


def register() -> None:
    """Name what is emptied, and what ends before."""
    hanging.register(Release, {"to_service": None, "signed_on": None}, before=_end_release)
    emptied = {"to_service": None, "lookup": None, "status_reason": "", "received_by": None}
    hanging.register(Referral, {**emptied, "answer_due_at": None}, before=_end_referral)
    hanging.register(Disclosure, {"due_at": None})
    hanging.register(RightsRequest, {"due_on": None})


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
