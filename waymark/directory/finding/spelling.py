"""Which phrases somebody means, however they spell them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from waymark.directory.words import fold

MOST_LETTERS = 200
MOST_PHRASES = 4
# A shorter phrase must be spelt right: nearly every short word is one letter away from another.
SHORTEST_FUZZY = 4
ONE_MORE_MISTAKE_FROM = 9
# What a wrong letter costs against the letters of the phrase, and what a match is sure from.
COST = 3
SURE = 3
# Arabic letters that are written for each other, once the signs above them are gone.
ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ء": None})
ARTICLE = re.compile(r"^(?:وال|بال|لل|ال)(?=..{2})")
# Words without which a sentence says the same; folded.
FILLERS = frozenset(
    (
        *("a", "an", "the", "i", "to", "for", "of", "in", "on", "is", "am", "are", "my", "me"),
        *("need", "want", "please", "some", "and", "or", "that", "who", "it", "this", "with"),
        *("un", "una", "el", "la", "los", "las", "de", "del", "y", "o", "mi", "mis", "me", "que"),
        *("por", "para", "necesito", "quiero", "con", "toi", "muon", "mot"),
        *("اريد", "احتاج", "في", "من", "الي", "انا", "ان"),
    )
)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared, in their order and without fillers."""
    found = re.findall(r"[^\W_]+", fold(text[:MOST_LETTERS]).translate(ARABIC))
    return tuple(ARTICLE.sub("", word) for word in found if word not in FILLERS)


@dataclass(frozen=True)
class Phrase:
    """Words by which somebody may ask for `key`."""

    key: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(self.words)


@dataclass(frozen=True)
class _Match:
    """A phrase that stands at words `first` to `last` of what was typed, with some mistakes."""

    phrase: Phrase
    first: int
    last: int
    mistakes: int

    @property
    def score(self) -> int:
        return len(self.phrase.text) - COST * self.mistakes

    def overlaps(self, other: "_Match") -> bool:
        return self.first < other.last and other.first < self.last


class Phrases:
    """All phrases, by their number of words."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.by_count: dict[int, list[Phrase]] = {}
        for phrase in phrases:
            self.by_count.setdefault(len(phrase.words), []).append(phrase)
        self.texts = {
            count: [phrase.text for phrase in found] for count, found in self.by_count.items()
        }

    def meant(self, text: str) -> list[str]:
        """The keys that somebody means, the surest first; none where nothing is near enough."""
        words = words_of(text)
        matches = sorted(self._matches(words), key=lambda each: (-each.score, each.mistakes))
        chosen = _without_overlaps(matches)
        sure = [each for each in chosen if each.score >= SURE]
        kept = [each for each in chosen if any(_as_near(one, each) for one in sure)] or chosen
        return list(dict.fromkeys(each.phrase.key for each in kept))[:MOST_PHRASES]

    def _matches(self, words: Sequence[str]) -> Iterator[_Match]:
        for first in range(len(words)):
            for last in range(first + 1, len(words) + 1):
                for count in {last - first - 1, last - first, last - first + 1}:
                    if count in self.by_count:
                        yield from self._near(words, first, last, count)

    def _near(self, words: Sequence[str], first: int, last: int, count: int) -> Iterator[_Match]:
        typed = " ".join(words[first:last])
        found = process.extract(
            typed, self.texts[count], scorer=OSA.distance, score_cutoff=2, limit=None
        )
        for text, mistakes, place in found:
            if mistakes <= _forgiven(text):
                yield _Match(self.by_count[count][place], first, last, int(mistakes))


def _forgiven(text: str) -> int:
    """How many wrong letters a phrase may have."""
    if len(text) < SHORTEST_FUZZY:
        return 0
    return 2 if len(text) >= ONE_MORE_MISTAKE_FROM else 1


def _without_overlaps(matches: Sequence[_Match]) -> list[_Match]:
    """The best match for each part; those that are as near to the same words stay with it."""
    chosen: list[_Match] = []
    for match in matches:
        rivals = [each for each in chosen if each.overlaps(match)]
        if all(_as_near(each, match) for each in rivals):
            chosen.append(match)
    return chosen


def _as_near(one: _Match, other: _Match) -> bool:
    return (one.first, one.last, one.mistakes) == (other.first, other.last, other.mistakes)
