"""What came out is kept for half a year; whoever needs it longer has saved it by then."""

from datetime import datetime, timedelta

from django.db import transaction

from waymark.analysis.models import ENDED, EstimateJob
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor

KEPT_DAYS = 180


def remove_old(now: datetime) -> int:
    """Remove what ended so long ago; returns how many."""
    old = EstimateJob.objects.filter(
        state__in=ENDED, ended_at__lt=now - timedelta(days=KEPT_DAYS)
    ).only("pk")
    if not old.exists():
        return 0
    with transaction.atomic():
        gone = list(old)
        EstimateJob.objects.filter(pk__in=[job.pk for job in gone]).delete()
        audit.record_each(Event.ESTIMATE_REMOVED, by=Actor.SYSTEM, targets=gone)
    return len(gone)
