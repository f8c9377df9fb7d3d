"""What a worker chooses to let out."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.referrals.exports.choosing import Offered

WORKBOOK, INSTANCES, PAPER = "workbook", "instances", "paper"
FORMATS = [
    (PAPER, _("A page to print")),
    (WORKBOOK, _("A workbook (XLSX) of the Human Trafficking Case Data Standard")),
    (INSTANCES, _("Form instances (XForm, in a ZIP) of the same standard")),
]


class LeaveForm(forms.Form):
    """Fields, and how they leave. Any field of the record can be named; the gate decides."""

    names = forms.MultipleChoiceField(
        label=_("What leaves"), widget=forms.CheckboxSelectMultiple, required=False
    )
    how = forms.ChoiceField(
        label=_("How"),
        choices=FORMATS,
        widget=forms.RadioSelect,
        initial=PAPER,
        error_messages={"required": _("Choose how it leaves.")},
    )

    def __init__(self, found: Iterable[Offered], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = self.fields["names"]
        assert isinstance(names, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
        names.choices = [(each.choice.name, each.choice.label) for each in found]
