"""Compare two opened identities: reasons for a worker to weigh, and an order to show them in.

The rank orders candidates and is never shown: it is no probability that somebody is somebody.
"""

from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from waymark.cases.matching.births import compare_births
from waymark.cases.matching.identity import Identity
from waymark.cases.matching.names import likeness
from waymark.cases.matching.reasons import Reason

# Chosen on invented people, see tests/cases/matching/test_recall.py.
WORTH_SHOWING = 5.0
# A wrong character in a shorter number makes another number as easily as a mistake.
SHORTEST_NUMBER = 6


@dataclass(frozen=True)
class Comparison:
    """What two identities have in common and what not; `rank` is for ordering only."""

    reasons: tuple[Reason, ...]
    rank: float = field(repr=False)

    @property
    def worth_showing(self) -> bool:
        """Whether a worker should look at the two side by side.

        One identity number under two names is always worth it: names are changed for people.
        """
        return self.rank >= WORTH_SHOWING or Reason.NUMBER_SAME in self.reasons

    @property
    def agrees(self) -> bool:
        """Whether anything at all speaks for one person."""
        return any(reason.agrees for reason in self.reasons)


def compare(one: Identity, other: Identity) -> Comparison:
    """Compare two identities; either way round the answer is the same."""
    names = likeness(one.names, other.names)
    rest = [
        compare_births(one.birth, other.birth),
        *_phones(one, other),
        *_documents(one.document, other.document),
        *_citizenship(one, other),
    ]
    rank = names.points + sum(reason.points for reason in rest)
    return Comparison((names.reason, *rest), rank)


def _phones(one: Identity, other: Identity) -> list[Reason]:
    """Another number says nothing: people change phones, and lose them to traffickers."""
    same = one.dialled & other.dialled or one.phone_tails & other.phone_tails
    return [Reason.PHONE_SAME] if same else []


def _documents(one: str, other: str) -> list[Reason]:
    if not one or not other:
        return []
    if one == other:
        return [Reason.NUMBER_SAME]
    long = min(len(one), len(other)) >= SHORTEST_NUMBER
    mistyped = long and OSA.distance(one, other, score_cutoff=1) == 1
    return [Reason.NUMBER_DIGIT if mistyped else Reason.NUMBER_OTHER]


def _citizenship(one: Identity, other: Identity) -> list[Reason]:
    if not one.citizenship or not other.citizenship:
        return []
    shared = one.citizenship & other.citizenship
    return [Reason.CITIZENSHIP_SAME if shared else Reason.CITIZENSHIP_OTHER]
