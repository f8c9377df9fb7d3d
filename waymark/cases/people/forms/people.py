"""What workers type about people, besides the fields of the catalogue."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.cases.answers import Answer, Answers
from waymark.cases.caseload.forms.fields import NewIdField, SeenField
from waymark.cases.fields.inputs import RoughDateField, TextField

LONGEST = 200
NEW = "new"


class RecordForm(forms.Form):
    """What every form of a record carries unseen."""

    record_id = NewIdField()
    seen = SeenField()


class TwoPeopleForm(RecordForm):
    """Which two people a relationship is between, by pseudonym."""

    one = forms.ChoiceField(label=gettext_lazy("First person"))
    other = forms.ChoiceField(label=gettext_lazy("Second person"))

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            _offer(self, name, [("", gettext_lazy("Choose a person")), *people])

    def clean(self) -> dict[str, Any]:
        """Two different people."""
        data = self.cleaned_data
        if data.get("one") and data.get("one") == data.get("other"):
            self.add_error("other", _("Choose two different people."))
        return data


class AboutForm(RecordForm):
    """Whom an event is about, by pseudonym, and the situation that it belongs to.

    `situations` are those that the worker may open; without any it stays where it is.
    """

    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    situation = forms.ChoiceField(label=gettext_lazy("Situation"), required=False)

    def __init__(
        self,
        people: Sequence[tuple[str, str]],
        situations: Sequence[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "about", [("", gettext_lazy("Everybody in the case")), *people])
        if situations:
            _offer(self, "situation", [("", gettext_lazy("No situation")), *situations])
        else:
            del self.fields["situation"]

    @property
    def says_situation(self) -> bool:
        """Whether somebody chose one, or none: a form without the field says nothing about it."""
        return "situation" in self.fields and self.add_prefix("situation") in self.data


class DecisionForm(forms.Form):
    """Whether somebody new is one of those who are known already."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Who is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it is one of these people.")},
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, people: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = (NEW, gettext_lazy("Somebody else: add a new person"))
        _offer(self, "decision", [*people, other])


class SearchForm(forms.Form):
    """What is known of somebody."""

    words = TextField(
        label=gettext_lazy("Name, or short name"),
        help_text=gettext_lazy(
            "In any spelling and order. Or a short name, such as P-7K2QFX or C-7K2QFX."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    born = RoughDateField(
        past=True,
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("A year, such as 1998, or 1998-05, or 1998-05-17."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    phone = TextField(
        label=gettext_lazy("Phone"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Something to go by."""
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("Write a name, a date of birth or a phone number."))
        return self.cleaned_data

    def answers(self) -> Answers:
        """What was typed, as a person's identity would hold it."""
        typed = {
            "prs_FirstName": self.cleaned_data["words"],
            "prs_Birthdate": self.cleaned_data["born"],
            "prs_MobilePhone": self.cleaned_data["phone"],
        }
        return {name: Answer(value) for name, value in typed.items() if value}


def _offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
    field.choices = choices
