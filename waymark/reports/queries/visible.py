"""Where every staff read of reports starts."""

from django.db.models import Exists, OuterRef, QuerySet

from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.reports.models import Recipient, Report, Situation
from waymark.vault.models import CompartmentKey, Membership, WrappedDataKey

WORKS_ON_REPORTS = frozenset({Role.HOTLINE_WORKER, Role.CASE_MANAGER, Role.SUPERVISOR})


def works_on_reports(worker: Worker) -> bool:
    """Whether one of the worker's roles opens reports, and the worker has a key to do it."""
    able = worker.is_active and worker.holder_id is not None
    return able and bool(worker.roles & WORKS_ON_REPORTS)


def recipients_open_to(worker: Worker) -> QuerySet[Recipient]:
    """The recipients of the worker's organisation whose compartments the worker belongs to."""
    if not works_on_reports(worker):
        return Recipient.objects.none()
    keys = CompartmentKey.objects.filter(membership__holder=worker.holder)
    found = Recipient.compartments.through.objects.filter(
        compartment_id__in=keys.values("compartment_id")
    )
    return Recipient.objects.filter(
        organisation_id=worker.organisation_id, pk__in=found.values("recipient_id")
    )


def visible_to(worker: Worker) -> QuerySet[Report]:
    """The reports that a worker may see, erased and withdrawn ones as tombstones."""
    return Report.objects.filter(recipient__in=recipients_open_to(worker))


def situations_visible_to(worker: Worker) -> QuerySet[Situation]:
    """The situations whose title one of the worker's compartments opens."""
    if not works_on_reports(worker):
        return Situation.objects.none()
    # Asked for each situation: asked for all at once, SQLite would list every key of the worker.
    mine = Membership.objects.filter(holder=worker.holder).values("compartment_key")
    opens = WrappedDataKey.objects.filter(envelope=OuterRef("envelope"), compartment_key__in=mine)
    return Situation.objects.filter(Exists(opens), organisation_id=worker.organisation_id)


def colleagues_for(recipient: Recipient) -> QuerySet[Worker]:
    """The active workers who can open what goes to a recipient, by name."""
    members = CompartmentKey.objects.filter(compartment__in=recipient.compartments.all())
    return (
        Worker.objects.filter(
            organisation_id=recipient.organisation_id,
            is_active=True,
            holder__memberships__compartment_key__in=members,
            role_rows__role__in=WORKS_ON_REPORTS,
        )
        .distinct()
        .order_by("name", "pk")
    )
