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
    compared = _compared(identity, by, open_identities, set(leave_out))
    return [each for each in compared if each.comparison.worth_showing][:most]


def search_people(
    typed: Identity, *, by: Keyring, open_identities: OpenIdentities, most: int = MOST_OPENED
) -> list[Candidate]:
    """Everybody near what a worker typed of a person, the likeliest first, at most `most`.

    A first name alone finds people here; it would not make them candidates for a duplicate.
    """
    compared = _compared(typed, by, open_identities, set())
    return [each for each in compared if each.comparison.agrees][:most]


def _compared(
    identity: Identity, by: Keyring, open_identities: OpenIdentities, left_out: set[uuid.UUID]
) -> list[Candidate]:
    """The nearest in the index, opened, compared and in order."""
    sought = MOST_OPENED + len(left_out)
    shared = blind.candidates(query_tokens(identity), by=by, most=sought)
    near = [envelope_id for envelope_id in shared if envelope_id not in left_out][:MOST_OPENED]
    opened = open_identities(near) if near else {}
    found = [
        Candidate(envelope_id, compare(identity, opened[envelope_id]))
        for envelope_id in near
        if envelope_id in opened
    ]
    # Sorting keeps the index's order among equals, which knows how rare what they share is.
    return sorted(found, key=lambda each: -each.comparison.rank)
