"""What workers type about demands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation
from waymark.cases.caseload.forms.fields import SeenField, choose_from, day_field, text_field
from waymark.cases.models import Participant, today
from waymark.referrals.compelled.content import Asked, Handling
from waymark.referrals.compelled.queries import kinds_for, privileges_for
from waymark.referrals.rights.forms import ParticipantChoice


def _line(label: Any, missing: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": missing},
    )


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class DemandForm(forms.Form):
    """What came in, by when it is to be answered."""

    kind = forms.ChoiceField(
        label=_("What it is"), error_messages={"required": _("Choose what it is.")}
    )
    participant = ParticipantChoice(
        label=_("About whom"),
        queryset=Participant.objects.none(),
        empty_label=_("Nobody who is named yet"),
        required=False,
    )
    who = _line(_("Who asks"), _("Say who asks."))
    basis = _line(_("The law or order that it names"), _("Say what it names, or “nothing”."))
    asked = text_field(_("What exactly is asked"), _("Write what exactly is asked."), rows=4)
    received_on = forms.DateField(
        label=_("Received on"),
        initial=today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    due_on = day_field(
        _("To be answered by"),
        help_text=_(
            "The day that the paper names. Left empty: the day of our list, if it has one."
        ),
    )
    privilege = forms.ChoiceField(label=_("What may protect it"), required=False)

    def __init__(self, organisation: Organisation, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "participant", people)
        kinds = [(each.id, each.label) for each in kinds_for(organisation)]
        shields = [(each.id, each.label) for each in privileges_for(organisation)]
        _offer(self, "kind", [("", _("Choose")), *kinds])
        _offer(self, "privilege", [("", _("Not known yet")), *shields])

    def clean_received_on(self) -> Any:
        """Not a day to come."""
        day = self.cleaned_data["received_on"]
        if day > today():
            raise forms.ValidationError(_("It cannot have come on a day that is still to come."))
        return day

    def said(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        names = ("kind", "basis", "who", "asked", "privilege")
        asked = Asked(
            **{name: data[name] for name in names}, received_on=data["received_on"].isoformat()
        )
        return {"participant": data["participant"], "asked": asked, "due_on": data["due_on"]}


def _offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
    field.choices = choices


class HandlingForm(forms.Form):
    """What was done about it."""

    adviser = _words(_("What the adviser said, who and when"))
    told = _words(_("How and when the person was told"))
    not_told = _words(_("If they were not told: why not"))
    safety = _words(_("What was done for their safety"))
    seen = SeenField()

    def said(self) -> Handling:
        """What was typed."""
        names = ("adviser", "told", "not_told", "safety")
        return Handling(**{name: self.cleaned_data[name] for name in names})


class MoveForm(forms.Form):
    """A step, and why."""

    reason = _words(_("Why"), _("Needed where it is refused."))
    seen = SeenField()
