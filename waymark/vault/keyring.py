"""What a signed-in worker can open. Lives in memory, for one request or one command."""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property

from waymark.vault.contract import place
from waymark.vault.models import Compartment, CompartmentKey, Holder, Membership, WrappedDataKey
from waymark.vault.primitives import (
    CannotOpen,
    KeyPair,
    aead_open,
    aead_seal,
    box_open,
    keyed_hash,
    pair_from_private,
)
from waymark.vault.records import DataKey, unwrap


class Keyring:
    """A holder's private key and, opened when first needed, their compartments' keys."""

    def __init__(self, holder: Holder, pair: KeyPair) -> None:
        self.holder = holder
        self.pair = pair

    @cached_property
    def _compartment_pairs(self) -> dict[uuid.UUID, tuple[CompartmentKey, KeyPair]]:
        rows = Membership.objects.filter(holder=self.holder).select_related(
            "compartment_key__compartment"
        )
        opened = ((row.compartment_key, self._open(row)) for row in rows)
        return {key.id: (key, pair) for key, pair in opened if pair is not None}

    def _open(self, row: Membership) -> KeyPair | None:
        """One damaged membership must not shut a worker out of the others."""
        try:
            private = box_open(self.pair, row.sealed_private, place(row, "sealed_private"))
        except CannotOpen:
            return None
        return pair_from_private(private)

    def forget_compartments(self) -> None:
        """Read memberships anew at the next use, after a rotation or an admission."""
        self.__dict__.pop("_compartment_pairs", None)

    def catch_up(self) -> None:
        """Read memberships anew if a key was rotated since; call it with the keys held."""
        mine = Membership.objects.filter(holder=self.holder)
        rows = mine.values_list("compartment_key_id", "compartment_key__public_key")
        known = {key_id: pair.public for key_id, (_, pair) in self._compartment_pairs.items()}
        if known != {key_id: bytes(public) for key_id, public in rows}:
            self.forget_compartments()

    @property
    def compartment_keys(self) -> list[CompartmentKey]:
        """The compartment keys that this holder can open."""
        return [key for key, _ in self._compartment_pairs.values()]

    @property
    def compartments(self) -> list[Compartment]:
        """The compartments that this holder belongs to."""
        return [key.compartment for key in self.compartment_keys]

    def compartment_pair(self, compartment: Compartment) -> KeyPair:
        """The key pair of a compartment. Raises CannotOpen to those outside."""
        for key, pair in self._compartment_pairs.values():
            if key.compartment_id == compartment.id:
                return pair
        raise CannotOpen("not a member of this compartment")

    def data_key(self, envelope_id: uuid.UUID) -> DataKey:
        """The data key of one envelope. Raises CannotOpen."""
        keys = self.data_keys([envelope_id])
        if envelope_id not in keys:
            raise CannotOpen("no compartment of this worker opens it, or it is erased")
        return keys[envelope_id]

    def data_keys(self, envelope_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, DataKey]:
        """The data keys of many envelopes in one query; those that do not open are left out."""
        # Which of them this holder opens is sorted out here: asked for both, SQLite would rather
        # read every key of a compartment than the few of these envelopes.
        rows = WrappedDataKey.objects.filter(envelope_id__in=list(envelope_ids))
        found: dict[uuid.UUID, DataKey] = {}
        for row in rows:
            if row.compartment_key_id in self._compartment_pairs and row.envelope_id not in found:
                _, pair = self._compartment_pairs[row.compartment_key_id]
                with suppress(CannotOpen):
                    found[row.envelope_id] = unwrap(row, pair)
        return found

    def index_key(self, compartment_key: CompartmentKey) -> bytes:
        """The key of a compartment's blind index: whoever cannot open it cannot test a word.

        Raises CannotOpen to those outside.
        """
        if compartment_key.id not in self._compartment_pairs:
            raise CannotOpen("not a member of this compartment")
        _, pair = self._compartment_pairs[compartment_key.id]
        return keyed_hash(pair.private, compartment_key.id.bytes, context=b"blind index")

    def seal_private(self, key: bytes, place: bytes) -> bytes:
        """This keyring's private key, closed with a 32-byte key (a cookie's) for `place`."""
        return aead_seal(key, self.pair.private, place)

    @classmethod
    def open_private(cls, holder: Holder, sealed: bytes, key: bytes, place: bytes) -> "Keyring":
        """Undo `seal_private`. Raises CannotOpen."""
        return cls(holder, pair_from_private(aead_open(key, sealed, place)))
