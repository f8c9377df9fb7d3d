"""Who somebody may be already: nearest in the blind index first, then opened and compared."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from waymark.cases.matching.identity import Identity
from waymark.cases.matching.scoring import Comparison, compare
from waymark.cases.matching.tokens import query_tokens
from waymark.vault import blind
from waymark.vault.keyring import Keyring

# Opening costs most of the time, and a worker reads ten of them at best.
MOST_OPENED = 60
MOST_SHOWN = 10
# What the nearest in the index gains: it shares what few others have, which points cannot tell.
RARITY_POINTS = 3.0

OpenIdentities = Callable[[Sequence[uuid.UUID]], Mapping[uuid.UUID, Identity]]


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be the same person, and why. Their place in the list is all the rank."""

    envelope_id: uuid.UUID
    comparison: Comparison


def find_candidates(
    identity: Identity,
    *,
    by: Keyring,
    open_identities: OpenIdentities,
    leave_out: Collection[uuid.UUID] = (),
    most: int = MOST_SHOWN,
) -> list[Candidate]:
    """The people who may be `identity`, the likeliest first, at most `most`.

    `open_identities` gives the identities of those envelopes that the worker may see and open, for
    at most MOST_OPENED of them; others are passed over. `leave_out` names the envelopes that are
    no candidates: the person's own, and those already kept apart.
    """
    left_out = set(leave_out)
    sought = MOST_OPENED + len(left_out)
    shared = blind.candidates(query_tokens(identity), by=by, most=sought)
    near = [envelope_id for envelope_id in shared if envelope_id not in left_out][:MOST_OPENED]
    opened = open_identities(near)
    found = [
        Candidate(envelope_id, compare(identity, opened[envelope_id]))
        for envelope_id in near
        if envelope_id in opened
    ]
    worth = [each for each in found if each.comparison.worth_showing]
    most_shared = max(shared.values(), default=1)

    def rank(each: Candidate) -> float:
        rare = shared[each.envelope_id] / most_shared
        return each.comparison.rank + RARITY_POINTS * rare

    return sorted(worth, key=rank, reverse=True)[:most]
