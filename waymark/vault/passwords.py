"""One Argon2id derivation per password: half verifies it, half opens the private key."""

from dataclasses import dataclass, field

from waymark.vault.contract import place
from waymark.vault.models import Holder, PasswordLock
from waymark.vault.primitives import (
    KEY_BYTES,
    SALT_BYTES,
    STRETCH_BYTES,
    STRETCH_PASSES,
    KeyPair,
    aead_open,
    aead_seal,
    keyed_hash,
    pair_from_private,
    random_bytes,
    same,
    stretch,
)


class WrongPassword(Exception):
    """The password does not fit."""


@dataclass(frozen=True)
class Stretched:
    """What one derivation yields, 32 bytes each."""

    verifier: bytes = field(repr=False)
    key: bytes = field(repr=False)


def stretch_password(password: str, salt: bytes, *, passes: int, memory: int) -> Stretched:
    """Derive verifier and key-encryption key; `memory` is in bytes.

    The verifier is hashed once more, so that the stored value is no half of Argon2's output.
    """
    derived = stretch(password, salt, passes=passes, memory=memory, size=2 * KEY_BYTES)
    verifier = keyed_hash(derived[:KEY_BYTES], b"", context=b"verifier")
    return Stretched(verifier, derived[KEY_BYTES:])


def set_password(holder: Holder, private: bytes, password: str) -> PasswordLock:
    """Close a holder's private key with a password, replacing an earlier one."""
    salt = random_bytes(SALT_BYTES)
    stretched = stretch_password(password, salt, passes=STRETCH_PASSES, memory=STRETCH_BYTES)
    lock = PasswordLock(
        holder=holder,
        salt=salt,
        passes=STRETCH_PASSES,
        memory=STRETCH_BYTES,
        verifier=stretched.verifier,
    )
    lock.sealed_private = aead_seal(stretched.key, private, place(lock, "sealed_private"))
    lock.save()
    return lock


def open_with_password(lock: PasswordLock, password: str) -> KeyPair:
    """The holder's key pair. Raises WrongPassword, in the same time for every wrong password."""
    stretched = stretch_password(password, bytes(lock.salt), passes=lock.passes, memory=lock.memory)
    if not same(stretched.verifier, bytes(lock.verifier)):
        raise WrongPassword
    private = aead_open(stretched.key, lock.sealed_private, place(lock, "sealed_private"))
    return pair_from_private(private)


def waste_a_derivation(password: str) -> None:
    """Spend the time of one derivation, so that an unknown login answers like a wrong password."""
    stretch_password(password, bytes(SALT_BYTES), passes=STRETCH_PASSES, memory=STRETCH_BYTES)
