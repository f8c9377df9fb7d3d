"""Where every staff read of referrals starts."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.cases.models import Case, Wall
from waymark.cases.queries.visible import cases_visible_to
from waymark.referrals.models import Referral, ReferralDesk

RECEIVERS = frozenset({Role.HOTLINE_WORKER, Role.CASE_MANAGER, Role.SUPERVISOR})


def receives(worker: Worker) -> bool:
    """Whether the worker is in the circle of their organisation's desk, with a role that acts."""
    able = worker.is_active and worker.holder_id is not None and bool(worker.roles & RECEIVERS)
    return able and _desks_of(worker).exists()


def incoming_for(worker: Worker) -> QuerySet[Referral]:
    """What was sent to the desk of the worker's organisation, if they are in its circle.

    A wall around the case that it came from, or around the one begun from it, keeps it away, too.
    """
    if not receives(worker):
        return Referral.objects.none()
    cases = Q(case=OuterRef("case")) | Q(case__came_from__referral=OuterRef("pk"))
    walls = Wall.objects.filter(cases, worker=worker, lifted_at=None)
    return rows().filter(~Exists(walls), to_organisation_id=worker.organisation_id)


def sent_by(worker: Worker) -> QuerySet[Referral]:
    """What was sent from the cases that the worker may see."""
    return rows().filter(case__in=cases_visible_to(worker), envelope__erased_at=None)


def sent_from(case: Case) -> QuerySet[Referral]:
    """The referrals of one case, newest first."""
    return rows().filter(case=case, envelope__erased_at=None).order_by("-requested_at", "pk")


def members_of(desk: ReferralDesk) -> QuerySet[Worker]:
    """The active workers who open what comes to a desk."""
    return Worker.objects.filter(
        organisation_id=desk.organisation_id,
        is_active=True,
        holder__memberships__compartment_key__compartment=desk.compartment_id,
        role_rows__role__in=RECEIVERS,
    ).distinct()


def rows() -> QuerySet[Referral]:
    """Referrals with what their pages show."""
    return Referral.objects.select_related(
        "case__organisation",
        "participant__person",
        "release__envelope",
        "envelope",
        "to_organisation",
        "to_service",
        "author",
        "received_by",
    )


def _desks_of(worker: Worker) -> QuerySet[ReferralDesk]:
    return ReferralDesk.objects.filter(
        organisation_id=worker.organisation_id,
        compartment__key__membership__holder=worker.holder_id,
    )
