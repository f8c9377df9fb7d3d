"""Records: a data key each, wrapped for those who may open it, destroyed to erase."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from waymark.vault import locks
from waymark.vault.contract import CONTRACT, Under, column, place
from waymark.vault.models import (
    BlindTerm,
    Compartment,
    CompartmentKey,
    Envelope,
    IndexedRecord,
    WrappedDataKey,
)
from waymark.vault.padding import pad, unpad
from waymark.vault.primitives import (
    KEY_BYTES,
    CannotOpen,
    KeyPair,
    aead_open,
    aead_seal,
    box_open,
    box_seal,
    random_bytes,
)
from waymark.vault.writing import insert


@dataclass(frozen=True)
class DataKey:
    """An opened data key: seals and opens the columns of the rows in its envelope."""

    envelope_id: uuid.UUID
    key: bytes = field(repr=False)

    def seal(self, instance: Model, name: str, plaintext: bytes) -> None:
        """Put the ciphertext of `plaintext` into the sealed column `name` (not saved yet)."""
        padded = pad(plaintext) if column(instance, name).padded else plaintext
        setattr(instance, name, aead_seal(self.key, padded, place(instance, name)))

    def open(self, instance: Model, name: str) -> bytes:
        """The plaintext of the sealed column `name`. Raises CannotOpen."""
        opened = aead_open(self.key, bytes(getattr(instance, name)), place(instance, name))
        return unpad(opened) if column(instance, name).padded else opened


@dataclass(frozen=True)
class NewEnvelope:
    """An envelope and its wrapped keys, not saved yet, so that intake can write all at once."""

    envelope: Envelope
    wrapped: tuple[WrappedDataKey, ...]
    data_key: DataKey

    def save(self) -> None:
        """Write the envelope and its wrapped keys; see `save_all`."""
        save_all([self])


def prepare_envelope(
    compartments: Iterable[Compartment] = (), readers: Sequence[bytes] = ()
) -> NewEnvelope:
    """Draw a data key and wrap it for compartments and single readers (32-byte public keys)."""
    envelope = Envelope()
    key = random_bytes(KEY_BYTES)
    wrapped = [WrappedDataKey(envelope=envelope, compartment_key=c.key) for c in compartments]
    wrapped += [WrappedDataKey(envelope=envelope, reader=reader) for reader in readers]
    if not wrapped:
        raise ValueError("An envelope that nobody can open would lose what is put into it.")
    for row in wrapped:
        _wrap(row, key)
    return NewEnvelope(envelope, tuple(wrapped), DataKey(envelope.id, key))


@transaction.atomic(savepoint=False)
def save_all(envelopes: Sequence[NewEnvelope]) -> None:
    """Write envelopes and wrapped keys, in the transaction of the records that hang on them.

    Compartments may come from a cache and their keys may have been rotated meanwhile: what is
    wrapped for a key that is no longer current is wrapped again for the one that is.
    """
    locks.share_keys()
    rows = [(row, each.data_key) for each in envelopes for row in each.wrapped]
    used = {row.compartment_key.id: row.compartment_key for row, _ in rows if row.compartment_key}
    if _public_keys(used) != {pk: bytes(key.public_key) for pk, key in used.items()}:
        _wrap_again(rows)
    insert([each.envelope for each in envelopes])
    insert([row for row, _ in rows])


def _public_keys(key_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    """The public keys as they are now; without the ORM, because every report waits for it."""
    if not key_ids:
        return {}
    prepare = CompartmentKey._meta.pk.get_db_prep_value
    marks = ", ".join(["%s"] * len(key_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, public_key FROM vault_compartmentkey WHERE id IN ({marks})",  # noqa: S608  marks only
            [prepare(key_id, connection) for key_id in key_ids],
        )
        return {uuid.UUID(str(key_id)): bytes(public) for key_id, public in cursor.fetchall()}


def _wrap_again(rows: Sequence[tuple[WrappedDataKey, DataKey]]) -> None:
    """Wrap for the keys that are current what is wrapped for others."""
    current = CompartmentKey.objects.in_bulk(
        {row.compartment_key_id for row, _ in rows if row.compartment_key_id}
    )
    for row, data_key in rows:
        key = row.compartment_key
        if key and bytes(key.public_key) != bytes(current[key.id].public_key):
            row.compartment_key = current[key.id]
            _wrap(row, data_key.key)


def new_envelope(
    compartments: Iterable[Compartment] = (), readers: Sequence[bytes] = ()
) -> DataKey:
    """Draw, wrap and save a data key; give it to a row as `row.envelope_id = key.envelope_id`."""
    prepared = prepare_envelope(compartments, readers)
    prepared.save()
    return prepared.data_key


def _wrap(row: WrappedDataKey, key: bytes) -> None:
    """Seal the data key for the row's holder, bound to envelope and row."""
    public = row.compartment_key.public_key if row.compartment_key else row.reader
    row.sealed_key = box_seal(bytes(public or b""), key, wrapping_place(row))


def wrapping_place(row: WrappedDataKey) -> bytes:
    """Where a wrapped key belongs: its own row and its envelope."""
    return place(row, "sealed_key") + f"/{row.envelope_id}".encode()


def unwrap(row: WrappedDataKey, pair: KeyPair) -> DataKey:
    """Open a wrapped key. Raises CannotOpen."""
    return DataKey(row.envelope_id, box_open(pair, row.sealed_key, wrapping_place(row)))


def reader_data_key(pair: KeyPair, envelope_id: uuid.UUID) -> DataKey:
    """The data key as a single reader (a reporter) opens it. Raises CannotOpen."""
    row = WrappedDataKey.objects.filter(envelope_id=envelope_id, reader=pair.public).first()
    if row is None:
        raise CannotOpen("no key is wrapped for this reader")
    return unwrap(row, pair)


def add_reader(data_key: DataKey, reader: bytes) -> None:
    """Let a single reader (32-byte public key) open an envelope as well. Idempotent."""
    readers = WrappedDataKey.objects.filter(envelope_id=data_key.envelope_id)
    if readers.filter(reader=reader).exists():
        return
    row = WrappedDataKey(envelope_id=data_key.envelope_id, reader=reader)
    _wrap(row, data_key.key)
    row.save(force_insert=True)


@transaction.atomic
def add_compartment(data_key: DataKey, compartment: Compartment) -> None:
    """Let the members of a compartment open an envelope as well. Idempotent.

    Raises Envelope.DoesNotExist for an erased one, which nobody may open any more.
    """
    locks.share_keys()
    rows = Envelope.objects.select_for_update()
    envelope = rows.get(pk=data_key.envelope_id, erased_at=None)
    current = CompartmentKey.objects.get(compartment=compartment)
    wrapped = WrappedDataKey.objects.filter(envelope=envelope, compartment_key=current)
    if not wrapped.exists():
        row = WrappedDataKey(envelope=envelope, compartment_key=current)
        _wrap(row, data_key.key)
        row.save(force_insert=True)


@transaction.atomic
def remove_compartment(envelope_id: uuid.UUID, compartment: Compartment) -> None:
    """Take a compartment's way into an envelope, and its words out of the compartment's index.

    What its members have read they may keep. Raises ValueError where nobody else could open it.
    """
    Envelope.objects.select_for_update().get(pk=envelope_id)
    wrapped = WrappedDataKey.objects.filter(envelope_id=envelope_id)
    taken = wrapped.filter(compartment_key__compartment=compartment)
    if taken.exists() and not wrapped.exclude(compartment_key__compartment=compartment).exists():
        raise ValueError("An envelope that nobody can open would lose what is put into it.")
    taken.delete()
    for index in (BlindTerm, IndexedRecord):
        index._default_manager.filter(
            envelope_id=envelope_id, compartment_key__compartment=compartment
        ).delete()


def remove_reader(reader: bytes) -> int:
    """Take a reader's way into every envelope; returns how many. What they read they may keep."""
    return WrappedDataKey.objects.filter(reader=reader).delete()[0]


def to_the_hour(moment: datetime) -> datetime:
    """Cut a time to its hour, where the minute could identify somebody."""
    return moment.replace(minute=0, second=0, microsecond=0)


def erase(envelope_id: uuid.UUID) -> None:
    """Destroy the data key and every ciphertext under it; the envelope stays as tombstone.

    Erasing twice is the same as once. Auditing is the caller's, who knows what it was; so is
    `actions.scrub` once it has committed. Raises Envelope.DoesNotExist.
    """
    erase_many([envelope_id])


@transaction.atomic
def erase_many(envelope_ids: Collection[uuid.UUID]) -> None:
    """Erase some hundreds of envelopes at most, as `erase` does one: all of them or none.

    Raises Envelope.DoesNotExist.
    """
    wanted = set(envelope_ids)
    named = Envelope.objects.filter(pk__in=wanted)
    if len(named.order_by("pk").select_for_update()) < len(wanted):
        raise Envelope.DoesNotExist
    WrappedDataKey.objects.filter(envelope__in=wanted).delete()
    BlindTerm.objects.filter(envelope__in=wanted).delete()
    IndexedRecord.objects.filter(envelope__in=wanted).delete()
    for entry in CONTRACT:
        if entry.under is Under.DATA_KEY:
            rows = entry.model._default_manager.filter(envelope__in=wanted)
            rows.update(**{entry.field: b""})
    named.filter(erased_at=None).update(erased_at=to_the_hour(timezone.now()))
