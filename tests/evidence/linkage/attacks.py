"""What somebody can try who has encodings and knows how frequent names are, but has no key.

Each attack returns the share that it got right. Every one is tried on plain Bloom filters too,
where it must succeed: an attack that never works proves nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from waymark.evidence.linkage import Person, latin
from waymark.evidence.linkage.tokens import Tokens

Columns = Sequence[Sequence[object]]
BITS, HASHES = 4096, 6


def bigrams(name: str) -> set[str]:
    padded = f"_{latin(name)}_"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def places(part: str, key: bytes = b"") -> list[int]:
    """Bits of one part of a name: Schnell, Bachteler and Reiher 2009, with or without a key."""
    digest = blake2b(part.encode(), key=key, digest_size=2 * HASHES).digest()
    return [int.from_bytes(digest[at : at + 2], "big") % BITS for at in range(0, 2 * HASHES, 2)]


def bloom(names: Sequence[str], key: bytes = b"") -> NDArray[np.bool_]:
    bits = np.zeros(BITS, dtype=np.bool_)
    for name in names:
        for part in bigrams(name):
            bits[places(part, key)] = True
    return bits


def by_frequency(columns: Columns, names: Sequence[str]) -> float:
    """Match values to names by their frequency; the share of people whose name came out right.

    The attacker knows exactly how often each name is in the register and may choose the column in
    which the attack does best. Only the 20 most frequent names are tried.
    """
    known = [name for name, _ in Counter(names).most_common(20)]
    best = 0.0
    for column in columns:
        seen = [value for value, _ in Counter(column).most_common(len(known))]
        guess = dict(zip(seen, known, strict=False))
        right = sum(guess.get(value) == name for value, name in zip(column, names, strict=True))
        best = max(best, right / len(names))
    return best


def by_pattern(columns: NDArray[np.bool_], people: Sequence[Person]) -> float:
    """Find sets of columns that always occur together and take them for a pair of letters.

    After Christen, Vidanage, Ranbaduge and Schnell 2018 (pattern mining), with the attacker knowing
    exactly how often each pair is in the register. Returns the share of all pairs of letters of
    all people that came out right.
    """
    texts = [bigrams(person.given) | bigrams(person.family) for person in people]
    frequency: dict[int, list[str]] = defaultdict(list)
    for part, count in Counter(part for text in texts for part in text).items():
        frequency[count].append(part)
    groups: dict[bytes, int] = Counter(np.packbits(column).tobytes() for column in columns.T)
    right = 0
    for packed, size in groups.items():
        members = np.flatnonzero(np.unpackbits(np.frombuffer(packed, np.uint8))[: len(people)])
        if size < 2 or len(members) < 2 or len(frequency[len(members)]) != 1:
            continue
        part = frequency[len(members)][0]
        right += sum(part in texts[member] for member in members.tolist())
    return right / sum(len(text) for text in texts)


def by_dictionary(
    values: Sequence[object], candidates: Sequence[Person], encode: Callable[[Person], object]
) -> float:
    """Encode everybody who could be on the register and look for equal encodings."""
    seen = set(values)
    return sum(encode(person) in seen for person in candidates) / len(candidates)


def token_columns(tokens: Tokens) -> list[list[int]]:
    return [column.tolist() for column in tokens.T]


def token_bits(tokens: Tokens) -> NDArray[np.bool_]:
    """Each token that more than one person has, as a column; one empty column where none is."""
    values, counts = np.unique(tokens, return_counts=True)
    shared = values[counts > 1]
    if not len(shared):
        return np.zeros((len(tokens), 1), dtype=np.bool_)
    return np.stack([(tokens == value).any(axis=1) for value in shared], axis=1)
