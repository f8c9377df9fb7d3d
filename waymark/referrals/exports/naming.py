"""What a person is called in what leaves.

The pseudonym of our own pages is the same in every case and file. Two receivers who hold it could
lay their files side by side, and no release covers that. So what leaves has a name of its own,
which follows from the release by a hash: other releases have others, and no page of ours has it.
"""

from dataclasses import dataclass
from uuid import UUID

from waymark.referrals.gate import Departure
from waymark.reports.names import short_name
from waymark.vault.primitives import plain_hash

CONTEXT = b"waymark name in what leaves under a release:"
LENGTH = 16  # bytes of a UUID


@dataclass(frozen=True)
class OutsideName:
    """`key` names the person for programs, `short` for people and in the name of a file."""

    key: str
    short: str


def outside_name(departure: Departure) -> OutsideName:
    """The name under this release, each time the same. Raises TypeError where there is none."""
    if departure.release is None:
        raise TypeError("only what leaves under a release has a name outside")
    found = UUID(bytes=plain_hash(CONTEXT + departure.release.pk.bytes, size=LENGTH))
    return OutsideName(str(found), short_name("X", found))
