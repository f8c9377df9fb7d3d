"""What people need, in their own words: `data/needs.toml`, read once."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from waymark.directory import taxonomies
from waymark.directory.finding.spelling import Phrase, Phrases, words_of
from waymark.directory.taxonomies import TERMS_FILE, read_terms, term_id

NEEDS_FILE = Path(__file__).parents[1] / "data" / "needs.toml"
SOURCE_LANGUAGE = "en"
# From here on the taxonomy names groups of people and no services; some names stand in both halves.
FIRST_GROUP = 20000


@dataclass(frozen=True, eq=False)
class Need:
    """One need: its names and words by language, and the codes of the terms that answer it."""

    key: str
    names: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    codes: frozenset[str]
    common: bool = False

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.names.get(get_language() or "") or self.names[SOURCE_LANGUAGE]


@cache
def needs() -> tuple[Need, ...]:
    """Every need, in the order of the file."""
    document = tomllib.loads(NEEDS_FILE.read_text(encoding="utf-8"))
    tree = _Tree()
    return tuple(_need(row, tree) for row in document["need"])


@cache
def by_key() -> dict[str, Need]:
    """Every need by its key."""
    return {need.key: need for need in needs()}


def meant(text: str) -> list[Need]:
    """The needs that somebody's own words mean, in any of our languages."""
    return [by_key()[key] for key in _phrases().meant(text)]


def term_ids(chosen: Iterable[Need]) -> tuple[str, ...]:
    """The ids of all terms that answer one of these needs."""
    codes = {code for need in chosen for code in need.codes}
    return tuple(sorted(str(term_id(code)) for code in codes))


@cache
def _phrases() -> Phrases:
    found = {
        Phrase(need.key, words)
        for need in needs()
        for language, texts in need.words.items()
        for text in (need.names[language], *texts)
        if (words := words_of(text))
    }
    return Phrases(sorted(found, key=lambda phrase: (phrase.key, phrase.words)))


class _Tree:
    """Open Eligibility as it comes with the install."""

    def __init__(self) -> None:
        every = read_terms(TERMS_FILE.read_bytes(), TERMS_FILE.name)
        terms = [term for term in every if float(term.code) < FIRST_GROUP]
        self.names = {term.code: term.name for term in terms}
        self.below: dict[str, list[str]] = defaultdict(list)
        self.called: dict[str, list[str]] = defaultdict(list)
        for term in terms:
            self.below[term.parent_code].append(term.code)
            self.called[term.name].append(term.code)

    def twins(self, code: str) -> list[str]:
        """The terms of the same name, this one too. Raises TaxonomyFileError for no term."""
        if code not in self.names:
            raise taxonomies.TaxonomyFileError(f"{NEEDS_FILE.name}: there is no term {code}.")
        return self.called[self.names[code]]

    def whole(self, code: str) -> set[str]:
        """A term, its twins and all that is below them."""
        found: set[str] = set()
        waiting = list(self.twins(code))
        while waiting:
            each = waiting.pop()
            found.add(each)
            waiting += [below for below in self.below[each] if below not in found]
        return found


def _need(row: Mapping[str, object], tree: _Tree) -> Need:
    said: dict[str, Mapping[str, object]] = {
        key: value for key, value in row.items() if isinstance(value, dict)
    }
    codes = {code for listed in _texts(row["terms"]) for code in tree.whole(listed)}
    codes |= {code for listed in _texts(row.get("only", ())) for code in tree.twins(listed)}
    return Need(
        key=str(row["key"]),
        names={language: str(each["name"]) for language, each in said.items()},
        words={language: _texts(each["words"]) for language, each in said.items()},
        codes=frozenset(codes),
        common=bool(row.get("common")),
    )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{NEEDS_FILE.name}: expected a list of texts.")
    return tuple(str(each) for each in value)
