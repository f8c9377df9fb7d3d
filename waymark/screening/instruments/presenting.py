"""What the pages show of items and results, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from waymark.screening.instruments import wording
from waymark.screening.instruments.engine import Result
from waymark.screening.instruments.model import Answer, Instrument, Item
from waymark.screening.three_valued import Truth

ADULT = 18


@dataclass(frozen=True)
class Group:
    """The items of a group with the answers so far."""

    code: str
    title: str
    rows: list[tuple[Item, str]]


@dataclass(frozen=True)
class Part:
    """A dimension as it stands."""

    title: str
    state: str | Promise
    settled: bool
    noticed: list[Item]
    open: list[Item]


@dataclass(frozen=True)
class Fit:
    """A pattern of the rule as the answers stand."""

    title: str
    text: str
    state: str | Promise
    settled: bool
    verify: bool


@dataclass(frozen=True)
class Shown:
    """A result in words."""

    noticed: list[Item]
    only_with_others: list[Item]
    open: list[Item]
    parts: list[Part]
    fits: list[Fit]
    child_protection: bool
    may_be_child: bool


def groups(instrument: Instrument, answers: dict[str, Answer]) -> list[Group]:
    """The items by dimension; what has no answer yet is not known."""
    return [
        Group(
            code,
            instrument.words(f"groups.{code}.title"),
            [(item, _chosen(answers, item)) for item in instrument.items_of(code)],
        )
        for code in instrument.groups
    ]


def _chosen(answers: dict[str, Answer], item: Item) -> str:
    answer = answers.get(item.code, Answer.UNKNOWN)
    return answer.value if answer in {Answer.YES, Answer.NO} else Answer.UNKNOWN.value


def shown(instrument: Instrument, result: Result) -> Shown:
    """A result with the words of its items."""
    items = instrument.by_code

    def of(codes: Iterable[str]) -> list[Item]:
        return [items[code] for code in codes]

    parts = [
        Part(
            instrument.words(f"groups.{each.group}.title"),
            wording.DIMENSION[each.positive],
            each.positive.settled,
            of(each.noticed),
            [] if each.positive.settled else of(each.open),
        )
        for each in result.standings
    ]
    return Shown(
        noticed=of(result.noticed),
        only_with_others=of(result.only_with_others),
        open=of(result.open),
        parts=parts,
        fits=_fits(instrument, result),
        child_protection=result.child_protection,
        may_be_child=result.age is None or result.age < ADULT,
    )


def _fits(instrument: Instrument, result: Result) -> list[Fit]:
    verify = {each.key: each.verify for each in instrument.rule.patterns} if instrument.rule else {}
    return [
        Fit(
            instrument.words(f"patterns.{key}.title"),
            instrument.words(f"patterns.{key}.text"),
            wording.PATTERN[truth],
            truth.settled,
            verify[key],
        )
        for key, truth in result.patterns
        if truth is not Truth.FALSE
    ]
