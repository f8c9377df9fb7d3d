"""Changes to who may open what. Permission and audit are the calling room's."""

import uuid
from collections.abc import Iterable

from django.db import transaction

from waymark.vault.contract import place
from waymark.vault.keyring import Keyring
from waymark.vault.models import (
    BlindTerm,
    Compartment,
    CompartmentKey,
    Holder,
    IndexedRecord,
    Membership,
    RecoveryKey,
    WrappedDataKey,
)
from waymark.vault.passwords import set_password
from waymark.vault.primitives import (
    CannotOpen,
    KeyPair,
    box_open,
    box_seal,
    keyed_hash,
    new_pair,
    pair_from_private,
    pair_from_seed,
    random_bytes,
)
from waymark.vault.records import unwrap, wrapping_place

RESEAL_BATCH = 500


class LastMember(Exception):
    """Removing the only member would leave nobody who can open the compartment."""


def create_recovery_key(owner: uuid.UUID) -> bytes:
    """Make an organisation's recovery key. Returns its private half (32 bytes) to print once."""
    pair = new_pair()
    RecoveryKey.objects.create(owner=owner, public_key=pair.public)
    return pair.private


def create_holder(password: str) -> tuple[Holder, KeyPair]:
    """Make a worker's key pair, its private half closed with the password."""
    pair = new_pair()
    holder = Holder.objects.create(public_key=pair.public)
    set_password(holder, pair.private, password)
    return holder, pair


def create_invitation_holder() -> tuple[Holder, bytes]:
    """Make a holder whose key pair comes from a secret of 32 bytes that the invitation carries."""
    secret = random_bytes(32)
    return Holder.objects.create(public_key=invitation_pair(secret).public), secret


def invitation_pair(secret: bytes) -> KeyPair:
    """The key pair of an invitation's secret."""
    return pair_from_seed(keyed_hash(secret, b"", context=b"invitation"))


@transaction.atomic
def create_compartment(owner: uuid.UUID, name: str, first_members: Iterable[Holder]) -> Compartment:
    """Make a compartment that its first members and the owner's recovery key can open."""
    compartment = Compartment.objects.create(owner=owner, name=name)
    pair = new_pair()
    key = CompartmentKey(compartment=compartment, public_key=pair.public)
    _seal_for_recovery(key, pair)
    key.save(force_insert=True)
    for holder in first_members:
        _admit(key, pair, holder)
    return compartment


def _seal_for_recovery(key: CompartmentKey, pair: KeyPair) -> None:
    recovery = RecoveryKey.objects.get(owner=key.compartment.owner)
    key.sealed_for_recovery = box_seal(
        bytes(recovery.public_key), pair.private, place(key, "sealed_for_recovery")
    )


def _seal_for_member(row: Membership, pair: KeyPair) -> None:
    row.sealed_private = box_seal(
        bytes(row.holder.public_key), pair.private, place(row, "sealed_private")
    )


def _admit(key: CompartmentKey, pair: KeyPair, holder: Holder) -> None:
    row = Membership(compartment_key=key, holder=holder)
    _seal_for_member(row, pair)
    row.save(force_insert=True)


@transaction.atomic
def add_member(compartment: Compartment, holder: Holder, *, by: Keyring) -> None:
    """Let a holder open the compartment; `by` must be a member. Raises CannotOpen. Idempotent."""
    pair = by.compartment_pair(compartment)
    if not Membership.objects.filter(compartment_key=compartment.key, holder=holder).exists():
        _admit(compartment.key, pair, holder)


@transaction.atomic
def remove_member(compartment: Compartment, holder: Holder, *, by: Keyring) -> None:
    """Take a holder out, then rotate, so that what they kept opens nothing stored here.

    Raises CannotOpen when `by` is no member, LastMember when nobody would be left.
    """
    by.compartment_pair(compartment)
    others = Membership.objects.filter(compartment_key=compartment.key).exclude(holder=holder)
    if not others.exists():
        raise LastMember(compartment.name)
    Membership.objects.filter(compartment_key=compartment.key, holder=holder).delete()
    rotate(compartment, by=by)


@transaction.atomic
def rotate(compartment: Compartment, *, by: Keyring) -> None:
    """Replace a compartment's key and re-seal every data key under it. Raises CannotOpen.

    The blind index goes with the old key; it is written anew when a member next searches.
    """
    rotate_with(compartment, by.compartment_pair(compartment))
    by.forget_compartments()


@transaction.atomic
def rotate_with(compartment: Compartment, old_pair: KeyPair) -> None:
    """Rotate with the compartment's own old pair in hand (a keyring's, or a recovery's)."""
    key = CompartmentKey.objects.select_for_update().get(compartment=compartment)
    rows = list(WrappedDataKey.objects.filter(compartment_key=key))
    opened = [unwrap(row, old_pair).key for row in rows]
    pair = new_pair()
    key.public_key, key.generation = pair.public, key.generation + 1
    _seal_for_recovery(key, pair)
    key.save()
    for member in key.membership_set.select_related("holder"):
        _seal_for_member(member, pair)
        member.save(update_fields=["sealed_private"])
    for row, data_key in zip(rows, opened, strict=True):
        row.sealed_key = box_seal(pair.public, data_key, wrapping_place(row))
    WrappedDataKey.objects.bulk_update(rows, ["sealed_key"], batch_size=RESEAL_BATCH)
    BlindTerm.objects.filter(compartment_key=key).delete()
    IndexedRecord.objects.filter(compartment_key=key).delete()
    compartment.key = key


@transaction.atomic
def accept_invitation(secret: bytes, invited: Holder, password: str) -> tuple[Holder, KeyPair]:
    """Turn an invitation into a worker's own key pair with the same memberships.

    Raises CannotOpen when the secret is not this invitation's.
    """
    pair = invitation_pair(secret)
    if pair.public != bytes(invited.public_key):
        raise CannotOpen("not the secret of this invitation")
    holder, own = create_holder(password)
    for row in invited.memberships.select_related("compartment_key"):
        private = box_open(pair, row.sealed_private, place(row, "sealed_private"))
        _admit(row.compartment_key, pair_from_private(private), holder)
    invited.delete()
    return holder, own


@transaction.atomic
def recover(private: bytes, compartment: Compartment, holder: Holder) -> None:
    """Admit a holder with the printed recovery key (32 bytes). Raises CannotOpen. Idempotent."""
    key = compartment.key
    opened = box_open(
        pair_from_private(private), key.sealed_for_recovery, place(key, "sealed_for_recovery")
    )
    if not Membership.objects.filter(compartment_key=key, holder=holder).exists():
        _admit(key, pair_from_private(opened), holder)
