"""May somebody under age alone agree that information about them is shared? Never a guess."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from waymark.cases.reference.lists import OURS, head_of, only_list
from waymark.cases.reference.places import around, jurisdiction_of
from waymark.cases.reference.sources import Cited, cited, grounded
from waymark.learn.content.fields import Fields
from waymark.learn.content.folders import Shelf
from waymark.learn.content.review import Review
from waymark.learn.content.words import Words, read_words

KIND = "consent"
RULES = ("presumed-from", "by-understanding", "when-served-alone")


class Standing(Enum):
    """Who has to agree."""

    ALONE = "alone"
    CONDITION = "condition"
    GUARDIAN = "guardian"


@dataclass(frozen=True)
class Rule:
    """What a place says about people under age. `age`: for those of that age and over."""

    jurisdiction: str
    rule: str
    age: int
    article: str
    source: Cited | None


@dataclass(frozen=True)
class Ruling:
    """Who has to agree here, and why in words. `rule` is None where none was used."""

    standing: Standing
    keys: tuple[str, ...]
    rule: Rule | None
    words: Words = field(repr=False)

    @property
    def needs_guardian(self) -> bool:
        """Whether a parent or guardian has to agree as well."""
        return self.standing is Standing.GUARDIAN

    @property
    def needs_confirmation(self) -> bool:
        """Whether a worker has to confirm a condition, and say how they know."""
        return self.standing is Standing.CONDITION

    @property
    def label(self) -> str:
        """Who has to agree, in one sentence."""
        return self.words(f"standings.{self.standing.value}")

    def sentences(self) -> list[str]:
        """Why, and what to mind, in the reader's language."""
        return [text for key in self.keys if (text := self.words(key))]


@dataclass(frozen=True)
class ConsentAges:
    """The rules by jurisdiction."""

    places: Mapping[str, Rule]
    adult_age: int
    review: Review
    words: Words

    def ruling(self, place: str, age: int | None) -> Ruling:
        """Who has to agree at a place such as `US-CA` for somebody of that age; None: unknown.

        Without a rule for the place, or an age, a guardian agrees as well.
        Raises ValueError for an age below zero.
        """
        if age is not None and age < 0:
            raise ValueError("an age is zero or more")
        if age is None:
            return self._guardian("always.age")
        if age >= self.adult_age:
            return Ruling(Standing.ALONE, ("rules.adult",), None, self.words)
        if not place:
            return self._guardian("always.place")
        rule = next((self.places[near] for near in around(place) if near in self.places), None)
        if rule is None:
            return self._guardian("always.listed")
        return self._by(rule, age)

    def _by(self, rule: Rule, age: int) -> Ruling:
        basis = f"places.{rule.jurisdiction}"
        standing, why = _standing(rule, age)
        if standing is Standing.GUARDIAN:
            return self._guardian(why, f"{basis}.basis", rule=rule)
        more = (f"{basis}.basis", f"{basis}.note", "always.suspect", f"{basis}.adviser")
        return Ruling(standing, (why, *more, "adviser.check"), rule, self.words)

    def _guardian(self, *why: str, rule: Rule | None = None) -> Ruling:
        keys = (*why, "always.assent", "always.suspect", "adviser.check")
        return Ruling(Standing.GUARDIAN, keys, rule, self.words)


def _standing(rule: Rule, age: int) -> tuple[Standing, str]:
    """Who has to agree by a rule at an age below that of adults, and the key of the reason."""
    if rule.rule == "presumed-from" and age >= rule.age:
        return Standing.ALONE, "rules.presumed-from"
    # Who is younger than the presumption may still understand: that is asked, not presumed.
    if rule.rule in {"presumed-from", "by-understanding"}:
        return Standing.CONDITION, "rules.by-understanding"
    if age < rule.age:
        return Standing.GUARDIAN, "always.younger"
    return Standing.CONDITION, "rules.when-served-alone"


def read_consent_ages() -> ConsentAges:
    """The rules of the file. Raises ContentError for one that cannot be used."""
    words = read_words(KIND, OURS)
    fields = only_list(KIND, "consent_age")
    review = head_of(fields, "places", "adult_age")
    adult, sources = fields.whole("adult_age"), cited(fields)
    places: dict[str, Rule] = {}
    for row in fields.tables("places"):
        rule = _rule(row, adult, sources)
        if rule.jurisdiction in places:
            raise row.fault(f"{rule.jurisdiction} is there twice.")
        if not words(f"places.{rule.jurisdiction}.basis", "en"):
            raise row.fault(f"en.toml has no words places.{rule.jurisdiction}.basis.")
        places[rule.jurisdiction] = rule
    return ConsentAges(places, adult, review, words)


consent_ages = Shelf(read_consent_ages)


def _rule(row: Fields, adult: int, sources: Mapping[str, Cited]) -> Rule:
    row.only("jurisdiction", "rule", "age", "article", "source")
    jurisdiction, name = jurisdiction_of(row), row.one_of("rule", RULES)
    if jurisdiction == "ANY":
        raise row.fault(
            "there is no rule for every place: where none is listed, a guardian agrees."
        )
    age = row.whole("age", 0)
    if not 0 <= age < adult:
        raise row.fault(f"`age` must be below {adult}.")
    if name == "presumed-from" and not age:
        raise row.fault("the rule `presumed-from` needs `age`.")
    source = grounded(row, jurisdiction, sources)
    return Rule(jurisdiction, name, age, row.text("article", ""), source)
