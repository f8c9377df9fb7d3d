"""Which compartments open what the directory seals."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.actions.setup import DIRECTORY
from waymark.accounts.models import Organisation, Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.directory.permissions import may_make_circle
from waymark.directory.tiers import Tier
from waymark.vault import actions as vault
from waymark.vault.models import Compartment


class NoCircle(ValidationError):
    """The organisation has no circle that could open what would be sealed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Your organisation has no circle for the directory yet. "
                "A supervisor can make it on the page “Directory”."
            )
        )


def circle_of(organisation: Organisation) -> Compartment:
    """The compartment that opens an organisation's closed places. Raises NoCircle."""
    own = Compartment.objects.filter(owner=organisation.pk, name=DIRECTORY)
    found = own.select_related("key").first()
    if found is None:
        raise NoCircle
    return found


def has_circle(organisation: Organisation) -> bool:
    """Whether the compartment is there."""
    return Compartment.objects.filter(owner=organisation.pk, name=DIRECTORY).exists()


@transaction.atomic
def make_circle(*, by: Worker) -> Compartment:
    """Make the compartment, for organisations set up before there was a directory. Idempotent.

    The supervisor becomes its first member and admits others on the page of the circles.
    """
    require(may_make_circle, by)
    if has_circle(by.organisation):
        return circle_of(by.organisation)
    if by.holder is None:
        raise NoCircle
    made = vault.create_compartment(by.organisation_id, DIRECTORY, [by.holder])
    audit.record(Event.COMPARTMENT_CREATED, by=by, target=made)
    return made


def circles_for(tier: Tier, steward: Organisation) -> list[Compartment]:
    """Who opens the exact place of a location of this tier. Raises NoCircle.

    What partners may know every member of the coalition may know; what only caseworkers may know
    stays in the house that looks after it.
    """
    own = circle_of(steward)
    if tier is not Tier.PARTNER:
        return [own]
    others = Compartment.objects.filter(name=DIRECTORY).exclude(pk=own.pk).select_related("key")
    return [own, *others]
