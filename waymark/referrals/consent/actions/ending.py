"""A release ends: the person takes it back, or its last day is over."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.models import today
from waymark.referrals.consent.actions.drafting import begin
from waymark.referrals.consent.hooks import on_end
from waymark.referrals.consent.states import GIVEN, ReleaseStep
from waymark.referrals.models import Release, ReleaseState

BATCH = 200


@transaction.atomic
def withdraw(release: Release, *, by: Worker) -> Release:
    """Take a release back, in whatever state the case is. From then on nothing leaves under it.

    Needs no key: whoever may open the case does it at once. Raises NotAllowed, CannotNow.
    """
    locked = begin(ReleaseStep.WITHDRAW, release, by)
    locked.state, locked.withdrawn_at = ReleaseState.WITHDRAWN, timezone.now()
    locked.version += 1
    locked.save(update_fields=["state", "withdrawn_at", "version"])
    on_end(locked)
    audit.record(Event.RELEASE_WITHDRAWN, by=by, target=locked)
    return locked


def expire_due(_: datetime | None = None) -> int:
    """Say of releases whose last day is over that they have expired. Returns how many.

    The gate does not wait for this: it looks at the day itself.
    """
    return sum(iter(_expire_batch, 0))


@transaction.atomic
def _expire_batch() -> int:
    rows = Release.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    due = rows.filter(state__in=GIVEN, expires_on__lt=today()).order_by("expires_on", "pk")
    expired = list(due[:BATCH])
    for release in expired:
        release.state = ReleaseState.EXPIRED
        release.version += 1
    Release.objects.bulk_update(expired, ["state", "version"])
    for release in expired:
        on_end(release)
    audit.record_each(Event.RELEASE_EXPIRED, by=Actor.SYSTEM, targets=expired)
    return len(expired)
