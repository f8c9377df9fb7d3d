"""The link to a sealed file, and what opens its envelope.

A link's secret is a reader's key of 160 bits. Where the file is closed with a code, the link alone
carries it. Where the file is closed to the receiver's own age key, the second half is the code that
is told another way, and is asked before anything is handed over.
"""

from dataclasses import dataclass
from datetime import timedelta

from waymark.vault import letters
from waymark.vault.primitives import random_bytes
from waymark.vault.reader_keys import READER_KEY_BYTES, ReaderKey, new_reader_key, read_key

HALF = READER_KEY_BYTES // 2
CODE_BYTES = 10
LASTS = timedelta(days=7)


@dataclass(frozen=True)
class NewLink:
    """What is shown once: the part in the link, and the code; and what the row keeps of it."""

    in_link: str
    code: str
    asks_code: bool
    key: ReaderKey


def whole_link() -> NewLink:
    """A link that hands the file over; the code opens the file itself."""
    token = new_reader_key()
    return NewLink(token, letters.encode(random_bytes(CODE_BYTES)), False, _must_read(token))


def split_link() -> NewLink:
    """A link that asks for the code before it hands the file over."""
    secret = random_bytes(READER_KEY_BYTES)
    first, second = letters.encode(secret[:HALF]), letters.encode(secret[HALF:])
    return NewLink(first, second, True, _must_read(letters.encode(secret)))


def presented(in_link: str, code: str) -> ReaderKey | None:
    """What follows from what somebody presents; None for what was never drawn.

    A link that is whole needs no code, and one is ignored.
    """
    if whole := read_key(in_link):
        return whole
    first, second = letters.decode(in_link, HALF), letters.decode(code, HALF)
    if first is None or second is None:
        return None
    return read_key(letters.encode(first + second))


def asks_code(in_link: str) -> bool:
    """Whether a link has the length of one that asks for a code, drawn by us or not."""
    return letters.decode(in_link, HALF) is not None


def _must_read(text: str) -> ReaderKey:
    found = read_key(text)
    if found is None:
        raise ValueError("a key that was drawn just now is readable")
    return found
