"""What a determination rests on besides words: results of tools, and those kept before."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.accounts.models import Worker
from waymark.cases.answers import Answer, value_of
from waymark.cases.support.queries.lines import Line
from waymark.cases.support.tools import ELEMENTS, INSTRUMENTS, Entry, Found, NotKept, found_by

FIELDS = (ELEMENTS, INSTRUMENTS)


class BasisForm(forms.Form):
    """The answers that a tool's page handed over, and results of earlier determinations."""

    tool = forms.SlugField(required=False, widget=forms.HiddenInput)
    answers = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    take_over = forms.MultipleChoiceField(
        label=gettext_lazy("Keep also, from an earlier determination"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, earlier: Sequence[Line], worker: Worker, data: QueryDict | None) -> None:
        super().__init__(data)
        self.worker = worker
        self.known = dict(_entries(earlier))
        field = self.fields["take_over"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  tells mypy what it is
        field.choices = [(key, entry["title"]) for key, (_field, entry) in self.known.items()]
        self.found: Found | None = None

    def clean(self) -> dict[str, Any]:
        """Work out again what the tool found."""
        data = self.cleaned_data
        if data.get("tool"):
            try:
                self.found = found_by(data["tool"], data.get("answers", ""), self.worker)
            except NotKept:
                raise forms.ValidationError(
                    _("The result cannot be read any more. Enter it again on the tool’s own page.")
                ) from None
        return data

    def kept(self) -> dict[str, Answer]:
        """The fields `elements` and `instruments`, where there is something to keep."""
        chosen = [self.known[key] for key in self.cleaned_data["take_over"]]
        if self.found:
            chosen += [(self.found.field, entry) for entry in self.found.entries]
        return {
            name: Answer(entries)
            for name in FIELDS
            if (entries := [entry for field, entry in chosen if field == name])
        }


def _entries(lines: Sequence[Line]) -> list[tuple[str, tuple[str, Entry]]]:
    """Every result that earlier determinations keep, by a key for the form."""
    return [
        (f"{line.record.pk}-{name}-{number}", (name, entry))
        for line in lines
        for name in FIELDS
        for number, entry in enumerate(value_of(line.answers, name, []))
    ]
