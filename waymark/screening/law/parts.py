"""Reads the parts of a law's file: its definition, its statements, their elements and codes."""

from dataclasses import dataclass
from typing import Any

from waymark.learn.content.fields import Fields
from waymark.learn.content.review import Source
from waymark.screening.law.model import KINDS, Code, Element, Period, Predicate

DEFINITION = {"act": "acts", "means": "means", "purpose": "purposes"}
PEOPLE = ("adult", "child")


@dataclass(frozen=True)
class Ground:
    """What the parts of a law stand on: its sources, and the days of the part around them."""

    sources: dict[str, Source]
    period: Period

    def source(self, row: Fields, default: str | None = None) -> Source:
        """The source that a table names."""
        return self.sources[row.one_of("source", self.sources, default)]

    def within(self, row: Fields) -> "Ground":
        """The same with the days of the table; those that it leaves out stay."""
        return Ground(self.sources, period_of(row, self.period))


def period_of(row: Fields, outer: Period | None = None) -> Period:
    """The days of a table, and where it has none, those of what is around it."""
    keeps = outer is not None and "effective_from" not in row.values
    first = outer.first if outer and keeps else row.day("effective_from")
    last = outer.last if outer else None
    if "effective_to" in row.values:
        last = row.day("effective_to")
    if last is not None and last < first:
        raise row.fault("`effective_to` must not come before `effective_from`.")
    return Period(first, last)


def definition_of(fields: Fields, ground: Ground) -> tuple[Element, ...]:
    """Act, means (where they are asked of anybody) and purpose; nothing where none stands there."""
    if not any(name in fields.values for name in DEFINITION):
        return ()
    needed = {"means": (fields.flag("adult_means"), fields.flag("child_means"))}
    return tuple(
        _defining(fields.table(name), name, needed.get(name, (True, True)), ground)
        for name in DEFINITION
        if any(needed.get(name, (True,)))
    )


def _defining(row: Fields, name: str, needed: tuple[bool, bool], ground: Ground) -> Element:
    row.only("article", "source", "effective_from", "effective_to", "codes", "more")
    codes = _codes(row, DEFINITION[name], ground.within(row))
    if not codes:
        raise row.fault("it needs `codes`.")
    return Element(name, codes=codes, **_common(row, ground, needed))


def predicate_of(row: Fields, definition: tuple[Element, ...], ground: Ground) -> Predicate:
    """One statement of a law, with the definition's elements first if it uses them."""
    row.only("id", "kind", "definition", "elements")
    own = tuple(_element(each, ground) for each in row.tables("elements"))
    used = definition if row.flag("definition", default=False) else ()
    if not used + own:
        raise row.fault("it has no elements: write some, or `definition = true`.")
    return Predicate(row.neutral_path("id"), row.one_of("kind", KINDS), used + own)


def _element(row: Fields, ground: Ground) -> Element:
    row.only(
        *("id", "article", "source", "effective_from", "effective_to"),
        *("codes", "more", "regimes", "for"),
    )
    people = row.texts("for") or PEOPLE
    if set(people) - set(PEOPLE):
        raise row.fault("`for` may have adult and child only.")
    codes, regimes = _codes(row, "more", ground.within(row)), row.texts("regimes")
    if bool(codes) == bool(regimes):
        raise row.fault("it needs either `codes` or `regimes`.")
    needed = ("adult" in people, "child" in people)
    identity = row.neutral_path("id")
    return Element(identity, codes=codes, regimes=regimes, **_common(row, ground, needed))


def _common(row: Fields, ground: Ground, needed: tuple[bool, bool]) -> dict[str, Any]:
    return {
        "article": row.text("article"),
        "source": ground.source(row),
        "period": ground.within(row).period,
        "for_adults": needed[0],
        "for_children": needed[1],
    }


def _codes(row: Fields, group: str, ground: Ground) -> tuple[Code, ...]:
    """The words in `codes`, and those in `more` that have an article or a day of their own."""
    article, source = row.text("article"), ground.source(row)
    found = [
        Code(_fact(row, group, name), article, source, ground.period) for name in row.texts("codes")
    ]
    for each in row.tables("more"):
        each.only("code", "article", "source", "effective_from", "effective_to")
        found.append(
            Code(
                fact=_fact(each, group, each.text("code")),
                article=each.text("article", article),
                source=ground.source(each, source.id),
                period=ground.within(each).period,
            )
        )
    if len({code.fact for code in found}) < len(found):
        raise row.fault("the same code stands there twice.")
    return tuple(found)


def _fact(row: Fields, group: str, name: str) -> str:
    if not name.replace("_", "").isalnum() or name != name.lower():
        raise row.fault(f"the code {name!r} may have small letters, digits and _ only.")
    return f"{group}.{name}"
