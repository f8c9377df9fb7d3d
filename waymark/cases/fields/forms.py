"""A form for any record of the catalogue: for each field an answer, or why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.cases.answers import Answer, Answers, Silence
from waymark.cases.fields.asking import Asked
from waymark.cases.fields.catalogue import section_title
from waymark.cases.fields.inputs import input_for
from waymark.cases.fields.values import kept, typed

WHY = "__why"
MOST_SHOWN_AT_ONCE = 12  # fields; in a longer form the parts that are empty are folded
SILENCES = {
    "": gettext_lazy("Not asked"),
    Silence.UNKNOWN.value: gettext_lazy("Not known"),
    Silence.DECLINED.value: gettext_lazy("Does not want to say"),
}


@dataclass(frozen=True)
class Row:
    """A field on the page: the answer, and beside it why there is none."""

    value: forms.BoundField
    why: forms.BoundField
    required: bool


@dataclass(frozen=True)
class Section:
    """Fields under one heading. `open`: shown at once, because it is short, first or filled in."""

    title: str | Promise
    rows: list[Row]
    open: bool = True


class AnswersForm(forms.Form):
    """The fields that are asked. A field that is left alone counts as not asked.

    Arguments: `asked` from `asking.asked_now`; `answers` what the record holds already; `region`
    (two letters) reads phone numbers that are typed without country code.
    """

    def __init__(
        self,
        asked: Sequence[Asked],
        data: Mapping[str, Any] | None = None,
        *,
        answers: Answers | None = None,
        region: str = "",
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix, initial=_initial(asked, answers or {}))
        self.asked = list(asked)
        before = None
        for each in self.asked:
            self._add(each, region, repeats=each.spec.purpose == before)
            before = each.spec.purpose

    def _add(self, each: Asked, region: str, *, repeats: bool) -> None:
        """Two inputs; a purpose that has just been read is not said again."""
        value = input_for(each.spec, region=region)
        value.label = str(each.label)
        purpose = "" if repeats else str(each.spec.purpose)
        value.help_text = " ".join(filter(None, (purpose, str(value.help_text))))
        label = format_html(
            '<span class="hidden">{}: </span>{}', each.label, _("If there is no answer")
        )
        why = forms.ChoiceField(choices=list(SILENCES.items()), label=label, required=False)
        self.fields[each.spec.name], self.fields[each.spec.name + WHY] = value, why

    def clean(self) -> dict[str, Any]:
        """Never both an answer and a reason for none; one of them where one is needed."""
        for each in self.asked:
            name = each.spec.name
            if name in self.errors or name + WHY in self.errors:
                continue
            value = kept(each.spec, self.cleaned_data.get(name))
            why = self.cleaned_data.get(name + WHY)
            if value is not None and why:
                self.add_error(name, self._both(each))
            elif value is None and not why and each.required:
                self.add_error(name, self._neither(each))
        return self.cleaned_data

    @staticmethod
    def _both(each: Asked) -> str:
        return _(
            "%(field)s: here are an answer and a reason why there is none. Keep one of them."
        ) % {"field": each.label}

    @staticmethod
    def _neither(each: Asked) -> str:
        return _(
            "%(field)s: give an answer, or say that it is not known or that the person does not "
            "want to say."
        ) % {"field": each.label}

    def answers(self) -> dict[str, Answer]:
        """What was answered; call it on a valid form."""
        found: dict[str, Answer] = {}
        for each in self.asked:
            value = kept(each.spec, self.cleaned_data.get(each.spec.name))
            why = self.cleaned_data.get(each.spec.name + WHY)
            if value is not None:
                found[each.spec.name] = Answer(value)
            elif why:
                found[each.spec.name] = Answer(silence=Silence(why))
        return found

    def merged(self, before: Answers) -> dict[str, Answer]:
        """The record's answers with these in place of its own; what was not asked here stays."""
        here = {each.spec.name for each in self.asked}
        rest = {name: answer for name, answer in before.items() if name not in here}
        return rest | self.answers()

    def sections(self) -> list[Section]:
        """The fields under their headings, for the page."""
        found: list[Section] = []
        for title, group in groupby(self.asked, key=lambda each: section_title(each.spec)):
            rows = [self._row(each) for each in group]
            short = len(self.asked) <= MOST_SHOWN_AT_ONCE or not found
            found.append(Section(title, rows, short or any(map(_wants_to_be_seen, rows))))
        return found

    def _row(self, each: Asked) -> Row:
        return Row(self[each.spec.name], self[each.spec.name + WHY], each.required)


def _wants_to_be_seen(row: Row) -> bool:
    return row.required or any(bound.value() or bound.errors for bound in (row.value, row.why))


def _initial(asked: Sequence[Asked], answers: Answers) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in asked:
        answer = answers.get(each.spec.name)
        if answer is not None and answer.silence is not None:
            found[each.spec.name + WHY] = answer.silence.value
        elif answer is not None:
            found[each.spec.name] = typed(each.spec, answer.value)
    return found
