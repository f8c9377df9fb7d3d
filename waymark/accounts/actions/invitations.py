"""Invitations: a new worker's way to a key pair of their own."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts import passwords
from waymark.accounts.models import Invitation, Organisation, Worker, WorkerRole
from waymark.accounts.permissions import (
    is_allowed_together,
    may_invite,
    may_open_records,
    require,
    roles_to_invite,
)
from waymark.accounts.roles import Role
from waymark.audit import log
from waymark.audit.events import Event
from waymark.vault import actions as vault
from waymark.vault import letters
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment, Holder
from waymark.vault.primitives import CannotOpen

VALID_DAYS = 3


class InvitationUnusable(Exception):
    """The code is wrong, or the invitation has expired or was used."""


@dataclass(frozen=True)
class Invited:
    """An invitation and the code that answers it, shown once to whoever passes it on."""

    worker: Worker
    invitation: Invitation
    code: str


def new_worker(
    organisation: Organisation, *, login: str, name: str, roles: frozenset[Role], email: str = ""
) -> Worker:
    """Write a worker who has no key yet. Raises ValidationError, a message per field."""
    check_roles(roles)
    worker = Worker(
        organisation=organisation,
        login=login.strip().lower(),
        name=name.strip(),
        email=email,
        time_zone=organisation.time_zone,
    )
    worker.full_clean(exclude=["holder"])
    worker.save(force_insert=True)
    WorkerRole.objects.bulk_create(WorkerRole(worker=worker, role=role) for role in sorted(roles))
    return worker


def check_roles(roles: frozenset[Role]) -> None:
    """Raise ValidationError for no role, or for roles that exclude each other."""
    if not roles:
        raise ValidationError({"roles": _("Choose at least one role.")})
    if not is_allowed_together(roles):
        raise ValidationError(
            {
                "roles": _(
                    "An administrator runs the system and so may open no reports. "
                    "Choose administrator or the other roles; one person can have two accounts."
                )
            }
        )


def write_invitation(worker: Worker) -> Invited:
    """Make the worker's invitation, replacing an earlier one."""
    withdraw_invitation(worker)
    holder, secret = vault.create_invitation_holder()
    invitation = Invitation.objects.create(
        worker=worker, holder=holder, expires_at=timezone.now() + timedelta(days=VALID_DAYS)
    )
    return Invited(worker, invitation, letters.encode(secret))


def withdraw_invitation(worker: Worker) -> None:
    """Delete a worker's unanswered invitation with its key pair and memberships."""
    Holder.objects.filter(invitation__worker=worker).delete()


@transaction.atomic
def invite(
    *,
    login: str,
    name: str,
    roles: frozenset[Role],
    by: Worker,
    email: str = "",
    compartments: Iterable[Compartment] = (),
    keyring: Keyring | None = None,
) -> Invited:
    """Invite somebody into the inviting worker's organisation.

    `compartments`, which the inviter must be a member of (`keyring`), are passed on with the
    invitation. Raises NotAllowed, ValidationError, CannotOpen.
    """
    require(may_invite, by)
    if not roles <= roles_to_invite(by):
        raise ValidationError({"roles": _("You cannot give away all of these roles.")})
    worker = new_worker(by.organisation, login=login, name=name, roles=roles, email=email)
    invited = write_invitation(worker)
    log.record(Event.WORKER_INVITED, by=by, target=worker)
    for compartment in compartments:
        _pass_on(compartment, invited, by, keyring)
    return invited


def _pass_on(
    compartment: Compartment, invited: Invited, by: Worker, keyring: Keyring | None
) -> None:
    if keyring is None or compartment.owner != by.organisation_id:
        raise CannotOpen("not a compartment of the inviting worker")
    if not may_open_records(invited.worker):
        raise ValidationError({"compartments": _("These roles open no reports.")})
    vault.add_member(compartment, invited.invitation.holder, by=keyring)
    log.record(Event.MEMBER_ADDED, by=by, target=compartment)
    log.record(Event.MEMBER_ADDED, by=by, target=invited.worker)


@transaction.atomic
def accept_invitation(invitation_id: uuid.UUID, code: str, password: str) -> tuple[Worker, Keyring]:
    """Give the invited worker a key pair closed with their password, and use the invitation up.

    Raises InvitationUnusable, and ValidationError for a password that is easy to guess.
    """
    invitation = usable_invitation(invitation_id)
    secret = letters.decode(code, vault.INVITATION_BYTES)
    if invitation is None or secret is None:
        raise InvitationUnusable
    if vault.invitation_pair(secret).public != bytes(invitation.holder.public_key):
        raise InvitationUnusable
    worker = invitation.worker
    password = passwords.normalise(password)
    passwords.check(password, about=(worker.login, worker.name, worker.organisation.name))
    holder, pair = vault.accept_invitation(secret, invitation.holder, password)
    worker.holder = holder
    worker.save(update_fields=["holder"])
    log.record(Event.WORKER_JOINED, by=worker, target=worker)
    return worker, Keyring(holder, pair)


def usable_invitation(invitation_id: uuid.UUID) -> Invitation | None:
    """The invitation, locked until commit, unless it has expired or its worker has left."""
    found = Invitation.objects.select_for_update().filter(
        pk=invitation_id, expires_at__gt=timezone.now(), worker__is_active=True
    )
    return found.select_related("worker__organisation", "holder").first()
