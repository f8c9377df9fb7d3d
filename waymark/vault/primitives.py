"""The one place that calls libsodium (through PyNaCl). Nothing else imports `nacl`.

Every ciphertext is bound to a *place*, `room.model.field:row-id`: moved to another row or
column, it does not open.
"""

import hashlib
from dataclasses import dataclass

from nacl import bindings, exceptions
from nacl.pwhash import argon2id
from nacl.utils import random as random_bytes

__all__ = [
    "KEY_BYTES",
    "SALT_BYTES",
    "STRETCH_BYTES",
    "STRETCH_PASSES",
    "CannotOpen",
    "KeyPair",
    "aead_open",
    "aead_seal",
    "box_open",
    "box_seal",
    "keyed_hash",
    "new_pair",
    "pad",
    "pair_from_private",
    "pair_from_seed",
    "plain_hash",
    "random_bytes",
    "same",
    "sign",
    "signing_public",
    "stretch",
    "unpad",
    "verifies",
]

KEY_BYTES = 32
NONCE_BYTES: int = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
TAG_BYTES: int = bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES
PLACE_BYTES = 16
SIGNATURE_BYTES: int = bindings.crypto_sign_BYTES
# Argon2id with 64 MiB and three passes: the second choice of RFC 9106 for machines that serve
# people, about 0.1 s on one core of a small server.
STRETCH_PASSES = 3
STRETCH_BYTES = 64 * 1024 * 1024
SALT_BYTES: int = argon2id.SALTBYTES


class CannotOpen(Exception):
    """The key does not open this ciphertext in this place."""


@dataclass(frozen=True, repr=False)
class KeyPair:
    """An X25519 key pair, 32 bytes each. It has no repr, so that no log shows the private half."""

    private: bytes
    public: bytes


def new_pair() -> KeyPair:
    """A fresh X25519 key pair."""
    return pair_from_private(random_bytes(KEY_BYTES))


def pair_from_private(private: bytes) -> KeyPair:
    """The pair that belongs to a private half of 32 bytes."""
    return KeyPair(private, bindings.crypto_scalarmult_base(private))


def pair_from_seed(seed: bytes) -> KeyPair:
    """The pair that libsodium derives from a seed of 32 bytes."""
    public, private = bindings.crypto_box_seed_keypair(seed)
    return KeyPair(private, public)


def aead_seal(key: bytes, plaintext: bytes, place: bytes) -> bytes:
    """XChaCha20-Poly1305 under a 32-byte key, bound to `place`; the 24-byte nonce comes first."""
    nonce = random_bytes(NONCE_BYTES)
    sealed = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, place, nonce, key)
    return nonce + sealed


def aead_open(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """Undo `aead_seal`. Raises CannotOpen for another key, another place or a changed byte."""
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise CannotOpen("too short: erased or cut off")
    nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(body, place, nonce, key)
    except exceptions.CryptoError as error:
        raise CannotOpen("wrong key, wrong place or changed") from error


def box_seal(public: bytes, plaintext: bytes, place: bytes) -> bytes:
    """Seal to a public key so that only its private half opens it (libsodium's sealed box).

    Sealed boxes take no associated data, so a hash of the place travels inside.
    """
    return bindings.crypto_box_seal(plain_hash(place, size=PLACE_BYTES) + plaintext, public)


def box_open(pair: KeyPair, sealed: bytes, place: bytes) -> bytes:
    """Undo `box_seal`. Raises CannotOpen for another key, another place or a changed byte."""
    try:
        opened = bindings.crypto_box_seal_open(sealed, pair.public, pair.private)
    except exceptions.CryptoError as error:
        raise CannotOpen("wrong key, changed or cut off") from error
    if not same(opened[:PLACE_BYTES], plain_hash(place, size=PLACE_BYTES)):
        raise CannotOpen("sealed for another place")
    return opened[PLACE_BYTES:]


def pad(plaintext: bytes, size: int) -> bytes:
    """Fill up to the next multiple of `size` bytes (ISO/IEC 7816-4: 0x80, then zeros)."""
    return bindings.sodium_pad(plaintext, size)


def unpad(padded: bytes) -> bytes:
    """Undo `pad`, whatever its size was. Raises CannotOpen when the padding is damaged."""
    try:
        return bindings.sodium_unpad(padded, len(padded))
    except exceptions.CryptoError as error:
        raise CannotOpen("the padding is damaged") from error


def keyed_hash(key: bytes, data: bytes, *, context: bytes, size: int = KEY_BYTES) -> bytes:
    """Keyed BLAKE2b. `context` (at most 16 bytes) keeps one key's uses apart."""
    return bindings.crypto_generichash_blake2b_salt_personal(
        data, digest_size=size, key=key, person=context
    )


def plain_hash(data: bytes, *, size: int = KEY_BYTES) -> bytes:
    """BLAKE2b without a key: for chains and fingerprints, never for low-entropy secrets.

    Python's own gives the same bytes as libsodium's binding in a sixth of the time, and whoever
    verifies the audit log hashes a million entries.
    """
    return hashlib.blake2b(data, digest_size=size).digest()


def stretch(password: str, salt: bytes, *, passes: int, memory: int, size: int) -> bytes:
    """Argon2id of a password: `size` bytes after `passes` passes over `memory` bytes."""
    typed = password.encode("utf-8", "surrogatepass")
    return argon2id.kdf(size, typed, salt, opslimit=passes, memlimit=memory)


def signing_public(seed: bytes) -> bytes:
    """The public half (32 bytes) of the Ed25519 key that a seed of 32 bytes stands for."""
    public, _secret = bindings.crypto_sign_seed_keypair(seed)
    return public


def sign(seed: bytes, message: bytes) -> bytes:
    """An Ed25519 signature of 64 bytes, always the same for the same seed and message."""
    _public, secret = bindings.crypto_sign_seed_keypair(seed)
    return bindings.crypto_sign(message, secret)[:SIGNATURE_BYTES]


def verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature was made over exactly this message by the key's private half."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        bindings.crypto_sign_open(signature + message, public)
    except exceptions.CryptoError:
        return False
    return True


def same(left: bytes, right: bytes) -> bool:
    """Compare in constant time; False when the lengths differ."""
    return len(left) == len(right) and bindings.sodium_memcmp(left, right)
