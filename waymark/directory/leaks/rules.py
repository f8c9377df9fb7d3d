"""How a language's patterns are written down and tried.

Every repetition in a pattern has a bound, so that no text takes longer than its length times a
constant; a test times the worst that could be thought of.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from waymark.directory.leaks.plain import Plain
from waymark.directory.leaks.types import Kind

Found = tuple[int, int, Kind]


@dataclass(frozen=True)
class Rule:
    """A pattern, and what it finds: in the letters as they are, or small and without accents."""

    kind: Kind
    pattern: re.Pattern[str]
    bare: bool = False


def cased(kind: Kind, pattern: str) -> Rule:
    """A rule for letters as they are."""
    return Rule(kind, re.compile(pattern))


def bare(kind: Kind, pattern: str) -> Rule:
    """A rule for small letters without accents."""
    return Rule(kind, re.compile(pattern), bare=True)


def one_of(words: str) -> str:
    """A pattern for any of the words of a list (parts of patterns themselves)."""
    return f"(?:{'|'.join(words.split())})"


def matches(plain: Plain, rules: Iterable[Rule]) -> Iterator[Found]:
    """What the rules find in a text."""
    for rule in rules:
        for found in rule.pattern.finditer(plain.bare if rule.bare else plain.text):
            yield found.start(), found.end(), rule.kind
