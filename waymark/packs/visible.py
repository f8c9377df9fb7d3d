"""Whose records a worker may count: those of their circles, none behind a wall."""

from django.db.models import QuerySet

from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.cases.models import Case, CaseState
from waymark.cases.queries.visible import behind_no_wall
from waymark.packs.models import PackRun
from waymark.reports.models import Recipient, Report
from waymark.reports.models import State as ReportState
from waymark.vault.models import CompartmentKey

COUNTS = frozenset({Role.SUPERVISOR, Role.ANALYST})


def may_count(worker: Worker) -> bool:
    """Supervisors and analysts who have a key."""
    able = worker.is_active and worker.holder_id is not None
    return able and bool(worker.roles & COUNTS)


def may_use_run(worker: Worker, run: PackRun) -> bool:
    """Whoever made a run, while they may count."""
    return may_count(worker) and run.worker_id == worker.pk


def runs_of(worker: Worker) -> QuerySet[PackRun]:
    """A worker's own runs, the newest first."""
    if not may_count(worker):
        return PackRun.objects.none()
    return PackRun.objects.filter(worker=worker).order_by("-started_at", "pk")


def countable_cases(worker: Worker) -> QuerySet[Case]:
    """The cases of a worker's circles that are not erased and behind no wall."""
    if not may_count(worker):
        return Case.objects.none()
    mine = Case.objects.filter(compartment__in=circles(worker).values("compartment_id"))
    open_to = behind_no_wall(mine, worker)
    return open_to.exclude(state=CaseState.ERASED)


def countable_reports(worker: Worker) -> QuerySet[Report]:
    """The reports to recipients of a worker's circles that are not erased."""
    if not may_count(worker):
        return Report.objects.none()
    rows = Recipient.compartments.through.objects.filter(
        compartment_id__in=circles(worker).values("compartment_id")
    )
    own = Recipient.objects.filter(
        organisation_id=worker.organisation_id, pk__in=rows.values("recipient_id")
    )
    return Report.objects.filter(recipient__in=own).exclude(state=ReportState.ERASED)


def circles(worker: Worker) -> QuerySet[CompartmentKey]:
    """The keys of the circles that a worker belongs to."""
    return CompartmentKey.objects.filter(membership__holder=worker.holder)
