"""Changes to a worker's account by its administrator."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.actions.invitations import (
    Invited,
    check_roles,
    withdraw_invitation,
    write_invitation,
)
from waymark.accounts.actions.memberships import put_out_everywhere
from waymark.accounts.models import (
    Invitation,
    Passkey,
    RecoveryCode,
    SignIn,
    TotpDevice,
    Worker,
    WorkerRole,
)
from waymark.accounts.permissions import may_manage_workers, require
from waymark.accounts.roles import OPENS_RECORDS, Role
from waymark.audit import log
from waymark.audit.events import Event
from waymark.audit.models import Actor


@transaction.atomic
def change_roles(
    worker: Worker, roles: frozenset[Role], *, by: Worker, even_if_only: bool = False
) -> None:
    """Give a worker other roles; without one that opens records they leave every compartment.

    Raises NotAllowed, ValidationError, OnlyMember.
    """
    require(may_manage_workers, by, worker)
    check_roles(roles)
    if worker.pk == by.pk and Role.ADMINISTRATOR not in roles:
        raise ValidationError({"roles": _("Another administrator must take this role from you.")})
    if not roles & OPENS_RECORDS:
        _put_out(worker, by, even_if_only=even_if_only)
    WorkerRole.objects.filter(worker=worker).delete()
    WorkerRole.objects.bulk_create(WorkerRole(worker=worker, role=role) for role in sorted(roles))
    log.record(Event.WORKER_CHANGED, by=by, target=worker)


@transaction.atomic
def deactivate(worker: Worker, *, by: Worker, even_if_only: bool = False) -> None:
    """Close an account at once: signed out everywhere, out of every compartment. Idempotent.

    Raises NotAllowed, ValidationError for one's own account, OnlyMember.
    """
    require(may_manage_workers, by, worker)
    if worker.pk == by.pk:
        raise ValidationError(_("Another administrator must close your account."))
    if not worker.is_active:
        return
    _put_out(worker, by, even_if_only=even_if_only)
    SignIn.objects.filter(worker=worker).delete()
    withdraw_invitation(worker)
    worker.is_active = False
    worker.save(update_fields=["is_active"])
    log.record(Event.WORKER_DEACTIVATED, by=by, target=worker)


@transaction.atomic
def reset(worker: Worker, *, by: Worker, even_if_only: bool = False) -> Invited:
    """Invite a worker anew who has lost the password, or whose account was closed.

    Key pair, factors, sign-ins and memberships go; a supervisor lets them in again afterwards.
    Raises NotAllowed, ValidationError for one's own account, OnlyMember.
    """
    require(may_manage_workers, by, worker)
    if worker.pk == by.pk:
        raise ValidationError(_("Another administrator must reset your account."))
    return start_anew(worker, by=by, even_if_only=even_if_only)


@transaction.atomic
def start_anew(worker: Worker, *, by: Worker | Actor, even_if_only: bool = False) -> Invited:
    """What `reset` does, without a permission: for `waymark recover`, whose user has the machine.

    Raises OnlyMember.
    """
    _put_out(worker, by, even_if_only=even_if_only)
    for rows in (SignIn, TotpDevice, Passkey, RecoveryCode):
        rows._default_manager.filter(worker=worker).delete()
    holder, worker.holder, worker.is_active = worker.holder, None, True
    worker.save(update_fields=["holder", "is_active"])
    if holder is not None:
        holder.delete()
    log.record(Event.WORKER_RESET, by=by, target=worker)
    return write_invitation(worker)


def _put_out(worker: Worker, by: Worker | Actor, *, even_if_only: bool) -> None:
    """Out of every compartment, whether as a worker or as somebody invited."""
    put_out_everywhere(worker, worker.holder, by=by, even_if_only=even_if_only)
    invitation = Invitation.objects.filter(worker=worker).select_related("holder").first()
    if invitation is not None:
        put_out_everywhere(worker, invitation.holder, by=by, even_if_only=even_if_only)
