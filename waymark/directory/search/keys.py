"""The names of keys. A key is a small number, so that postings stay short; 0 lists every row."""

from waymark.directory.search import bits
from waymark.directory.search.types import Indexable
from waymark.directory.words import prefixes

EVERY = 0
EVERY_NAME = ""


def term(code: str) -> str:
    """The key of a taxonomy term."""
    return f"term {code}"


def area(code: str) -> str:
    """The key of a country, region or county."""
    return f"area {code}"


def language(code: str) -> str:
    """The key of a language that has no bit."""
    return f"language {code}"


def prefix(start: str) -> str:
    """The key of words that begin so."""
    return f"word {start}"


def is_prefix(name: str) -> bool:
    """Whether a key is of words; those have negative numbers."""
    return name.startswith("word ")


def names_of(row: Indexable, words: list[str]) -> set[str]:
    """Every key that lists a row of these words."""
    rare = (code for code in row.languages if code not in bits.LANGUAGES)
    return {
        EVERY_NAME,
        *map(term, row.terms),
        *map(area, row.areas),
        *map(language, rare),
        *map(prefix, prefixes(words)),
    }
