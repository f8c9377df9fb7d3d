"""The form on which an organisation decides about the fields of one record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from waymark.cases.fields.asking import Asked
from waymark.cases.fields.inputs import TextField
from waymark.cases.fields.settings import LONGEST_LABEL, Wish
from waymark.cases.models import FieldUse

USE, LABEL = "__use", "__label"


@dataclass(frozen=True)
class SettingRow:
    """One field: what it is and why it is asked, and the two inputs (no `use` for a fixed one)."""

    asked: Asked
    use: forms.BoundField | None
    label: forms.BoundField


class SettingsForm(forms.Form):
    """A use and an own name for each field of a record."""

    def __init__(self, fields: Sequence[Asked], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.asked = list(fields)
        for each in self.asked:
            name, label = each.spec.name, each.spec.label
            if not each.spec.fixed:
                self.fields[name + USE] = forms.ChoiceField(
                    choices=FieldUse.choices,
                    initial=each.use.value,
                    label=_hidden(_("%(field)s: use") % {"field": label}),
                )
            self.fields[name + LABEL] = TextField(
                max_length=LONGEST_LABEL,
                initial="" if each.label == label else str(each.label),
                required=False,
                label=_hidden(_("%(field)s: own name") % {"field": label}),
            )

    def rows(self) -> list[SettingRow]:
        """The fields with their inputs, in order."""
        return [self._row(each) for each in self.asked]

    def _row(self, each: Asked) -> SettingRow:
        use = None if each.spec.fixed else self[each.spec.name + USE]
        return SettingRow(each, use, self[each.spec.name + LABEL])

    def wishes(self) -> dict[str, Wish]:
        """What was decided, by key; call it on a valid form."""
        return {each.spec.key: self._wish(each) for each in self.asked}

    def _wish(self, each: Asked) -> Wish:
        name = each.spec.name
        use = FieldUse(self.cleaned_data.get(name + USE, each.spec.use))
        return Wish(use, self.cleaned_data[name + LABEL])

    def preview(self) -> list[Asked]:
        """The fields as they would be asked; call it on a valid form."""
        wishes = self.wishes()
        return [
            Asked(each.spec, wish.use, wish.label or each.spec.label)
            for each in self.asked
            for wish in [wishes[each.spec.key]]
        ]


def _hidden(text: str) -> str:
    """A label for those who cannot see the table around the input."""
    return format_html('<span class="hidden">{}</span>', text)
