"""What `waymark setup`, `waymark recover` and the demonstration do to accounts.

Whoever runs these has the machine and its database, so no permission is checked; all is audited.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts import passwords
from waymark.accounts.actions import memberships
from waymark.accounts.actions.invitations import Invited, new_worker, write_invitation
from waymark.accounts.models import Organisation, TotpDevice, Worker
from waymark.accounts.roles import Role
from waymark.accounts.totp import seal_secret
from waymark.audit import log
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.vault import actions as vault
from waymark.vault import letters
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment, Holder

RECOVERY_KEY_BYTES = 32
HOTLINE = "Hotline"
CASE_MANAGEMENT = "Case management"
# Opens the places of shelters, proposed changes and suggestions.
DIRECTORY = "Directory"


@dataclass(frozen=True)
class Newcomer:
    """Somebody to invite at set-up."""

    login: str
    name: str
    roles: frozenset[Role]
    email: str = ""


@transaction.atomic
def create_organisation(
    name: str, country: str, time_zone: str = "UTC"
) -> tuple[Organisation, str]:
    """Make an organisation and its recovery key.

    `country` is two letters (ISO 3166-1). Returns the organisation and the recovery code to print:
    the only other way into its records, shown this once.
    """
    organisation = Organisation(name=name, country=country, time_zone=time_zone)
    organisation.full_clean()
    organisation.save()
    code = letters.encode(vault.create_recovery_key(organisation.id))
    log.record(Event.ORGANISATION_CREATED, by=Actor.SYSTEM, target=organisation)
    log.record(Event.RECOVERY_KEY_CREATED, by=Actor.SYSTEM, target=organisation)
    return organisation, code


@transaction.atomic
def create_compartment(
    organisation: Organisation, name: str, first_members: Iterable[Holder]
) -> Compartment:
    """Make a compartment that the first members and the recovery key can open."""
    compartment = vault.create_compartment(organisation.id, name, first_members)
    log.record(Event.COMPARTMENT_CREATED, by=Actor.SYSTEM, target=compartment)
    return compartment


@transaction.atomic
def invite_first_workers(
    organisation: Organisation,
    newcomers: Iterable[Newcomer],
    *,
    compartments: tuple[str, ...] = (HOTLINE, CASE_MANAGEMENT, DIRECTORY),
) -> list[Invited]:
    """Invite an organisation's first workers and make its compartments.

    Supervisors among them become the compartments' first members, through their invitation.
    Raises ValidationError when there is no supervisor, when roles exclude each other, or when a
    sign-in name is taken.
    """
    invited = [_invite(organisation, newcomer) for newcomer in newcomers]
    supervisors = [each for each in invited if Role.SUPERVISOR in each.worker.roles]
    if not supervisors:
        raise ValidationError(_("Somebody must be supervisor: they decide who opens reports."))
    for name in compartments:
        create_compartment(organisation, name, [each.invitation.holder for each in supervisors])
    return invited


def _invite(organisation: Organisation, newcomer: Newcomer) -> Invited:
    worker = new_worker(
        organisation,
        login=newcomer.login,
        name=newcomer.name,
        email=newcomer.email,
        roles=newcomer.roles,
    )
    log.record(Event.WORKER_INVITED, by=Actor.SYSTEM, target=worker)
    return write_invitation(worker)


@transaction.atomic
def create_worker_with_password(
    organisation: Organisation,
    login: str,
    name: str,
    roles: Iterable[Role],
    password: str,
    *,
    totp_secret: str = "",
) -> tuple[Worker, Keyring]:
    """Make a worker who can sign in at once; for the demonstration and for tests.

    `totp_secret` (base32, as `pyotp.random_base32()` gives it) enrols a one-time code generator.
    Returns the worker and the opened keyring. Raises ValidationError.
    """
    worker = new_worker(organisation, login=login, name=name, roles=frozenset(roles))
    holder, pair = vault.create_holder(passwords.normalise(password))
    worker.holder = holder
    worker.save(update_fields=["holder"])
    if totp_secret:
        device = TotpDevice(worker=worker)
        seal_secret(device, totp_secret)
        device.save(force_insert=True)
    log.record(Event.WORKER_JOINED, by=Actor.SYSTEM, target=worker)
    return worker, Keyring(holder, pair)


@transaction.atomic
def recover_membership(worker: Worker, recovery_code: str) -> list[Compartment]:
    """Admit a worker to every compartment of their organisation with the printed recovery code.

    Returns the compartments. Raises ValidationError when the code is mistyped or the worker may
    hold no records, and CannotOpen when the code is not this organisation's.
    """
    private = letters.decode(recovery_code, RECOVERY_KEY_BYTES)
    if private is None:
        raise ValidationError(_("The recovery code has a mistake. Check each group of letters."))
    memberships.check_may_join(worker)
    holder = memberships.holder_of(worker)
    compartments = list(Compartment.objects.filter(owner=worker.organisation_id).order_by("name"))
    for compartment in compartments:
        vault.recover(private, compartment, holder)
        log.record(Event.MEMBER_ADDED, by=Actor.SYSTEM, target=compartment)
    log.record(Event.RECOVERY_KEY_USED, by=Actor.SYSTEM, target=worker)
    return compartments
