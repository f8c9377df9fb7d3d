"""A text as a reader sees it: without hidden signs, look-alike letters and other scripts' digits.

Each letter keeps the place where it stood, so that what is found is pointed at in the original.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

# Cyrillic and Greek letters that look like Latin ones.
LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјорсухѕԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορυνιɡℓ",
    "ABESIJKMHOPCTYXaeijopcyxsdhqwABEZHIKMNOPTYXaopuvigl",
)
SIGNS = str.maketrans("’‘ʼ′″“”،؛٫٬−", "''''\"\"\",;.,-")
# One letter for those that people write for each other.
BARE = str.maketrans("đıłøٱىةیک", "diloايهيك")
LETTERS_FOR_DIGITS = str.maketrans("oOlI|", "00111")
# More marks on one letter than any language has; the rest would only cost time.
MOST_MARKS = 6
UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Mn", "Me"})
TATWEEL = "ـ"
BETWEEN = " .-_*•·"
# Single signs with the same separator between them: "E.l.m", "5 5 5 0 1 2 3".
APART = re.compile(rf"(?<!\w)\w([{re.escape(BETWEEN)}])\w(?!\w)(?:\1\w(?!\w))+")
WORDS_MEET = re.compile(r"(?<=\d)(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])")
SPACES = re.compile(r"\t+|[ \t]{2,}")
NEARLY_A_NUMBER = re.compile(r"(?<![^\s(#.-])(?=[oOlI|]{0,6}\d)[\doOlI|]{2,7}(?!\w)")


@dataclass(frozen=True)
class Plain:
    """A text, letter by letter, each with the span of the original that it stands for."""

    text: str
    spans: tuple[tuple[int, int], ...]

    @cached_property
    def bare(self) -> str:
        """The same letters small and without accents, one for one."""
        return "".join(map(_bare, self.text))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of this text stands in the original."""
        return self.spans[start][0], self.spans[end - 1][1]

    def with_parts(self, parts: Iterable[tuple[int, int, str]]) -> "Plain":
        """This text with parts (start, end, new words) replaced, in order and apart."""
        letters: list[str] = []
        spans: list[tuple[int, int]] = []
        done = 0
        for start, end, words in parts:
            letters += [self.text[done:start], words]
            spans += self.spans[done:start]
            spans += [self.original(start, end)] * len(words)
            done = end
        letters.append(self.text[done:])
        return Plain("".join(letters), (*spans, *self.spans[done:]))


def read(text: str) -> Plain:
    """The text as a reader sees it."""
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, end, cluster in _clusters(text):
        seen = _seen(cluster)
        letters.append(seen)
        spans += [(start, end)] * len(seen)
    return _with_digits(_evenly_spaced(Plain("".join(letters), tuple(spans))))


def together(plain: Plain) -> Plain:
    """The text with letters and digits that were set apart put together again."""
    return plain.with_parts(
        (found.start(), found.end(), WORDS_MEET.sub(" ", found.group().replace(found[1], "")))
        for found in APART.finditer(plain.text)
    )


def _evenly_spaced(plain: Plain) -> Plain:
    """The text with one space between words."""
    return plain.with_parts(
        (found.start(), found.end(), " ") for found in SPACES.finditer(plain.text)
    )


def _with_digits(plain: Plain) -> Plain:
    """Letters among digits that look like digits, as in l2OO."""
    return plain.with_parts(
        (found.start(), found.end(), found.group().translate(LETTERS_FOR_DIGITS))
        for found in NEARLY_A_NUMBER.finditer(plain.text)
    )


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Each letter with the marks on it."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.combining(text[place]):
            yield start, place, text[start : min(place, start + 1 + MOST_MARKS)]
            start = place


def _seen(cluster: str) -> str:
    return "".join(map(_seen_letter, unicodedata.normalize("NFKC", cluster)))


def _seen_letter(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isprintable() or letter.isspace() else ""
    category = unicodedata.category(letter)
    if category in UNSEEN or letter == TATWEEL:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    return "-" if category == "Pd" else letter.translate(LOOK_ALIKE).translate(SIGNS)


def _bare(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    return unicodedata.normalize("NFD", letter)[0].lower()[0].translate(BARE)
