"""What the forms about services share."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from waymark.directory.actions.verifying import OWN_MEANS

LONGEST_LINE = 500
LONGEST_TEXT = 20_000


def line(label: Any, *, required: bool = False, hint: Any = "", longest: int = LONGEST_LINE) -> Any:
    """A short text."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=longest,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


def text(label: Any, *, hint: Any = "", rows: int = 3) -> Any:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class VersionedForm(forms.Form):
    """A form that remembers what it was filled from, so that nobody's change is lost."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def shown(self) -> list[forms.BoundField]:
        """The fields in their order."""
        return list(self.visible_fields())

    def values(self) -> dict[str, Any]:
        """What was typed, without the version and the means."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"seen", "means"}
        }

    def renew(self, version: str) -> None:
        """Let the same typed form be saved over what stands there now."""
        # Copied as a QueryDict: a dict would keep one of several ticked boxes.
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("seen")] = version
        self.data = data

    def differing(self, now: dict[str, Any]) -> list[tuple[str, str]]:
        """(label, value there now) where it is not what was typed."""
        found = []
        for field in self.shown():
            there = now.get(field.name)
            if str(there if there is not None else "") != str(field.value() or ""):
                found.append((str(field.label), _display(field, there)))
        return found


def _display(field: forms.BoundField, value: Any) -> str:
    choices = dict(getattr(field.field, "choices", ()) or ())
    if isinstance(value, list | tuple):
        return ", ".join(str(choices.get(each, each)) for each in value)
    return str(choices.get(value, "" if value is None else value))


class MeansForm(VersionedForm):
    """A form whose values may have been verified on the way."""

    means = forms.ChoiceField(
        label=_("How do you know?"),
        help_text=_("Leave it empty where you did not check: then it counts as not verified."),
        required=False,
        choices=[("", _("I did not check")), *((each.value, each.label) for each in OWN_MEANS)],
    )
