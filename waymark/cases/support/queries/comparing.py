"""Assessments and outcomes side by side over time. Nothing is added up and nothing is a score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from waymark.accounts.models import Organisation
from waymark.cases.answers import value_of
from waymark.cases.fields.showing import in_words
from waymark.cases.models import AboutParticipant, Case
from waymark.cases.support.kinds import Kind
from waymark.cases.support.queries.lines import Line, lines_for, rows_of
from waymark.cases.support.queries.page import shown_fields
from waymark.vault.keyring import Keyring

MOST = 4  # what fits beside each other on a page
LEVEL = "level"
COMPARED = frozenset({"assessment", "outcome"})


@dataclass(frozen=True)
class Row:
    """One field over time, the oldest first, each under its day; empty where it was not asked."""

    label: str | Promise
    cells: list[tuple[date | None, str]]
    changed: bool


@dataclass(frozen=True)
class Comparison:
    """The days, the oldest first, and what was said on each."""

    days: list[date | None]
    rows: list[Row]


def compared(
    kind: Kind, record: AboutParticipant, case: Case, organisation: Organisation, keyring: Keyring
) -> Comparison | None:
    """A record beside those before it of the same person and level; None for the first one."""
    if kind.slug not in COMPARED:
        return None
    rows = rows_of(kind, case).filter(participant=record.participant_id)
    lines = sorted(lines_for(kind, rows, keyring), key=_order)
    own = next((line for line in lines if line.record.pk == record.pk), None)
    if own is None:
        return None
    alike = [line for line in lines if _level(line) == _level(own) and _order(line) <= _order(own)]
    chosen = alike[-MOST:]
    return _table(kind, chosen, organisation) if len(chosen) > 1 else None


def _table(kind: Kind, lines: Sequence[Line], organisation: Organisation) -> Comparison:
    fields = [each for each in shown_fields(kind, organisation) if each.spec.name != kind.day]
    days = [line.day for line in lines]
    rows = []
    for each in fields:
        said = [line.answers.get(each.spec.name) for line in lines]
        if any(said) and each.spec.name != LEVEL:
            values = ["" if answer is None else in_words(each.spec, answer) for answer in said]
            cells = list(zip(days, values, strict=True))
            rows.append(Row(each.label, cells, said[-1] != said[-2]))
    return Comparison(days, rows)


def _level(line: Line) -> object:
    return value_of(line.answers, LEVEL)


def _order(line: Line) -> tuple[str, str]:
    day = line.day.isoformat() if line.day else ""
    return day, line.record.written_at.isoformat()
