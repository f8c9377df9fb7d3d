"""A release has ended: what was sent under it closes, and nobody may accept it any more."""

from uuid import UUID

from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.referrals.models import Referral, Release, TaskState
from waymark.referrals.referring.actions.common import close_to_receiver, lock, step_to


def release_ended(release: Release) -> None:
    """Close what was sent under a release that was withdrawn or expired, in its transaction.

    What the receiver has begun goes on without the packet; what they have not answered is over.
    """
    pks = Referral.objects.filter(release=release).order_by("pk").values_list("pk", flat=True)
    ended = [_end(pk) for pk in pks]
    audit.record_each(
        Event.REFERRAL_MOVED,
        by=Actor.SYSTEM,
        targets=[each for each in ended if each is not None],
    )


def _end(pk: UUID) -> Referral | None:
    """Close one; returns it where its state changed."""
    referral = lock(pk)
    close_to_receiver(referral)
    if referral.state != TaskState.REQUESTED:
        return None
    step_to(referral, TaskState.CANCELLED)
    return referral
