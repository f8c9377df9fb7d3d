"""What an instrument is: its items, its rule, whom it is for, and what is known about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from waymark.learn.content.review import Review, Source
from waymark.learn.content.words import Words
from waymark.screening.instruments.ppv import Counts
from waymark.screening.instruments.scoring import Rule, Weight
from waymark.screening.three_valued import Truth, not_

SETTINGS = ("hotline", "office", "shelter", "outreach", "clinic", "file")
OLDEST = 120


class Kind(Enum):
    """Flags are noticed and never added up; a rule says which dimensions are positive."""

    FLAGS = "flags"
    RULE = "rule"


class Answer(Enum):
    """What is known about an item. Leaving one out means that it is not known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"

    @property
    def truth(self) -> Truth:
        """The answer as one of three values."""
        known = {Answer.YES: Truth.TRUE, Answer.NO: Truth.FALSE}
        return known.get(self, Truth.UNKNOWN)


@dataclass(frozen=True)
class Item:
    """One question. `sign_when_no`: it is the answer no that is noticed."""

    code: str
    group: str
    source: Source
    namespace: str
    words: Words = field(repr=False)
    weight: Weight | None = None
    sign_when_no: bool = False
    child_protection: bool = False
    profiling: bool = False
    verify: bool = False

    @property
    def text(self) -> str:
        """What is asked, in the language of the reader."""
        return self.words(f"items.{self.namespace}.{self.code}.text")

    @property
    def also(self) -> str:
        """What else it may mean; empty where the instrument is a rule."""
        return self.words(f"items.{self.namespace}.{self.code}.also")

    def noticed(self, answer: Answer) -> Truth:
        """Whether this answer is the one to notice."""
        return not_(answer.truth) if self.sign_when_no else answer.truth


@dataclass(frozen=True)
class Study:
    """What one study found. Counts are there only where they are printed or follow from print."""

    id: str
    citation: str
    url: str
    year: int
    sensitivity: float | None
    specificity: float | None
    counts: Counts | None
    counts_are: str
    owner: str
    words: Words = field(repr=False)
    n: int | None = None
    prevalence: float | None = None

    @property
    def short(self) -> str:
        """How it differs from other studies of the same instrument, in a word or two."""
        return self.words(f"studies.{self.id}.short")

    @property
    def about(self) -> str:
        """Who was studied, where and how."""
        return self.words(f"studies.{self.id}.about")

    @property
    def caution(self) -> str:
        """What to mind before using its numbers; may be empty."""
        return self.words(f"studies.{self.id}.caution")


@dataclass(frozen=True)
class Licence:
    """Under which terms an instrument may be carried, and where they are written."""

    name: str
    url: str


@dataclass(frozen=True)
class Instrument:
    """A version of an instrument with everything that a worker must know before using it."""

    id: str
    version: str
    kind: Kind
    items: tuple[Item, ...]
    groups: tuple[str, ...]
    roles: frozenset[str]
    settings: tuple[str, ...]
    age_min: int
    age_max: int
    age_may_be_unknown: bool
    needs_training: bool
    licence: Licence
    citation: str
    studies: tuple[Study, ...]
    sources: tuple[Source, ...]
    review: Review
    words: Words = field(repr=False)
    rule: Rule | None = None

    def say(self, name: str) -> str:
        """One of its texts: title, summary, population, limits, terms, verify."""
        return self.words(f"instruments.{self.id}.{name}")

    @property
    def title(self) -> str:
        """Its name, in the language of the reader."""
        return self.say("title")

    def items_of(self, group: str) -> list[Item]:
        """The items of a dimension or group, in order."""
        return [item for item in self.items if item.group == group]

    @property
    def asks_age_at_start(self) -> bool:
        """Whether its age is that when it began: a rule is about what happened, not about today."""
        return self.kind is Kind.RULE

    @property
    def by_code(self) -> Mapping[str, Item]:
        """Every item by its code."""
        return {item.code: item for item in self.items}

    @property
    def questions(self) -> int:
        """How many items it has."""
        return len(self.items)
