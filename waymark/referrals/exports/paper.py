"""What the gate let out, in words, for a page that is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from waymark.cases.answers import Answer
from waymark.cases.caseload.content import NAME, TEXT, said
from waymark.cases.fields.catalogue import spec_of
from waymark.cases.fields.showing import in_words
from waymark.cases.fields.wording import RECORDS
from waymark.cases.queries.values import FILE, NOTE
from waymark.referrals.gate import Departure


@dataclass(frozen=True)
class Line:
    """One answer in words."""

    label: str | Promise
    text: str


@dataclass(frozen=True)
class Section:
    """The answers of one kind of record."""

    title: str | Promise
    lines: list[Line]


def sections(departure: Departure) -> list[Section]:
    """Everything that left, by record, in the reader's language."""
    names = sorted(departure.values, key=_record)
    return [
        Section(_title(record), [line for name in group for line in _lines(departure, name)])
        for record, group in groupby(names, key=_record)
    ]


def _record(name: str) -> str:
    return name.replace(":", ".").partition(".")[0]


def _title(record: str) -> str | Promise:
    papers = {NOTE: _("Notes"), FILE: _("Files")}
    return papers.get(record) or RECORDS[record]


def _lines(departure: Departure, name: str) -> Iterator[Line]:
    stored = departure.values[name]
    kind = _record(name)
    if kind == NOTE:
        yield Line(_("Note"), str(said(stored, TEXT)))
    elif kind == FILE:
        yield Line(_("File"), str(said(stored, NAME)))
    else:
        yield from _answers(name, stored if isinstance(stored, list) else [stored])


def _answers(name: str, stored: list[Any]) -> Iterator[Line]:
    spec = spec_of(name)
    for number, each in enumerate(stored, start=1):
        if each:
            label = spec.label if len(stored) == 1 else f"{number}. {spec.label}"
            yield Line(label, in_words(spec, Answer.from_json(each)))
