"""Answers as a page shows them: names for codes, days in words, silences as what they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.functional import Promise

from waymark.cases.answers import Answer, Answers, Value
from waymark.cases.fields.asking import Asked
from waymark.cases.fields.catalogue import FieldSpec, FieldType, section_title
from waymark.cases.fields.codes import CODED, codes_for
from waymark.cases.fields.forms import SILENCES
from waymark.cases.fields.inputs import YES_NO
from waymark.cases.fields.rough import RoughDate

BETWEEN = " · "


@dataclass(frozen=True)
class Line:
    """One answer; `silent` where it says why there is none."""

    label: str | Promise
    text: str
    silent: bool = False
    no_longer_asked: bool = False


@dataclass(frozen=True)
class Shown:
    """Answers under one heading."""

    title: str | Promise
    lines: list[Line]


def shown(fields: Sequence[Asked], answers: Answers) -> list[Shown]:
    """What a record holds, under its headings; fields that were never asked are left out."""
    held = [each for each in fields if each.spec.name in answers]
    return [
        Shown(title, list(_lines(group, answers)))
        for title, group in groupby(held, key=lambda each: section_title(each.spec))
    ]


def _lines(fields: Iterable[Asked], answers: Answers) -> Iterable[Line]:
    for each in fields:
        answer = answers[each.spec.name]
        text = in_words(each.spec, answer)
        yield Line(each.label, text, answer.silence is not None, each.hidden)


def in_words(spec: FieldSpec, answer: Answer) -> str:
    """An answer, or its silence, as text in the reader's language."""
    if answer.silence is not None:
        return str(SILENCES[answer.silence.value])
    value: Value = answer.value
    if spec.type in CODED:
        names = codes_for(spec)
        several = value if isinstance(value, list) else [value]
        return BETWEEN.join(str(names.get(each, each)) for each in several)
    if spec.type is FieldType.YES_NO:
        return str(YES_NO["yes" if value else "no"])
    if spec.type in {FieldType.DATE, FieldType.ROUGH_DATE}:
        return day_in_words(str(value))
    if spec.type is FieldType.RECORD:
        return "\n\n".join("\n".join([each["title"], *each["lines"]]) for each in value)
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def day_in_words(text: str) -> str:
    """A rough or exact day in the reader's language; what is none, as it stands."""
    found = RoughDate.parse(text)
    if found is None:
        return text
    if found.exact:
        return date_format(found.first_day, "DATE_FORMAT")
    return date_format(found.first_day, "YEAR_MONTH_FORMAT") if found.month else str(found.year)
