"""Kinds of milestones with their clocks: what starts one, how long it is, who decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from waymark.cases.reference.lists import OURS, entries, head_of, lists
from waymark.cases.reference.places import around, jurisdiction_of
from waymark.cases.reference.sources import Cited, cited, grounded
from waymark.cases.reference.terms import Term, term_of
from waymark.learn.content.fields import Fields
from waymark.learn.content.folders import Shelf
from waymark.learn.content.review import Review
from waymark.learn.content.words import Words, read_words

KIND = "milestones"
GROUPS = ("identification", "stay", "benefits", "child", "court", "money", "record", "return")


@dataclass(frozen=True)
class Milestone:
    """A kind of step in a case."""

    id: str
    jurisdiction: str
    group: str
    article: str
    term: Term | None
    source: Cited | None
    words: Words = field(repr=False)

    @property
    def label(self) -> str:
        """What it is, in the reader's language."""
        return self._word("label")

    @property
    def starts(self) -> str:
        """What starts the clock."""
        return self._word("starts")

    @property
    def decides(self) -> str:
        """Who decides."""
        return self._word("decides")

    @property
    def note(self) -> str:
        """What else is known; may be empty."""
        return self._word("note")

    @property
    def adviser(self) -> str:
        """What the organisation's adviser says about it, else that the adviser checks it."""
        return self._word("adviser") or self.words("adviser.check")

    @property
    def counting(self) -> str:
        """What the end of the term means; empty without a term."""
        return self.words(f"terms.{self.term.kind}") if self.term else ""

    def due(self, started: date) -> date | None:
        """When the clock that started then ends; None where no term is known."""
        return self.term.end(started) if self.term else None

    def _word(self, name: str) -> str:
        return self.words(f"kinds.{self.id}.{name}")


@dataclass(frozen=True)
class Milestones:
    """Every kind by its id, the words, and the reviews of the files."""

    kinds: Mapping[str, Milestone]
    reviews: Mapping[str, Review]
    words: Words

    def label(self, code: str) -> str:
        """The label of a code; the code itself where the kind is no longer here."""
        return self.kinds[code].label if code in self.kinds else code

    def near(self, place: str) -> list[Milestone]:
        """The kinds that may apply at a place, the nearest first, then as groups come."""
        order = around(place)
        found = (kind for kind in self.kinds.values() if kind.jurisdiction in order)
        return sorted(found, key=lambda k: (order.index(k.jurisdiction), GROUPS.index(k.group)))


def read_milestones() -> Milestones:
    """Every kind of the files. Raises ContentError for one that cannot be used."""
    words = read_words(KIND, OURS)
    kinds: dict[str, Milestone] = {}
    reviews = {}
    for fields in lists(KIND):
        reviews[fields.path.name] = head_of(fields, "kinds")
        reader = _Reader(cited(fields), words)
        kinds = entries(fields.tables("kinds"), reader.kind, kinds)
    return Milestones(kinds, reviews, words)


milestones = Shelf(read_milestones)


@dataclass(frozen=True)
class _Reader:
    """Reads the kinds of one file."""

    sources: Mapping[str, Cited]
    words: Words

    def kind(self, row: Fields) -> Milestone:
        row.only("id", "jurisdiction", "group", "article", "source", "term")
        identity, jurisdiction = row.neutral_path("id"), jurisdiction_of(row)
        for name in (f"kinds.{identity}.{part}" for part in ("label", "starts", "decides")):
            if not self.words(name, "en"):
                raise row.fault(f"en.toml has no words {name}.")
        if not self.words(f"jurisdictions.{jurisdiction}", "en"):
            raise row.fault(f"en.toml has no words jurisdictions.{jurisdiction}.")
        return Milestone(
            id=identity,
            jurisdiction=jurisdiction,
            group=row.one_of("group", GROUPS),
            article=row.text("article", ""),
            term=term_of(row.table("term")) if "term" in row.values else None,
            source=grounded(row, jurisdiction, self.sources),
            words=self.words,
        )
