"""Partners elsewhere: a key each, and the places of the partner tier sealed to it as well."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.directory.models import ClosedPlace, Location, Partner
from waymark.directory.permissions import may_manage_partners
from waymark.directory.tiers import Tier
from waymark.vault import locks, records
from waymark.vault.keyring import Keyring
from waymark.vault.reader_keys import new_reader_key, read_key

LONGEST_NAME = 120


@dataclass(frozen=True)
class Added:
    """A new partner, their key (shown this once), and the places that could not be added."""

    partner: Partner
    key: str = field(repr=False)
    left: tuple[Location, ...]


@transaction.atomic
def add_partner(name: str, *, by: Worker, keyring: Keyring) -> Added:
    """Make a partner's key and seal to it the places that `by` can open.

    Places that another house sealed before are left: they open to the partner once that house
    saves them again. Raises NotAllowed, ValidationError.
    """
    require(may_manage_partners, by)
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise ValidationError({"name": _("Write the partner's name.")})
    if Partner.objects.filter(name__iexact=name, revoked_at=None).exists():
        raise ValidationError({"name": _("There is a partner of this name. Revoke it first.")})
    # Alone, so that no place is being sealed to the partners as they were a moment ago.
    locks.change_keys()
    key = new_reader_key()
    read = read_key(key)
    assert read is not None  # noqa: S101  it was made a line before
    partner = Partner.objects.create(
        organisation=by.organisation,
        name=name,
        lookup=read.lookup,
        public_key=read.pair.public,
        created_at=timezone.now(),
    )
    left = _seal_to(read.pair.public, keyring)
    audit.record(Event.PARTNER_ADDED, by=by, target=partner)
    return Added(partner, key, left)


@transaction.atomic
def revoke_partner(partner: Partner, *, by: Worker) -> Partner:
    """Take a key back. What the partner has read they may have kept. Raises NotAllowed."""
    require(may_manage_partners, by, partner)
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        records.remove_reader(bytes(locked.public_key))
        audit.record(Event.PARTNER_REVOKED, by=by, target=locked)
    return locked


def _seal_to(reader: bytes, keyring: Keyring) -> tuple[Location, ...]:
    """Add a reader to every closed place of the partner tier that opens; returns the others."""
    rows = ClosedPlace.objects.filter(location__tier=Tier.PARTNER).order_by("pk")
    places = list(rows.select_related("location__steward"))
    keys = keyring.data_keys([row.envelope_id for row in places])
    for key in keys.values():
        records.add_reader(key, reader)
    return tuple(row.location for row in places if row.envelope_id not in keys)
