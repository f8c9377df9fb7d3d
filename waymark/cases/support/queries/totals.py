"""What services add up to for each person: how often, and how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from waymark.cases.answers import value_of
from waymark.cases.fields.values import plain
from waymark.cases.reference.support import support
from waymark.cases.support.codes import GIVEN
from waymark.cases.support.queries.lines import Line, by_person

PARTLY = "partly"
COUNTED = frozenset({GIVEN, PARTLY, None})


@dataclass(frozen=True)
class Total:
    """One kind of service for one person. `times` counts what was given, `tried` the rest."""

    service: str
    times: int
    tried: int
    quantity: str
    unit: str


def totals(lines: Iterable[Line]) -> list[tuple[str, list[Total]]]:
    """For each pseudonym, the services in the order of the list."""
    people = by_person(list(lines)).items()
    return [(about, _of_one(group)) for (_pk, about), group in people]


def _of_one(lines: Iterable[Line]) -> list[Total]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(str(value_of(line.answers, "category", "")), []).append(line)
    order = list(support().services)
    ranked = sorted(found, key=lambda code: order.index(code) if code in order else len(order))
    return [_total(code, found[code]) for code in ranked]


def _total(code: str, lines: list[Line]) -> Total:
    service = support().services.get(code)
    given = [line for line in lines if value_of(line.answers, "result") in COUNTED]
    amount = sum((_quantity(line) for line in given), Decimal(0))
    return Total(
        service=service.label if service else code,
        times=len(given),
        tried=len(lines) - len(given),
        quantity=plain(amount) if amount else "",
        unit=service.unit_label if service else "",
    )


def _quantity(line: Line) -> Decimal:
    try:
        return Decimal(str(value_of(line.answers, "quantity", 0)))
    except InvalidOperation:
        return Decimal(0)
