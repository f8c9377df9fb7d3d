"""Whom a record is about, and what every form of a record carries unseen."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.cases.caseload.forms.fields import NewIdField, SeenField

People = Sequence[tuple[str, str]]
EVERYBODY, CHOOSE = _("Everybody in the case"), _("Choose a person")


class HiddenForm(forms.Form):
    """What a form carries unseen: the id of a new record, the version of an old one."""

    record_id = NewIdField()
    seen = SeenField()


class AboutForm(HiddenForm):
    """Whom of the case a record is about, by pseudonym; `needed`: not everybody at once."""

    about = forms.ChoiceField(
        label=_("About"), error_messages={"required": _("Say whom it is about.")}
    )

    def __init__(self, people: People, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
        nobody: list[tuple[str, Any]] = [("", CHOOSE if needed else EVERYBODY)]
        only_one = needed and len(people) == 1
        field.choices = list(people) if only_one else [*nobody, *people]
        field.required = needed


class SeveralPeopleForm(forms.Form):
    """The people who got the same services."""

    people = forms.MultipleChoiceField(
        label=_("For whom"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks"}),
        error_messages={"required": _("Tick whom the services were for.")},
    )

    def __init__(self, people: People, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  tells mypy what it is
        field.choices = list(people)
        if len(people) == 1:
            self.initial.setdefault("people", [people[0][0]])
