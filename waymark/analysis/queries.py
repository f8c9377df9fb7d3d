"""What a worker sees of estimates."""

from django.db.models import QuerySet

from waymark.accounts.models import Worker
from waymark.analysis.models import WAITING, EstimateJob


def visible_to(worker: Worker) -> "QuerySet[EstimateJob]":
    """The estimates of the worker's own organisation, the newest first, without what came out."""
    own = EstimateJob.objects.filter(organisation_id=worker.organisation_id)
    return own.select_related("by").order_by("-created_at", "pk")


def before(job: EstimateJob) -> int:
    """How many estimates of this installation come before a waiting one."""
    waiting = EstimateJob.objects.filter(state__in=WAITING)
    return waiting.filter(created_at__lt=job.created_at).count()


def is_any_waiting() -> bool:
    """Whether there is work: also what a process that is gone left behind."""
    return EstimateJob.objects.filter(state__in=WAITING).exists()
