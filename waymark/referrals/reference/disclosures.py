"""Demands for what the organisation knows: who may ask, by when to answer, what protects it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from waymark.cases.reference.lists import entries, head_of, only_list
from waymark.cases.reference.places import around, jurisdiction_of
from waymark.cases.reference.sources import Cited, cited, grounded
from waymark.cases.reference.terms import Term, term_of
from waymark.learn.content.fields import Fields
from waymark.learn.content.folders import Shelf
from waymark.learn.content.review import Review
from waymark.learn.content.words import Words, read_words

OURS = Path(__file__).resolve().parents[1] / "data"
KIND = "disclosures"
GROUPS = ("court", "report", "notice", "request")
ALWAYS = ("nothing", "neither", "tell", "least", "safety")


@dataclass(frozen=True)
class Demand:
    """A kind of demand. `compels` is false for a mere request, which needs a release."""

    id: str
    jurisdiction: str
    group: str
    compels: bool
    article: str
    term: Term | None
    source: Cited | None
    words: Words = field(repr=False)

    @property
    def label(self) -> str:
        """What it is called, in the reader's language."""
        return self._word("label")

    @property
    def what(self) -> str:
        """What it is, in a sentence."""
        return self._word("what")

    @property
    def starts(self) -> str:
        """What starts the clock."""
        return self._word("starts")

    @property
    def first(self) -> str:
        """What to do first."""
        return self._word("first")

    @property
    def adviser(self) -> str:
        """What the organisation's adviser wrote; where nothing is written, to call the adviser."""
        return self._word("adviser") or self.words("adviser.missing")

    @property
    def is_advised(self) -> bool:
        """Whether the organisation has written what its adviser says."""
        return bool(self._word("adviser"))

    def due(self, started: date) -> date | None:
        """When the clock that started then ends; None where no term is known."""
        return self.term.end(started) if self.term else None

    def _word(self, name: str) -> str:
        return self.words(f"kinds.{self.id}.{name}")


@dataclass(frozen=True)
class Privilege:
    """What may protect a record from being disclosed: a label, never a promise that it holds."""

    id: str
    jurisdiction: str
    article: str
    source: Cited | None
    words: Words = field(repr=False)

    @property
    def label(self) -> str:
        """Its name, in the reader's language."""
        return self.words(f"privileges.{self.id}.label")

    @property
    def what(self) -> str:
        """What it protects, in a sentence."""
        return self.words(f"privileges.{self.id}.what")


@dataclass(frozen=True)
class Disclosures:
    """The kinds of demand and the privileges, by id."""

    kinds: Mapping[str, Demand]
    privileges: Mapping[str, Privilege]
    review: Review
    words: Words

    def near(self, place: str) -> list[Demand]:
        """The kinds that may meet a worker at a place, the nearest first, then as groups come."""
        order = around(place)
        found = (kind for kind in self.kinds.values() if kind.jurisdiction in order)
        return sorted(found, key=lambda k: (order.index(k.jurisdiction), GROUPS.index(k.group)))

    def privileges_near(self, place: str) -> list[Privilege]:
        """The privileges that a record may carry at a place, the nearest first."""
        order = around(place)
        found = (each for each in self.privileges.values() if each.jurisdiction in order)
        return sorted(found, key=lambda each: order.index(each.jurisdiction))

    def reminders(self) -> list[str]:
        """What holds for every demand."""
        return [self.words(f"always.{name}") for name in ALWAYS]


def read_disclosures() -> Disclosures:
    """The kinds and privileges of the file. Raises ContentError for one that cannot be used."""
    fields = only_list(KIND, "disclosure_clocks", OURS)
    review = head_of(fields, "kinds", "privileges")
    words = read_words(KIND, OURS)
    reader = _Reader(cited(fields), words)
    return Disclosures(
        kinds=entries(fields.tables("kinds"), reader.demand),
        privileges=entries(fields.tables("privileges"), reader.privilege),
        review=review,
        words=words,
    )


disclosures = Shelf(read_disclosures)


@dataclass(frozen=True)
class _Reader:
    """Reads the entries of the file."""

    sources: Mapping[str, Cited]
    words: Words

    def demand(self, row: Fields) -> Demand:
        row.only("id", "jurisdiction", "group", "compels", "article", "source", "term")
        identity, place = row.neutral_path("id"), self._place(row)
        self._needs(row, *(f"kinds.{identity}.{n}" for n in ("label", "what", "starts", "first")))
        compels, term = row.flag("compels"), None
        if "term" in row.values:
            term = term_of(row.table("term"))
        if term and not compels:
            raise row.fault("a request that compels nobody has no `term`.")
        return Demand(
            id=identity,
            jurisdiction=place,
            group=row.one_of("group", GROUPS),
            compels=compels,
            article=row.text("article", ""),
            term=term,
            source=grounded(row, place, self.sources),
            words=self.words,
        )

    def privilege(self, row: Fields) -> Privilege:
        row.only("id", "jurisdiction", "article", "source")
        identity, place = row.neutral_path("id"), self._place(row)
        self._needs(row, f"privileges.{identity}.label", f"privileges.{identity}.what")
        source = grounded(row, place, self.sources)
        return Privilege(identity, place, row.text("article", ""), source, self.words)

    def _place(self, row: Fields) -> str:
        place = jurisdiction_of(row)
        self._needs(row, f"jurisdictions.{place}")
        return place

    def _needs(self, row: Fields, *keys: str) -> None:
        for key in keys:
            if not self.words(key, "en"):
                raise row.fault(f"en.toml has no words {key}.")
