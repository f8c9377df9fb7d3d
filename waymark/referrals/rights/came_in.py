"""What is erased in a case that was begun from a referral is not read in that referral either.

The case holds all that was sent, so its desk needs the packet no more. The sender's way into it
stays: it is their copy.
"""

from collections.abc import Iterable

from waymark.accounts.models import Worker
from waymark.cases.forgetting.copies import Gone
from waymark.cases.queries.values import IDENTITY, PARTICIPANT
from waymark.cases.records import read_many
from waymark.referrals.models import PartnerReferral, Referral, TakenOver
from waymark.referrals.partners.actions import common as partners
from waymark.referrals.referring.actions.common import close_to_receiver, lock, packets_of
from waymark.referrals.referring.content import Packed
from waymark.vault.keyring import Keyring
from waymark.vault.models import SealedRecord
from waymark.vault.records import erase

BY_NAME = frozenset({IDENTITY, PARTICIPANT})


def forget_what_came(gone: Gone, by: Worker | None, keyring: Keyring | None) -> list[SealedRecord]:
    """Close what the cases of these people were begun from; returns the rows that held it."""
    if not _can_have_come(gone):
        return []
    rows = TakenOver.objects.filter(case__participants__in=gone.participants).order_by("pk")
    found: list[SealedRecord] = []
    for row in rows.distinct():
        if row.referral_id is not None:
            found += _close(lock(row.referral_id), gone, keyring)
        elif row.partner_referral_id is not None:
            found += _destroy(partners.lock(row.partner_referral_id), gone)
    return found


def _can_have_come(gone: Gone) -> bool:
    """A case that is begun gets a person, their part in it, and papers; all else is its own."""
    if gone.names is None or gone.papers_only:
        return True
    return any(name.partition(".")[0] in BY_NAME for name in gone.names)


def _close(referral: Referral, gone: Gone, keyring: Keyring | None) -> Iterable[SealedRecord]:
    packets = [each for each in packets_of(referral) if not each.erased]
    opened = read_many(packets, keyring) if keyring else {}
    if keyring and not any(_held(Packed.of(each), gone) for each in opened.values()):
        return []
    close_to_receiver(referral)
    return packets


def _held(packed: Packed, gone: Gone) -> bool:
    """Whether it came in this packet; what has no record of its own came as a note."""
    records = {name: name.partition(".")[0] for name in packed.values}
    if gone.names is None or any(gone.holds(name) for name in packed.values):
        return True
    return gone.papers_only and (bool(packed.files) or not BY_NAME.issuperset(records.values()))


def _destroy(referral: PartnerReferral, gone: Gone) -> Iterable[SealedRecord]:
    """What a partner sent; with the whole person the desk's own notes on it as well."""
    if gone.names is None:
        partners.destroy(referral)
    else:
        erase(referral.envelope_id)
    return [] if referral.erased else [referral]
