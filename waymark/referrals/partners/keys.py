"""A partner's key as its computer presents it, and what follows from it."""

from dataclasses import dataclass, field

from waymark.referrals.models import PartnerKey
from waymark.vault.primitives import KeyPair, keyed_hash
from waymark.vault.reader_keys import ReaderKey, new_reader_key, read_key


@dataclass(frozen=True)
class Caller:
    """A partner whose key was presented, and the pair that opens what it sent."""

    partner: PartnerKey
    pair: KeyPair = field(repr=False)

    def hash_of(self, data: bytes, context: bytes) -> bytes:
        """A hash that only this key can make; `context` (at most 16 bytes) says of what."""
        return keyed_hash(self.pair.private, data, context=context)


def drawn() -> tuple[str, ReaderKey]:
    """A new key as letters, and what follows from it."""
    text = new_reader_key()
    found = read_key(text)
    if found is None:
        raise ValueError("a key that was drawn just now is readable")
    return text, found


# What a mistyped key is taken for, so that it takes as long as a wrong one. Nobody has it.
_NOBODYS, _ = drawn()


def key_presented(text: str) -> tuple[PartnerKey | None, KeyPair]:
    """The row of the key that a text is, also a revoked one, and the pair that follows from it.

    Mistyped, unknown, revoked and right keys take the same steps.
    """
    read = read_key(text) or read_key(_NOBODYS)
    if read is None:
        raise ValueError("a key that was drawn just now is readable")
    rows = PartnerKey.objects.select_related("organisation").filter(lookup=read.lookup)
    return rows.first(), read.pair
