"""Where every staff read of the directory starts: which services a worker may know of."""

from uuid import UUID

from django.db.models import Q, QuerySet

from waymark.accounts.actions.setup import DIRECTORY
from waymark.accounts.models import Worker
from waymark.directory.models import (
    Location,
    Partner,
    PendingChange,
    PendingState,
    Service,
    Suggestion,
)
from waymark.directory.permissions import (
    may_answer_suggestions,
    may_manage_partners,
    may_read_directory,
    may_read_pending,
)
from waymark.directory.tiers import Tier
from waymark.vault.models import Membership


def in_circle(worker: Worker) -> bool:
    """Whether the worker belongs to the circle of their organisation for the directory."""
    if worker.holder_id is None:
        return False
    rows = Membership.objects.filter(
        holder_id=worker.holder_id,
        compartment_key__compartment__owner=worker.organisation_id,
        compartment_key__compartment__name=DIRECTORY,
    )
    return rows.exists()


def visible_to(worker: Worker) -> QuerySet[Service]:
    """The services that a worker may know of.

    What partners may know every member of the coalition knows; a caseworkers' service only the
    house that looks after it; a sealed one only that house's circle.
    """
    if not may_read_directory(worker):
        return Service.objects.none()
    own = Q(steward=None) | Q(steward=worker.organisation_id)
    known = Q(tier__lte=Tier.PARTNER) | (Q(tier=Tier.CASEWORKER) & own)
    if in_circle(worker):
        known |= Q(tier=Tier.SEALED) & own
    return Service.objects.filter(known)


def highest_tier(worker: Worker) -> Tier:
    """The closed-most tier of which a worker may see anything."""
    return Tier.SEALED if in_circle(worker) else Tier.CASEWORKER


def keep_visible(worker: Worker, services: list[UUID]) -> set[UUID]:
    """Those of some services that the worker may know of."""
    return set(visible_to(worker).filter(pk__in=services).values_list("pk", flat=True))


def locations_of(service: Service) -> QuerySet[Location]:
    """Where a service is, in a steady order."""
    rows = Location.objects.filter(service_at_locations__service=service)
    return rows.select_related("steward").distinct().order_by("name", "pk")


def _about(worker: Worker) -> Q:
    """About nothing that is there yet, or about a service that the worker may know of."""
    return Q(service=None) | Q(service__in=visible_to(worker))


def pending_for(worker: Worker) -> QuerySet[PendingChange]:
    """The proposals of a worker's organisation, for those who may read them."""
    if not may_read_pending(worker):
        return PendingChange.objects.none()
    rows = PendingChange.objects.filter(_about(worker), organisation_id=worker.organisation_id)
    return rows.select_related("service", "proposed_by", "decided_by", "organisation")


def waiting_for(worker: Worker) -> QuerySet[PendingChange]:
    """Those that somebody still has to decide, the oldest first."""
    return pending_for(worker).filter(state=PendingState.WAITING).order_by("proposed_at", "pk")


def suggestions_for(worker: Worker) -> QuerySet[Suggestion]:
    """What visitors suggested to a worker's organisation, for its editors."""
    if not may_answer_suggestions(worker):
        return Suggestion.objects.none()
    rows = Suggestion.objects.filter(_about(worker), organisation_id=worker.organisation_id)
    return rows.select_related("service", "decided_by")


def partners_of(worker: Worker) -> QuerySet[Partner]:
    """The partners of a supervisor's organisation, newest first."""
    if not may_manage_partners(worker):
        return Partner.objects.none()
    rows = Partner.objects.filter(organisation_id=worker.organisation_id)
    return rows.order_by("revoked_at", "-created_at", "pk")
