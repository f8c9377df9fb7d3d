"""Who opens an organisation's compartments."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import RotationDue, Worker
from waymark.accounts.permissions import may_manage_compartments, may_open_records, require
from waymark.audit import log
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.vault import actions as vault
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment, Holder, Membership


class OnlyMember(Exception):
    """Nobody else opens these compartments; only the printed recovery key would be left."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def holder_of(worker: Worker) -> Holder:
    """The worker's key holder. Raises ValidationError until they have joined."""
    if worker.holder is None:
        raise ValidationError(_("This worker has not joined yet."))
    return worker.holder


def check_may_join(worker: Worker) -> None:
    """Raise ValidationError for a worker whose roles open no records."""
    if not worker.is_active or not may_open_records(worker):
        raise ValidationError(
            _("This worker's roles open no reports. Give them another role first.")
        )


@transaction.atomic
def add_member(compartment: Compartment, worker: Worker, *, by: Worker, keyring: Keyring) -> None:
    """Let a worker open a compartment. `keyring` is the adding worker's, who must be a member.

    Raises NotAllowed, ValidationError, and CannotOpen when `by` is no member.
    """
    require(may_manage_compartments, by, compartment)
    if worker.organisation_id != by.organisation_id:
        raise ValidationError(_("This worker belongs to another organisation."))
    check_may_join(worker)
    vault.add_member(compartment, holder_of(worker), by=keyring)
    _record(Event.MEMBER_ADDED, by, compartment, worker)


@transaction.atomic
def remove_member(
    compartment: Compartment, worker: Worker, *, by: Worker, keyring: Keyring
) -> None:
    """Put a worker out of a compartment and rotate its key.

    Raises NotAllowed, LastMember, and CannotOpen when `by` is no member.
    """
    require(may_manage_compartments, by, compartment)
    vault.remove_member(compartment, holder_of(worker), by=keyring)
    _record(Event.MEMBER_REMOVED, by, compartment, worker)
    _rotated(compartment, by)


@transaction.atomic
def rotate(compartment: Compartment, *, by: Worker, keyring: Keyring) -> None:
    """Give a compartment a new key and re-seal what it opens. Raises NotAllowed, CannotOpen."""
    require(may_manage_compartments, by, compartment)
    vault.rotate(compartment, by=keyring)
    _rotated(compartment, by)


def _rotated(compartment: Compartment, by: Worker) -> None:
    RotationDue.objects.filter(compartment=compartment).delete()
    log.record(Event.COMPARTMENT_ROTATED, by=by, target=compartment)


def _record(event: Event, by: Worker | Actor, compartment: Compartment, worker: Worker) -> None:
    """Two entries, because an entry names one thing: the circle, and who came or went."""
    log.record(event, by=by, target=compartment)
    log.record(event, by=by, target=worker)


def only_member_of(holder: Holder | None) -> list[str]:
    """Names of the compartments that nobody but this holder can open."""
    if holder is None:
        return []
    own = Membership.objects.filter(holder=holder).select_related("compartment_key__compartment")
    return [
        row.compartment_key.compartment.name
        for row in own
        if not Membership.objects.filter(compartment_key=row.compartment_key)
        .exclude(holder=holder)
        .exists()
    ]


def put_out_everywhere(
    worker: Worker, holder: Holder | None, *, by: Worker | Actor, even_if_only: bool
) -> None:
    """Delete every membership of a worker at once; supervisors are told to rotate.

    Raises OnlyMember when records would then open with the recovery key alone, unless
    `even_if_only`. The caller has checked the permission.
    """
    if (names := only_member_of(holder)) and not even_if_only:
        raise OnlyMember(names)
    rows = Membership.objects.filter(holder=holder).select_related("compartment_key__compartment")
    for row in rows:
        compartment = row.compartment_key.compartment
        RotationDue.objects.get_or_create(compartment=compartment)
        _record(Event.MEMBER_REMOVED, by, compartment, worker)
    rows.delete()
