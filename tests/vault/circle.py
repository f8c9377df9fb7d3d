"""A compartment, its members with their keyrings, and records to open."""

import uuid
from dataclasses import dataclass, field

from waymark.vault import actions
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment, CompartmentKey, Membership, WrappedDataKey
from waymark.vault.primitives import CannotOpen, KeyPair, box_open
from waymark.vault.records import new_envelope, unwrap


@dataclass
class Circle:
    """A compartment as its members see it."""

    compartment: Compartment
    recovery: bytes
    members: list[Keyring] = field(default_factory=list)

    @classmethod
    def make(cls, owner: uuid.UUID, name: str, members: int) -> "Circle":
        recovery = actions.create_recovery_key(owner)
        people = [someone() for _ in range(members)]
        compartment = actions.create_compartment(owner, name, [each.holder for each in people])
        return cls(compartment, recovery, people)

    def fresh(self) -> Compartment:
        """The compartment read anew, as another request has it."""
        return Compartment.objects.select_related("key").get(pk=self.compartment.pk)

    def record(self) -> tuple[uuid.UUID, bytes]:
        """A new envelope and its data key."""
        data_key = new_envelope([self.fresh()])
        return data_key.envelope_id, data_key.key


def someone() -> Keyring:
    """Somebody with a password and a key pair."""
    return Keyring(*actions.create_holder("orbit lantern cactus"))


def opens(keyring: Keyring, envelope_id: uuid.UUID) -> bytes | None:
    """The data key as a request of now opens it; None when it does not."""
    try:
        return Keyring(keyring.holder, keyring.pair).data_key(envelope_id).key
    except CannotOpen:
        return None


def anything_opened_by(pairs: list[KeyPair]) -> list[object]:
    """Every stored ciphertext of keys that somebody with these pairs could open."""
    found: list[object] = []
    for pair in pairs:
        for wrapped in WrappedDataKey.objects.all():
            if _opens(pair, wrapped):
                found.append(wrapped)
        for row in (*Membership.objects.all(), *CompartmentKey.objects.all()):
            field_name = "sealed_private" if isinstance(row, Membership) else "sealed_for_recovery"
            place = f"{row._meta.label_lower}.{field_name}:{row.pk}".encode()
            try:
                box_open(pair, getattr(row, field_name), place)
            except CannotOpen:
                continue
            found.append(row)
    return found


def _opens(pair: KeyPair, wrapped: WrappedDataKey) -> bool:
    try:
        unwrap(wrapped, pair)
    except CannotOpen:
        return False
    return True
