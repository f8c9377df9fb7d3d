"""Changes to who may open what. Permission and audit are the calling room's."""

import uuid
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from waymark.vault import locks
from waymark.vault.contract import CONTRACT, place
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
# 128 bits: out of reach even for whoever stole the database, and short enough to read out.
INVITATION_BYTES = 16
SCRUB_WAIT = 200  # milliseconds


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
    """Make a holder whose key pair comes from INVITATION_BYTES that the invitation carries."""
    secret = random_bytes(INVITATION_BYTES)
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


def _held(compartment: Compartment, by: Keyring) -> tuple[CompartmentKey, KeyPair]:
    """The compartment's key as it is now and stays until commit. Raises CannotOpen."""
    locks.change_keys()
    by.catch_up()
    pair = by.compartment_pair(compartment)
    return CompartmentKey.objects.get(compartment=compartment), pair


def _admit_once(key: CompartmentKey, pair: KeyPair, holder: Holder) -> None:
    if not Membership.objects.filter(compartment_key=key, holder=holder).exists():
        _admit(key, pair, holder)


def _admit(key: CompartmentKey, pair: KeyPair, holder: Holder) -> None:
    row = Membership(compartment_key=key, holder=holder)
    _seal_for_member(row, pair)
    row.save(force_insert=True)


@transaction.atomic
def add_member(compartment: Compartment, holder: Holder, *, by: Keyring) -> None:
    """Let a holder open the compartment; `by` must be a member. Raises CannotOpen. Idempotent."""
    key, pair = _held(compartment, by)
    _admit_once(key, pair, holder)


@transaction.atomic
def remove_member(compartment: Compartment, holder: Holder, *, by: Keyring) -> None:
    """Take a holder out, then rotate, so that no key they kept opens what is stored here.

    Raises CannotOpen when `by` is no member, LastMember when nobody with a password would be
    left: an invitation that is never answered opens nothing.
    """
    key, pair = _held(compartment, by)
    members = Membership.objects.filter(compartment_key=key)
    if not members.exclude(holder=holder).filter(holder__passwordlock__isnull=False).exists():
        raise LastMember(compartment.name)
    members.filter(holder=holder).delete()
    rotate_with(compartment, pair)
    by.forget_compartments()


@transaction.atomic
def rotate(compartment: Compartment, *, by: Keyring) -> None:
    """Replace a compartment's key and re-seal every data key under it. Raises CannotOpen.

    The blind index goes with the old key; it is written anew when a member next searches.
    """
    _, pair = _held(compartment, by)
    rotate_with(compartment, pair)
    by.forget_compartments()


@transaction.atomic
def rotate_with(compartment: Compartment, old_pair: KeyPair) -> None:
    """Rotate with the compartment's own old pair in hand. Raises CannotOpen; then nothing changes.

    One transaction re-seals every data key: about 0.1 ms a record, during which reports wait.
    """
    locks.change_keys()
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
    locks.change_keys()
    for row in invited.memberships.select_related("compartment_key"):
        private = box_open(pair, row.sealed_private, place(row, "sealed_private"))
        _admit(row.compartment_key, pair_from_private(private), holder)
    invited.delete()
    return holder, own


@transaction.atomic
def recover(private: bytes, compartment: Compartment, holder: Holder) -> None:
    """Admit a holder with the printed recovery key (32 bytes). Raises CannotOpen. Idempotent."""
    locks.change_keys()
    key = CompartmentKey.objects.get(compartment=compartment)
    opened = box_open(
        pair_from_private(private), key.sealed_for_recovery, place(key, "sealed_for_recovery")
    )
    _admit_once(key, pair_from_private(opened), holder)


def scrub() -> bool:
    """Overwrite what the database engine still keeps of erased rows; call it after commits.

    SQLite (`secure_delete`): empties the write-ahead log, after which no file of the database
    holds the bytes; returns False when a reader held it up, and the next call tries again.
    PostgreSQL: VACUUM makes the space free for reuse, but its bytes stay in the data files until
    they are overwritten, and in the server's write-ahead log and its archive until those expire.
    Raises TransactionManagementError inside a transaction.
    """
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("scrubbing works between transactions only")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"VACUUM {', '.join(_sealed_tables())}")
            return True
        return _empty_the_log(cursor)


def _empty_the_log(cursor: CursorWrapper) -> bool:
    """Writers wait while SQLite waits for readers here, so it must not wait for long."""
    cursor.execute("PRAGMA busy_timeout")
    (usual,) = cursor.fetchone()
    cursor.execute(f"PRAGMA busy_timeout = {SCRUB_WAIT}")
    try:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {usual}")
    return not busy


def _sealed_tables() -> list[str]:
    names = {entry.model._meta.db_table for entry in CONTRACT}
    names |= {model._meta.db_table for model in (BlindTerm, IndexedRecord)}
    return [connection.ops.quote_name(name) for name in sorted(names)]
