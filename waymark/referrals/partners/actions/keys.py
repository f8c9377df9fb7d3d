"""Make a partner's key, and take it back."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.referrals.models import PartnerKey
from waymark.referrals.partners.keys import drawn
from waymark.referrals.partners.permissions import may_manage_keys
from waymark.referrals.partners.purposes import purposes_of_keys
from waymark.reports.states import CannotNow
from waymark.vault import locks, records

LONGEST_NAME = 120
NO_NAME = _("Write the partner's name.")
NO_PURPOSE = _("Choose what they may refer people for.")
HAS_ONE = _("This partner has a key for that already. Revoke it before you make another.")


@dataclass(frozen=True)
class MadeKey:
    """What is shown once."""

    partner: PartnerKey
    key: str = field(repr=False)


@transaction.atomic
def make_key(name: str, purpose: str, *, by: Worker) -> MadeKey:
    """A key for one partner and one purpose; of the key itself nothing is kept.

    Arguments: the partner's name; a code of `purposes_of_keys`. Raises NotAllowed, CannotNow.
    """
    require(may_manage_keys, by)
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise CannotNow(NO_NAME)
    if purpose not in {each.id for each in purposes_of_keys()}:
        raise CannotNow(NO_PURPOSE)
    # Alone, so that of two who make the same key one hears of the other.
    locks.change_keys()
    own = PartnerKey.objects.filter(organisation_id=by.organisation_id, revoked_at=None)
    if own.filter(name__iexact=name, purpose=purpose).exists():
        raise CannotNow(HAS_ONE)
    text, read = drawn()
    partner = PartnerKey.objects.create(
        organisation_id=by.organisation_id,
        name=name,
        purpose=purpose,
        lookup=read.lookup,
        public_key=read.pair.public,
        created_by=by,
    )
    audit.record(Event.PARTNER_KEY_MADE, by=by, target=partner)
    return MadeKey(partner, text)


@transaction.atomic
def revoke_key(partner: PartnerKey, *, by: Worker) -> PartnerKey:
    """Take a key back: it sends and reads nothing more, and opens nothing that lies here.

    What it sent stays with the desk until the consent ends. Raises NotAllowed.
    """
    require(may_manage_keys, by, partner)
    locked = PartnerKey.objects.select_for_update(of=("self",), no_key=True).get(pk=partner.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        records.remove_reader(bytes(locked.public_key))
        audit.record(Event.PARTNER_KEY_REVOKED, by=by, target=locked)
    return locked
