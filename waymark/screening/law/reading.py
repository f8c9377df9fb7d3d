"""Reads the laws: one TOML file for each version of a law, ours and the organisation's own.

A new law is a file in the organisation's folder `law/`, with its words in `law/en.toml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from waymark.learn.content.fields import LANGUAGE, Fields, read_toml
from waymark.learn.content.folders import Shelf, files
from waymark.learn.content.review import REVIEW_FIELDS, review_of, sources_of
from waymark.learn.content.words import Words, read_words
from waymark.screening.law.model import DAYS, LEVELS, Consent, Law, Regime
from waymark.screening.law.parts import (
    DEFINITION,
    Ground,
    definition_of,
    period_of,
    predicate_of,
)

KIND = "law"
OURS = Path(__file__).resolve().parents[1] / "data"
FIELDS = (
    *("id", "title", "jurisdiction", "level", "day", "effective_from", "effective_to"),
    *("transposed_by", "child_age", "adult_means", "child_means", "consent"),
    *(*DEFINITION, "predicates", "sources", *REVIEW_FIELDS),
)
Versions = dict[str, tuple[Regime, ...]]


@dataclass(frozen=True)
class Book:
    """The laws, and the words that say each element plainly."""

    law: Law
    words: Words

    def regimes(self) -> list[Regime]:
        """The latest version of each law, in the order of the levels and then by title."""
        latest = [self.law.latest(identity) for identity in self.law.versions]
        return sorted(latest, key=lambda each: (LEVELS.index(each.level), each.title))

    def every(self) -> Iterator[Regime]:
        """Every version of every law."""
        return (regime for versions in self.law.versions.values() for regime in versions)


def read_book() -> Book:
    """Every law of the files. Raises ContentError for one that cannot be used."""
    words = read_words(KIND, OURS)
    read = [(fields, _regime(fields)) for fields in _tables()]
    versions: Versions = {}
    for fields, regime in read:
        others = versions.get(regime.id, ())
        if any(other.period.meets(regime.period) for other in others):
            raise fields.fault(f"another version of {regime.id!r} is in force on the same day.")
        if any(other.day != regime.day for other in others):
            raise fields.fault(f"`day` differs from another version of {regime.id!r}.")
        versions[regime.id] = (*others, regime)
    for fields, regime in read:
        _check(fields, regime, versions, words)
    return Book(Law(versions), words)


book = Shelf(read_book)


def _tables() -> list[Fields]:
    """The files of laws; the organisation's takes the place of ours with its name."""
    found = {path.name: Fields(path, read_toml(path)) for path in files(KIND, "*.toml", OURS)}
    return [fields for fields in found.values() if not _holds_words(fields)]


def _holds_words(fields: Fields) -> bool:
    if not LANGUAGE.fullmatch(fields.path.stem):
        return False
    if "jurisdiction" in fields.values:
        raise fields.fault("its name is that of a language: name it after the law and a number.")
    return True


def _regime(fields: Fields) -> Regime:
    fields.only(*FIELDS)
    ground = Ground({each.id: each for each in sources_of(fields)}, period_of(fields))
    definition = definition_of(fields, ground)
    predicates = tuple(predicate_of(row, definition, ground) for row in fields.tables("predicates"))
    if not predicates:
        raise fields.fault("a law needs one [[predicates]] at least.")
    return Regime(
        id=fields.neutral_path("id"),
        title=fields.text("title"),
        jurisdiction=fields.text("jurisdiction"),
        level=fields.one_of("level", LEVELS),
        day=fields.one_of("day", DAYS),
        period=ground.period,
        child_age=fields.whole("child_age"),
        definition=definition,
        predicates=predicates,
        sources=tuple(ground.sources.values()),
        review=review_of(fields),
        consent=_consent(fields, ground),
        transposed_by=fields.day("transposed_by") if "transposed_by" in fields.values else None,
    )


def _consent(fields: Fields, ground: Ground) -> Consent | None:
    if "consent" not in fields.values:
        return None
    row = fields.table("consent")
    row.only("article", "source")
    return Consent(row.text("article"), ground.source(row))


def _check(fields: Fields, regime: Regime, versions: Versions, words: Words) -> None:
    """Raise ContentError for a law that is named and not there, or for words that are missing."""
    for element in regime.elements():
        for name in element.regimes:
            others = versions.get(name, ())
            if name == regime.id or not any(other.definition for other in others):
                raise fields.fault(f"{name!r} is no other law here that defines something.")
    for key in keys_of(regime):
        if not words(key, "en"):
            raise fields.fault(f"en.toml has no words for {key!r}.")


def keys_of(regime: Regime) -> list[str]:
    """The keys of every text that a page about this law shows."""
    own = f"regimes.{regime.id}"
    return [
        f"jurisdictions.{regime.jurisdiction}",
        f"{own}.name",
        f"{own}.note",
        *([f"{own}.consent"] if regime.consent else []),
        *(f"{own}.predicates.{each.id}" for each in regime.predicates),
        *(f"elements.{element.id}" for element in regime.elements()),
        *(f"facts.{code.fact}" for code in regime.codes()),
    ]
