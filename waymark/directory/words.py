"""Text as it is searched: lower case, without accents, cut into words."""

import re
import unicodedata
from collections.abc import Iterable

PREFIX = 4
# Đ and its like are letters of their own and do not come apart into a letter and an accent.
LETTERS = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
TATWEEL = "\u0640"
WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case, without accents, Arabic vowel signs and lengthening strokes."""
    if text.isascii():
        return text.lower()
    # Twice, because taking a letter apart can bring out a capital: 𝓐 becomes A.
    apart = unicodedata.normalize("NFKD", text.casefold().replace(TATWEEL, ""))
    parts = unicodedata.normalize("NFKD", apart.casefold())
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", plain).translate(LETTERS)


def split(text: str) -> list[str]:
    """The words of a text, folded."""
    return WORD.findall(fold(text))


def words_of(text: str) -> list[str]:
    """The different words of a text, folded, in their order."""
    return list(dict.fromkeys(split(text)))


def prefixes(words: list[str]) -> set[str]:
    """What the index keeps of words: their first four letters."""
    return {word[:PREFIX] for word in words}


def begins(tokens: Iterable[str], stored: str) -> bool:
    """Whether each token begins a word of a row's stored words, which stand between blanks."""
    return all(f" {token}" in stored for token in tokens)
