"""What is erased goes out of packets as well, on both sides.

A case that a receiver has begun is theirs, and so is what they fetched as a file: nothing here
reaches it.
"""

from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.forgetting.burying import bury
from waymark.cases.forgetting.copies import Gone
from waymark.cases.forgetting.resealing import reseal
from waymark.cases.records import open_with
from waymark.referrals.models import Packet, Referral, TaskState
from waymark.referrals.referring.actions.common import erase_link, lock, packets_of, step_to
from waymark.referrals.referring.content import Packed
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen


def forget_copies(gone: Gone, by: Worker | None, keyring: Keyring | None) -> list[Packet]:
    """Seal packets anew without what is erased; returns those that held it.

    Where no key opens a packet that may hold it, all of the packet is destroyed.
    """
    rows = Referral.objects.filter(participant__in=gone.participants)
    full = rows.filter(packets__envelope__erased_at=None).order_by("pk").distinct()
    found: list[Packet] = []
    for pk in list(full.values_list("pk", flat=True)):
        found += _forget_in(lock(pk), gone, by, keyring)
    return found


def _forget_in(
    referral: Referral, gone: Gone, by: Worker | None, keyring: Keyring | None
) -> list[Packet]:
    packets = packets_of(referral)
    held = [each for each in packets if not each.erased and _may_hold(each, gone)]
    found = [each for each in held if _forget(each, referral, gone, by, keyring)]
    if referral.state == TaskState.REQUESTED and packets[0] in found and packets[0].recalled_at:
        # Nobody can decide on a question that is not there any more.
        step_to(referral, TaskState.CANCELLED)
        audit.record(Event.REFERRAL_MOVED, by=Actor.SYSTEM, target=referral)
    return found


def _may_hold(packet: Packet, gone: Gone) -> bool:
    return packet.holds_papers or not gone.papers_only


def _forget(
    packet: Packet, referral: Referral, gone: Gone, by: Worker | None, keyring: Keyring | None
) -> bool:
    """Take what is erased out of one packet; False where it was not in it."""
    old = packet.envelope_id
    try:
        key = keyring.data_key(old) if keyring else None
        packed = Packed.of(open_with(packet, key))
    except CannotOpen:
        key, packed = None, None
    left = packed.without(gone.holds) if packed else None
    if packed is not None and left == packed:
        return False
    erase_link(packet)
    if key is None or left is None:
        packet.recalled_at = timezone.now()
        bury(packet, referral.case, by)
        packet.save(update_fields=["recalled_at"])
        return True
    reseal(packet, left.as_content(), key)
    packet.save(update_fields=["envelope", "content"])
    bury(packet, referral.case, by, field=_named(gone), envelope_id=old)
    return True


def _named(gone: Gone) -> str:
    """What a tombstone says went: the name of a field, never what was in it."""
    return ", ".join(sorted(gone.names or ()))[:80]
