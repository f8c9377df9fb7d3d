"""What a tool of the screening room found, worked out again here so that it can be kept.

A page of that room hands over the answers, never a result: what is kept follows from the answers
alone, on the law and the instrument of the day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from waymark.accounts.models import Worker
from waymark.cases.models import today
from waymark.screening.instruments import presenting
from waymark.screening.instruments.engine import Refused, Result, apply, check
from waymark.screening.instruments.forms import StartForm, answers_in
from waymark.screening.instruments.model import Instrument
from waymark.screening.instruments.reading import instruments
from waymark.screening.law.engine import assess
from waymark.screening.law.forms import ChooseForm, FactsForm
from waymark.screening.law.memo import memo_of
from waymark.screening.law.reading import book
from waymark.screening.law.result import Elements

LAW = "law"
ELEMENTS, INSTRUMENTS = "elements", "instruments"
LONGEST = 20_000  # letters of answers that a page hands over
Entry = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """What a tool found, as the field `field` of a determination keeps it."""

    field: str
    entries: list[Entry]


class NotKept(Exception):
    """The answers are none to this tool, or the worker may not use it."""


def found_by(tool: str, answers: str, worker: Worker) -> Found:
    """What the tool says to these answers (as a form sends them).

    `tool` is `law`, or the id of an instrument. Raises NotKept.
    """
    if len(answers) > LONGEST:
        raise NotKept
    data = QueryDict(answers)
    if tool == LAW:
        return Found(ELEMENTS, _law(data))
    return Found(INSTRUMENTS, [_instrument(tool, data, worker)])


def _law(data: QueryDict) -> list[Entry]:
    choose = ChooseForm(book(), data)
    if not choose.is_valid():
        raise NotKept
    form = FactsForm(choose, data)
    if not form.is_valid():
        raise NotKept
    facts = form.entered()
    return [_regime(assess(choose.book.law, each.id, facts)) for each in form.regimes]


def _regime(found: Elements) -> Entry:
    """One law, each of its statements in a line."""
    said = [entry for section in memo_of(book(), [found]) for entry in section.entries]
    return {
        "title": said[0].name if said else found.regime.title,
        "made_on": today().isoformat(),
        "lines": [f"{entry.statement}: {entry.together}" for entry in said],
        "record": found.as_record(),
    }


def _instrument(identity: str, data: QueryDict, worker: Worker) -> Entry:
    instrument = instruments().get(identity)
    form = StartForm(instrument, data) if instrument else None
    if instrument is None or form is None or not form.is_valid():
        raise NotKept
    if data.get("version") != instrument.version:
        raise NotKept
    try:
        where = form.circumstances(worker)
        check(instrument, where)
        result = apply(instrument, where, answers_in(data))
    except Refused as refused:
        raise NotKept from refused
    return {
        "title": f"{instrument.title} ({instrument.version})",
        "made_on": today().isoformat(),
        "lines": list(_lines(instrument, result)),
        "record": result.as_record(),
    }


def _lines(instrument: Instrument, result: Result) -> Iterator[str]:
    shown = presenting.shown(instrument, result)
    yield from (f"{fit.title}: {fit.state}" for fit in shown.fits)
    yield from (f"{part.title}: {part.state}" for part in shown.parts)
    for item in shown.noticed:
        yield item.text
