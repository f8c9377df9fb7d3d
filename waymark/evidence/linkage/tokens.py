"""From what is known of a person to keyed tokens that only the same person is likely to share.

Nothing here is encryption: every value is BLAKE2b under a key (RFC 7693), as hashlib has it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from waymark.evidence.linkage.names import latin, skeleton
from waymark.evidence.linkage.people import Person, birth
from waymark.evidence.lists import ListError

Tokens = NDArray[np.uint64]
KEY_BYTES = 32
PERSON_YEAR, PERSON_DAY, MINIMUM, TOKEN, FILLER = b"year", b"day", b"minimum", b"token", b"filler"
KEY_CHECK = b"check"


@dataclass(frozen=True)
class Parameters:
    """What all sides of one linkage agree on beside the key.

    Attributes:
        round: a name that no linkage had before, such as `2026 UK first`. It changes every token,
            so that the linking party cannot follow a person from one round to the next.
        bands: tokens of each of the two strata, the year of birth and the day of the year.
        rows: parts of a person that must all agree for a token to agree.
        least: tokens that two people must share to be taken for one.
    """

    round: str
    bands: int = 64
    rows: int = 3
    least: int = 4

    def __post_init__(self) -> None:
        if not self.round.strip():
            raise ListError("Name the round, and give each round another name.")
        if not (8 <= self.bands <= 256 and 2 <= self.rows <= 12 and 2 <= self.least <= self.bands):
            raise ListError("Take 8 to 256 bands, 2 to 12 rows, and at least 2 tokens to share.")

    @property
    def length(self) -> int:
        """Tokens of one person."""
        return 2 * self.bands


@dataclass(frozen=True)
class Coder:
    """Turns people into tokens under one key and the parameters of one round."""

    key: bytes = field(repr=False)
    parameters: Parameters

    def __post_init__(self) -> None:
        if len(self.key) != KEY_BYTES or len(set(self.key)) < 8:
            raise ListError(f"The key must be {KEY_BYTES} random bytes.")

    @cached_property
    def _round_key(self) -> bytes:
        return blake2b(self.parameters.round.encode(), key=self.key, digest_size=32).digest()

    @cached_property
    def _known(self) -> dict[str, NDArray[np.uint32]]:
        return {}

    def tokens(self, person: Person) -> list[bytes | None]:
        """Tokens of 8 bytes, None where the stratum is not known; as many for everybody.

        A band's token is a keyed hash of the stratum, the band, and the least values that `rows`
        keyed hash functions take over the parts of the person, so two people share it with
        probability J**rows, for J the share of parts they have in common (min-wise hashing, Broder
        1997; bands, Indyk and Motwani 1998). Unlike the bits of a Bloom filter, a token says
        nothing of any one part. Within the strata: the year of birth, and the day of the year with
        day and month in either order, so that one wrong part of a date loses one stratum only.
        """
        born = birth(person.birth)
        parts = sorted(name_parts(person))
        days = sorted((born.month, born.day)) if born.month and born.day else []
        year = [f"year {born.year}"] if born.year else []
        day = [f"day {days[0]}-{days[1]}"] if days else []
        return [
            *self._stratum(PERSON_YEAR, year, [*parts, *copies(day, 4), *copies(_single(days), 2)]),
            *self._stratum(
                PERSON_DAY, day, [*parts, *copies(year, 4), *copies(_near(born.year), 2)]
            ),
        ]

    def _stratum(
        self, kind: bytes, salt: Sequence[str], parts: Sequence[str]
    ) -> Iterator[bytes | None]:
        size, rows = self.parameters.bands, self.parameters.rows
        if not salt:
            yield from [None] * size
            return
        least = np.min([self._values(part) for part in parts], axis=0).reshape(size, rows)
        start = blake2b(
            b"\0".join((TOKEN, kind, salt[0].encode())), key=self._round_key, digest_size=8
        )
        for band in range(size):
            token = start.copy()
            token.update(band.to_bytes(2, "big") + least[band].tobytes())
            yield token.digest()

    def _values(self, part: str) -> NDArray[np.uint32]:
        """The values of all hash functions for one part: BLAKE2b in counter mode, 32 bits each."""
        if part not in self._known:
            needed = self.parameters.bands * self.parameters.rows
            start = blake2b(MINIMUM + part.encode(), key=self._round_key)
            blocks = []
            for counter in range(-(-needed // 16)):
                block = start.copy()
                block.update(counter.to_bytes(2, "big"))
                blocks.append(block.digest())
            self._known[part] = np.frombuffer(b"".join(blocks), dtype="<u4")[:needed]
        return self._known[part]

    @property
    def check(self) -> str:
        """Equal for sides with the same key and round; says nothing else about the key."""
        return blake2b(KEY_CHECK, key=self._round_key, digest_size=8).hexdigest()

    def filler(self, register: str, tokens: Sequence[bytes | None], place: int) -> bytes:
        """A token that no other register can have, for where none may be shown."""
        content = b"".join(token or bytes(8) for token in tokens)
        text = b"\0".join((FILLER, register.encode(), place.to_bytes(2, "big"), content))
        return blake2b(text, key=self._round_key, digest_size=8).digest()


def name_parts(person: Person) -> set[str]:
    """Pairs of letters of both names, as they sound and as written, and the place: a set.

    Which name is given and which family is left out, so that swapped names agree.
    """
    parts: set[str] = set()
    for name in (person.given, person.family):
        parts |= {f"sound {pair}" for pair in _pairs(skeleton(name))}
        parts |= {f"name {skeleton(name)} {copy}" for copy in range(2)}
        parts |= {f"letters {pair}" for pair in _pairs(latin(name)) if pair.isalpha()}
    if person.place:
        parts |= {f"place {skeleton(person.place)} {copy}" for copy in range(3)}
    return parts


def _pairs(word: str) -> set[str]:
    padded = f"_{word}_"
    return {padded[at : at + 2] for at in range(len(padded) - 1)} if word else set()


def copies(parts: Sequence[str], number: int) -> list[str]:
    """A part as often as it weighs."""
    return [f"{part} {copy}" for part in parts for copy in range(number)]


def _single(days: Sequence[int]) -> list[str]:
    return [f"number {number}" for number in days]


def _near(year: int | None) -> list[str]:
    return [f"around {year // 2}", f"about {(year + 1) // 2}"] if year else []
