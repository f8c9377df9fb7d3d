"""Applies an instrument to answers. Refuses where it is not meant for; keeps nothing.

What comes out says what was noticed, what is settled and what is still open. It is no verdict,
no probability and no number about a person, and it is only in memory.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from waymark.screening.instruments.model import Answer, Instrument, Item
from waymark.screening.instruments.scoring import Rule, dimension_is_positive, fits
from waymark.screening.three_valued import Truth


class Reason(Enum):
    """Why an instrument is refused."""

    ROLE = "role"
    TRAINING = "training"
    SETTING = "setting"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    AGE_NOT_KNOWN = "age_not_known"
    STRANGE_ANSWER = "strange_answer"


class Refused(Exception):
    """The instrument is not meant for this, or the answers are not answers to it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Circumstances:
    """Who asks, where, and about whom.

    `age` is that of today for flags and that when it began for a rule; None where nobody knows it.
    """

    roles: frozenset[str]
    setting: str
    age: int | None
    trained: bool = False


@dataclass(frozen=True)
class Standing:
    """How a dimension or group stands, with the items that made it so and those still open."""

    group: str
    positive: Truth
    noticed: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What the answers say. A case can keep `as_record()`; nothing else here is kept."""

    instrument: str
    version: str
    setting: str
    age: int | None
    answers: tuple[tuple[str, Answer], ...]
    standings: tuple[Standing, ...]
    patterns: tuple[tuple[str, Truth], ...]
    noticed: tuple[str, ...]
    only_with_others: tuple[str, ...]
    open: tuple[str, ...]
    child_protection: bool

    def as_record(self) -> dict[str, Any]:
        """Plain values, ready to be sealed: codes only, no text and no name."""
        return {
            "instrument": self.instrument,
            "version": self.version,
            "setting": self.setting,
            "age": self.age,
            "answers": {code: answer.value for code, answer in self.answers},
            "dimensions": {each.group: each.positive.value for each in self.standings},
            "patterns": {key: truth.value for key, truth in self.patterns},
            "noticed": list(self.noticed),
            "only_with_others": list(self.only_with_others),
            "open": list(self.open),
            "child_protection": self.child_protection,
        }


def check(instrument: Instrument, about: Circumstances) -> None:
    """Raise Refused where the instrument is not meant for these circumstances."""
    if not about.roles & instrument.roles:
        raise Refused(Reason.ROLE)
    if instrument.needs_training and not about.trained:
        raise Refused(Reason.TRAINING)
    if about.setting not in instrument.settings:
        raise Refused(Reason.SETTING)
    if about.age is None:
        if not instrument.age_may_be_unknown:
            raise Refused(Reason.AGE_NOT_KNOWN)
    elif about.age < instrument.age_min:
        raise Refused(Reason.TOO_YOUNG)
    elif about.age > instrument.age_max:
        raise Refused(Reason.TOO_OLD)


def apply(instrument: Instrument, about: Circumstances, answers: Mapping[str, Answer]) -> Result:
    """What the answers say, those left out being unknown. Raises Refused."""
    check(instrument, about)
    if set(answers) - set(instrument.by_code):
        raise Refused(Reason.STRANGE_ANSWER)
    full = {item.code: answers.get(item.code, Answer.SKIPPED) for item in instrument.items}
    truths = {item.code: item.noticed(full[item.code]) for item in instrument.items}
    standings, patterns = _by_rule(instrument, truths)
    present = [item for item in instrument.items if truths[item.code] is Truth.TRUE]
    return Result(
        instrument=instrument.id,
        version=instrument.version,
        setting=about.setting,
        age=about.age,
        answers=tuple(full.items()),
        standings=standings,
        patterns=patterns,
        noticed=_codes(item for item in present if not item.profiling),
        only_with_others=_codes(item for item in present if item.profiling),
        open=tuple(code for code, truth in truths.items() if not truth.settled),
        child_protection=any(item.child_protection for item in present),
    )


def _by_rule(
    instrument: Instrument, truths: Mapping[str, Truth]
) -> tuple[tuple[Standing, ...], tuple[tuple[str, Truth], ...]]:
    """How each dimension and pattern of the rule stands; nothing where there is no rule."""
    rule = instrument.rule
    if rule is None:
        return (), ()
    standings = tuple(_standing(instrument, rule, group, truths) for group in instrument.groups)
    positive = {each.group: each.positive for each in standings}
    return standings, tuple((each.key, fits(each, positive)) for each in rule.patterns)


def _standing(
    instrument: Instrument, rule: Rule, group: str, truths: Mapping[str, Truth]
) -> Standing:
    items = instrument.items_of(group)
    weighted = [(item.weight, truths[item.code]) for item in items]
    return Standing(
        group=group,
        positive=dimension_is_positive(rule.needs, weighted),
        noticed=tuple(item.code for item in items if truths[item.code] is Truth.TRUE),
        open=tuple(item.code for item in items if not truths[item.code].settled),
    )


def _codes(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(item.code for item in items)
