"""How much two names are alike, whatever the order of their words."""

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import OSA

from waymark.cases.matching.nicknames import full_names
from waymark.cases.matching.reasons import Reason
from waymark.evidence.linkage.names import skeleton

# Below this two words are two names: Maria and Mario are 0.8, Ana and Eva 0.3.
ALIKE = 0.7
SAME_SOUND, SAME_FULL_NAME, INITIAL = 0.92, 0.85, 0.7
# Fewer consonants than these are too little to go by (Lan and Linh are both `ln`), unless one
# name comes from a script that leaves vowels out and has nothing else.
SOUNDS, SOUNDS_ALONE = 3, 2
VOWELS = frozenset("aeiou")
WORD_POINTS = 3.0
# Most people have two names that tell them apart; a third adds less than it repeats.
TELLING_WORDS = 2.0
MISSING_POINTS = 0.4

Words = Sequence[str]


class Likeness(NamedTuple):
    """What the names have in common, and how much of it (for ordering only)."""

    reason: Reason
    points: float


class Met(NamedTuple):
    """Two words that stand for each other, by their places in both names."""

    likeness: float
    one: int
    other: int


def likeness(one: Sequence[Words], other: Sequence[Words]) -> Likeness:
    """Compare the names that two people go by; what counts is where they are most alike."""
    compared = [_compare(left, right) for left, right in product(one, other)]
    return max(compared, key=lambda each: each.points, default=Likeness(Reason.NAME_UNKNOWN, 0.0))


def word_likeness(one: str, other: str) -> float:
    """0 to 1: equal letters, equal consonants, a short form, an initial, or letters in common."""
    if one == other:
        return 1.0
    if _same_sound(one, other):
        return SAME_SOUND
    if full_names(one) & full_names(other):
        return SAME_FULL_NAME
    if min(len(one), len(other)) == 1 and one[0] == other[0]:
        return INITIAL
    return float(OSA.normalized_similarity(one, other))


def _same_sound(one: str, other: str) -> bool:
    sound = skeleton(one)
    vowelless = any(VOWELS.isdisjoint(word) for word in (one, other))
    enough = SOUNDS_ALONE if vowelless else SOUNDS
    return len(sound) >= enough and sound == skeleton(other)


def _compare(one: Words, other: Words) -> Likeness:
    joined = "".join(one) == "".join(other)
    met = _meeting(one, other)
    reason = Reason.NAME_SAME if joined else _reason(one, other, met)
    alike = sum((each.likeness for each in met), 0.0)
    missing = max(len(one), len(other)) - len(met)
    if joined:
        alike, missing = float(max(len(one), len(other))), 0
    telling = min(alike, TELLING_WORDS) + max(alike - TELLING_WORDS, 0) / 2
    return Likeness(reason, reason.points + WORD_POINTS * telling - MISSING_POINTS * missing)


def _meeting(one: Words, other: Words) -> list[Met]:
    """The words that stand for each other, the most alike first; each word once."""
    pairs = [
        Met(word_likeness(left, right), at, there)
        for (at, left), (there, right) in product(enumerate(one), enumerate(other))
    ]
    left_one, left_other = set(range(len(one))), set(range(len(other)))
    met: list[Met] = []
    for pair in sorted(pairs, key=lambda each: (-each.likeness, abs(each.one - each.other))):
        if pair.likeness >= ALIKE and pair.one in left_one and pair.other in left_other:
            met.append(pair)
            left_one.remove(pair.one)
            left_other.remove(pair.other)
    return sorted(met, key=lambda each: each.one)


def _reason(one: Words, other: Words, met: Sequence[Met]) -> Reason:
    if not met:
        return Reason.NAME_OTHER
    if len(met) < min(len(one), len(other)):
        return Reason.NAME_PARTLY
    if any(each.likeness < 1 for each in met):
        return Reason.NAME_SPELT
    if len(one) != len(other):
        return Reason.NAME_SHORT
    in_order = [each.other for each in met] == sorted(each.other for each in met)
    return Reason.NAME_SAME if in_order else Reason.NAME_ORDER
