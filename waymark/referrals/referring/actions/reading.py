"""Opening what came with a referral is an event, and the first time is noted for the sender."""

from django.db import transaction
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.records import read_many
from waymark.referrals.models import Packet, Referral
from waymark.referrals.referring.actions.common import hold, packets_of
from waymark.referrals.referring.content import Packed
from waymark.referrals.referring.holding import receiver_may_read
from waymark.referrals.referring.permissions import may_open_incoming
from waymark.vault.keyring import Keyring


@transaction.atomic
def open_packets(referral: Referral, *, by: Worker, keyring: Keyring) -> list[Packed]:
    """What was sent, for the receiver; nothing once it is recalled, declined or holds no more.

    Raises NotAllowed.
    """
    locked = hold(referral)
    require(may_open_incoming, by, locked)
    if not receiver_may_read(locked):
        return []
    packets = packets_of(locked)
    opened = read_many(packets, keyring)
    read_now = [packet.pk for packet in packets if packet.pk in opened]
    if not read_now:
        return []
    fresh = Packet.objects.filter(pk__in=read_now, opened_at=None)
    fresh.update(opened_at=timezone.now())
    audit.record(Event.REFERRAL_READ, by=by, target=locked)
    return [Packed.of(opened[pk]) for pk in read_now]
