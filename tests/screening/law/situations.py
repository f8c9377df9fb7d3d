"""Facts for the tests, and a second way to say what the elements come to."""

from collections.abc import Iterable
from datetime import date
from itertools import product

from waymark.screening.law.facts import Age, Facts
from waymark.screening.law.reading import Book
from waymark.screening.three_valued import Truth, truth_of

TODAY = date(2026, 11, 30)
LETTERS = {"T": Truth.TRUE, "F": Truth.FALSE, "U": Truth.UNKNOWN}
AGES = {"adult": Age(18), "child": Age(0, 18), "unknown": Age()}
# Whether means are asked of adults, of children: from the reference, not from our files.
MEANS = {
    "int-palermo-3": (True, False),
    "eu-2011-36": (True, False),
    "us-tvpa-sex-severe": (True, False),
    "us-tvpa-labor-severe": (True, True),
    "us-18usc1591": (True, False),
    "gb-eaw-msa2015-2": (False, False),
}
ROWS = [
    (regime, age, act, means, purpose)
    for regime in MEANS
    for age, act, means, purpose in product(AGES, LETTERS, LETTERS, LETTERS)
]


def expected(regime: str, age: str, act: str, means: str, purpose: str) -> Truth:
    """What holds however the unknown turns out: every way is written down and compared."""
    adults, children = MEANS[regime]

    def ways(letter: str) -> list[bool]:
        return {"T": [True], "F": [False]}.get(letter, [True, False])

    ages = {"adult": [adults], "child": [children]}.get(age, [adults, children])
    outcomes = {
        did and meant and (used or not asked)
        for asked, did, used, meant in product(ages, ways(act), ways(means), ways(purpose))
    }
    return truth_of(outcomes.pop()) if len(outcomes) == 1 else Truth.UNKNOWN


def row_facts(laws: Book, regime: str, age: str, letters: Iterable[str]) -> Facts:
    """One row as facts: one code carries the letter, the others of its list are absent."""
    answers: dict[str, Truth] = {}
    law = laws.law.on(regime, TODAY)
    assert law is not None
    for group, letter in zip(("acts", "means", "purposes"), letters, strict=True):
        facts = [c.fact for c in law.codes() if c.fact.startswith(f"{group}.")]
        answers |= dict.fromkeys(facts, Truth.FALSE)
        answers |= dict.fromkeys(facts[-1:], LETTERS[letter])
    more = [c.fact for c in law.codes() if c.fact.startswith("more.")]
    return Facts(TODAY, TODAY, AGES[age], answers | dict.fromkeys(more, Truth.TRUE))
