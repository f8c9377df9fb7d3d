"""Reads of this room. Every one begins with what the worker may see."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from waymark.accounts.models import Organisation, Passkey, RecoveryCode, RotationDue, SignIn, Worker
from waymark.accounts.permissions import (
    may_invite,
    may_manage_compartments,
    may_manage_workers,
    may_open_records,
)
from waymark.vault.models import Compartment, Membership


def visible_to(worker: Worker) -> QuerySet[Worker]:
    """The workers that a worker may see: those of their own organisation."""
    return (
        Worker.objects.filter(organisation_id=worker.organisation_id)
        .select_related("organisation", "holder")
        .prefetch_related("role_rows")
        .order_by("name", "pk")
    )


def managed_by(worker: Worker) -> QuerySet[Worker]:
    """The workers whose accounts a worker looks after; none for those who are no administrator."""
    return visible_to(worker) if may_manage_workers(worker) else Worker.objects.none()


def listed_for(worker: Worker) -> QuerySet[Worker]:
    """The workers on the list of somebody who invites."""
    return visible_to(worker) if may_invite(worker) else Worker.objects.none()


def compartments_of(worker: Worker) -> QuerySet[Compartment]:
    """The compartments whose members a worker decides on."""
    if not may_manage_compartments(worker):
        return Compartment.objects.none()
    own = Compartment.objects.filter(owner=worker.organisation_id)
    return own.select_related("key").order_by("name")


@dataclass(frozen=True)
class Circle:
    """A compartment, who opens it, and whether its key is to be replaced."""

    compartment: Compartment
    members: list[Worker]
    invited: list[Worker]
    rotation_due: bool
    is_member: bool


def circles(worker: Worker) -> list[Circle]:
    """The compartments of a supervisor's organisation with their members."""
    compartments = list(compartments_of(worker))
    rows = Membership.objects.filter(compartment_key__compartment__in=compartments)
    rows = rows.select_related(
        "compartment_key", "holder__worker", "holder__invitation__worker"
    ).order_by("pk")
    members: dict[UUID, list[Worker]] = defaultdict(list)
    invited: dict[UUID, list[Worker]] = defaultdict(list)
    for row in rows:
        circle = row.compartment_key.compartment_id
        if found := getattr(row.holder, "worker", None):
            members[circle].append(found)
        elif invitation := getattr(row.holder, "invitation", None):
            invited[circle].append(invitation.worker)
    rotations = RotationDue.objects.filter(compartment__in=compartments)
    due = set(rotations.values_list("compartment_id", flat=True))
    return [
        Circle(
            each,
            sorted(members[each.pk], key=lambda one: one.name),
            invited[each.pk],
            each.pk in due,
            worker in members[each.pk],
        )
        for each in compartments
    ]


def rotations_due(worker: Worker) -> QuerySet[RotationDue]:
    """The compartments whose key this supervisor should renew."""
    return RotationDue.objects.filter(compartment__in=compartments_of(worker))


def candidates(worker: Worker, circle: Circle) -> QuerySet[Worker]:
    """Who could be let into a compartment: joined, active, with a role that opens records."""
    inside = [each.pk for each in circle.members]
    others = visible_to(worker).filter(is_active=True, holder__isnull=False).exclude(pk__in=inside)
    return others.filter(pk__in=[each.pk for each in others if may_open_records(each)])


def sign_ins(worker: Worker) -> QuerySet[SignIn]:
    """Where a worker is signed in, the latest first."""
    return SignIn.objects.filter(worker=worker).order_by("-active_at")


def passkeys(worker: Worker) -> QuerySet[Passkey]:
    """A worker's passkeys, the oldest first."""
    return Passkey.objects.filter(worker=worker).order_by("created_at")


def unused_recovery_codes(worker: Worker) -> int:
    """How many recovery codes a worker has left."""
    return RecoveryCode.objects.filter(worker=worker, used_at=None).count()


def organisations() -> QuerySet[Organisation]:
    """The members of the coalition, by name."""
    return Organisation.objects.order_by("name")
