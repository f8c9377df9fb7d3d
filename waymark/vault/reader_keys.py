"""Keys of single readers who are no workers, such as a partner organisation's computer.

A key is 160 random bits, shown once as letters and stored nowhere. One hash of it is what its row
is found by, another the key pair to which data keys are sealed: whoever has the database has
neither the key nor what it opens.
"""

from dataclasses import dataclass

from waymark.vault import letters
from waymark.vault.primitives import KeyPair, keyed_hash, pair_from_seed, random_bytes

READER_KEY_BYTES = 20


@dataclass(frozen=True)
class ReaderKey:
    """What follows from a reader's key."""

    lookup: bytes
    pair: KeyPair


def new_reader_key() -> str:
    """Draw a key, as letters to hand over."""
    return letters.encode(random_bytes(READER_KEY_BYTES))


def read_key(text: str) -> ReaderKey | None:
    """What follows from a key that somebody presents; None when it is mistyped."""
    secret = letters.decode(text, READER_KEY_BYTES)
    if secret is None:
        return None
    return ReaderKey(
        keyed_hash(secret, b"", context=b"reader lookup"),
        pair_from_seed(keyed_hash(secret, b"", context=b"reader")),
    )
