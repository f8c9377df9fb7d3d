"""What a release of information can be for, what it covers, how it is given, for how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from waymark.cases.reference.lists import entries, head_of, only_list
from waymark.learn.content.fields import Fields
from waymark.learn.content.folders import Shelf
from waymark.learn.content.review import Review
from waymark.learn.content.words import Words, read_words
from waymark.referrals.reference.disclosures import OURS

KIND = "releases"
WAYS = ("signed", "recorded", "verbal-with-witness")
# Whatever an organisation's own file says, these stay refused.
NEVER = frozenset({"condition-of-service", "unlimited", "any-recipient", "person-suspected"})


@dataclass(frozen=True)
class Purpose:
    """Something a release can be for, or can never be for."""

    id: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class KindOfField:
    """A kind of information, with examples in plain words."""

    id: str
    label: str = field(repr=False)
    examples: str = field(repr=False)


@dataclass(frozen=True)
class Releases:
    """The lists, as codes in the files' order, and the days of a release."""

    purpose_ids: tuple[str, ...]
    never_ids: tuple[str, ...]
    kind_ids: tuple[str, ...]
    ways: tuple[str, ...]
    default_days: int
    most_days: int
    review: Review
    words: Words

    def purposes(self, language: str = "") -> list[Purpose]:
        """What a release can be for, in the reader's language or the one that is named."""
        return [Purpose(i, self.words(f"purposes.{i}", language)) for i in self.purpose_ids]

    def never(self, language: str = "") -> list[Purpose]:
        """What no release can be for."""
        return [Purpose(i, self.words(f"never.{i}", language)) for i in self.never_ids]

    def kinds(self, language: str = "") -> list[KindOfField]:
        """The kinds of information that a release can cover."""
        return [
            KindOfField(
                id=each,
                label=self.words(f"kinds.{each}.label", language),
                examples=self.words(f"kinds.{each}.examples", language),
            )
            for each in self.kind_ids
        ]

    def way(self, code: str, language: str = "") -> str:
        """How a release was given, in words. Raises KeyError for no way of these."""
        if code not in self.ways:
            raise KeyError(code)
        return self.words(f"ways.{code}", language)

    def allows(self, purpose: str) -> bool:
        """Whether a release may have this purpose."""
        return purpose in self.purpose_ids and purpose not in self.never_ids


def read_releases() -> Releases:
    """The lists of the file. Raises ContentError for one that cannot be used."""
    fields, words = only_list(KIND, "releases", OURS), read_words(KIND, OURS)
    review = head_of(fields, "purposes", "never", "kinds", "ways", "default_days", "most_days")
    names = {name: _ids(fields, name, words) for name in ("purposes", "never", "kinds")}
    _check(fields, names)
    default, most = fields.whole("default_days"), fields.whole("most_days")
    if not 0 < default <= most:
        raise fields.fault("`default_days` must be at least 1 and no more than `most_days`.")
    return Releases(
        purpose_ids=names["purposes"],
        never_ids=names["never"],
        kind_ids=names["kinds"],
        ways=_ways(fields),
        default_days=default,
        most_days=most,
        review=review,
        words=words,
    )


releases = Shelf(read_releases)


@dataclass(frozen=True)
class _Id:
    id: str


def _ids(fields: Fields, name: str, words: Words) -> tuple[str, ...]:
    def read(row: Fields) -> _Id:
        row.only("id")
        identity = row.neutral_path("id")
        for part in ("label", "examples") if name == "kinds" else ("",):
            key = f"{name}.{identity}.{part}".rstrip(".")
            if not words(key, "en"):
                raise row.fault(f"en.toml has no words {key}.")
        return _Id(identity)

    found: Mapping[str, _Id] = entries(fields.tables(name), read)
    return tuple(found)


def _check(fields: Fields, names: Mapping[str, tuple[str, ...]]) -> None:
    if both := sorted(set(names["purposes"]) & set(names["never"])):
        raise fields.fault(f"{both[0]!r} is a purpose and never one: take it out of `purposes`.")
    if missing := sorted(NEVER - set(names["never"])):
        raise fields.fault(f"`never` must keep {missing[0]!r}.")
    if not names["purposes"] or not names["kinds"]:
        raise fields.fault("it needs [[purposes]] and [[kinds]].")


def _ways(fields: Fields) -> tuple[str, ...]:
    ways = fields.texts("ways")
    if not ways or set(ways) - set(WAYS) or len(set(ways)) < len(ways):
        raise fields.fault(f"`ways` may have {', '.join(WAYS)}, each once, and needs one.")
    return ways
