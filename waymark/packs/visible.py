"""Whose records a worker may count: those of their circles, none behind a wall."""

from django.db.models import Exists, OuterRef, QuerySet

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
    """Whoever made a run, while they may count and are in all the circles that it counted."""
    return runs_of(worker).filter(pk=run.pk).exists()


def runs_of(worker: Worker) -> QuerySet[PackRun]:
    """A worker's own runs of circles in which they still are, the newest first."""
    if not may_count(worker):
        return PackRun.objects.none()
    rows = PackRun.objects.filter(~left_since(), worker=worker)
    return rows.order_by("-started_at", "pk")


def left_since() -> Exists:
    """Whether the worker of a run has left one of the circles that it counted."""
    counted = PackRun.circles.through.objects.filter(packrun=OuterRef("pk"))
    holder = OuterRef(OuterRef("worker__holder"))
    still = CompartmentKey.objects.filter(
        compartment=OuterRef("compartment"), membership__holder=holder
    )
    return Exists(counted.filter(~Exists(still)))


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
