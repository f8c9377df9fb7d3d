"""What supervisors type when they erase, hold, and decide how long records are kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.cases.caseload.forms.fields import SeenField, text_field
from waymark.cases.models import KeptKind

LONGEST_LINE = 300
LONGEST_TIME = 36_500  # days


class EraseForm(forms.Form):
    """The short name, typed, so that nothing is erased by a slip of the hand."""

    name = forms.CharField(
        label=gettext_lazy("To erase it, type its short name"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Type the short name that stands above.")},
    )

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = name
        self.fields["name"].help_text = name

    def clean_name(self) -> str:
        """The same name, however it is capitalised."""
        typed: str = self.cleaned_data["name"]
        if typed.strip().upper() != self.wanted.upper():
            raise forms.ValidationError(_("This is another name. Nothing was erased."))
        return typed


class FieldEraseForm(forms.Form):
    """One field of the record that is shown."""

    field = forms.CharField(max_length=80, widget=forms.HiddenInput)
    seen = SeenField()


class HoldForm(forms.Form):
    """Why nothing may be erased, and who says so."""

    reason = text_field(
        gettext_lazy("Why nothing may be erased"),
        gettext_lazy("Say why nothing may be erased."),
        rows=3,
    )
    who_says_so = forms.CharField(
        label=gettext_lazy("Who says so"),
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say who asked for it: a court, your adviser.")},
    )


class KeepingForm(forms.Form):
    """After how many days each kind is erased; an empty field keeps it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in KeptKind:
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label, required=False, min_value=1, max_value=LONGEST_TIME
            )

    def days(self) -> dict[KeptKind, int | None]:
        """The number of days for each kind."""
        return {kind: self.cleaned_data[kind.value] for kind in KeptKind}
