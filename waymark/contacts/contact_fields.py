"""The fields of the form of a contact that come several times, and those of closed lists."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from waymark.contacts.rows import LONGEST_NUMBER
from waymark.contacts.table import DAYS
from waymark.contacts.wording import Channel, Label, Reach

CLOCK = RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d$", _("Write a time like 09:00 or 17:30."))
DAY_NAMES = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


@dataclass(frozen=True)
class Row:
    """Fields that belong together, such as those of one number."""

    fields: list[forms.BoundField]

    @property
    def used(self) -> bool:
        """Whether something stands in it, right or wrong."""
        return bool(self.fields[0].value()) or any(field.errors for field in self.fields)


def one_of(choices: type[TextChoices], **more: Any) -> forms.ChoiceField:
    """One code of a closed list, or none."""
    listed = [(each.value, each.label or "—") for each in choices]
    empty = [] if "" in choices.values else [("", "—")]
    return forms.ChoiceField(choices=[*empty, *listed], required=False, **more)


def some_of(choices: type[TextChoices], **more: Any) -> forms.MultipleChoiceField:
    """Any number of codes of a closed list."""
    return forms.MultipleChoiceField(
        choices=choices.choices, widget=forms.CheckboxSelectMultiple, **more
    )


def number_fields(shown: int) -> dict[str, forms.Field]:
    """The fields of so many numbers."""
    found: dict[str, forms.Field] = {}
    for place in range(shown):
        found[f"number_{place}"] = forms.CharField(
            label=_("Number"),
            max_length=LONGEST_NUMBER,
            required=False,
            widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        )
        found[f"channel_{place}"] = one_of(
            Channel, label=_("How is it used?"), initial=Channel.PHONE
        )
        found[f"reach_{place}"] = forms.ChoiceField(
            label=_("From where does it work?"),
            choices=[
                (Reach.INSIDE.value, _("Inside the country")),
                *((each.value, each.label) for each in Reach if each != Reach.INSIDE),
            ],
            required=False,
        )
        found[f"label_{place}"] = one_of(Label, label=_("Which of several is it?"))
    return found


def span_fields(shown: int) -> dict[str, forms.Field]:
    """The fields of so many spans of hours."""
    found: dict[str, forms.Field] = {}
    days = list(zip(DAYS, DAY_NAMES, strict=True))
    for place in range(shown):
        found[f"days_{place}"] = forms.MultipleChoiceField(
            label=_("Days"), choices=days, required=False, widget=forms.CheckboxSelectMultiple
        )
        for name, label in (("opens", _("From")), ("closes", _("To"))):
            found[f"{name}_{place}"] = forms.CharField(
                label=label, max_length=5, required=False, validators=[CLOCK]
            )
    return found
