"""Inputs that several forms of this slice share."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.cases.caseload.privilege import Privilege

LONGEST_TEXT = 20_000


class NewIdField(forms.CharField):
    """The id of what a form writes, drawn with the form, so that sending it twice writes once."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(initial=uuid.uuid4, required=False)

    def clean(self, value: Any) -> uuid.UUID:
        """The id; a form without one, or with none that is random, gets a new one."""
        try:
            found = uuid.UUID(str(value))
        except ValueError:
            return uuid.uuid4()
        return found if found.version == 4 else uuid.uuid4()


class SeenField(forms.IntegerField):
    """The version that the page showed when the worker began; none counts as an old one."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> int:
        """The version; 0, which nothing has, for what is no number."""
        try:
            return int(super().clean(value) or 0)
        except forms.ValidationError:
            return 0


def day_field(label: Any, *, help_text: Any = "") -> forms.DateField:
    """A day that may be left out."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year-month-day, such as 2027-03-31.")},
    )


def text_field(label: Any, missing: Any, *, rows: int = 5, help_text: Any = "") -> forms.CharField:
    """A large box that needs words; `missing` says so where there are none."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        error_messages={"required": missing},
    )


def privilege_field() -> forms.ChoiceField:
    """Whose confidence it is under."""
    return forms.ChoiceField(
        label=_("Confidence"),
        help_text=_(
            "A label for whoever decides later what may leave. Your adviser knows the law."
        ),
        choices=[("", _("None in particular")), *Privilege.choices],
        required=False,
    )


def choose_from(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field offer these rows and no others."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  tells mypy what stands above
    field.queryset = rows
