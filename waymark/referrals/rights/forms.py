"""What workers type about requests."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.cases.caseload.forms.fields import SeenField, choose_from, text_field
from waymark.cases.models import Participant, today
from waymark.cases.names import person_name
from waymark.referrals.consent.choices import Choice
from waymark.referrals.models import RightKind
from waymark.referrals.rights.actions import OWN_DAYS


class ParticipantChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django has no [] here
    """A person of the case, by pseudonym."""

    def label_from_instance(self, participant: Participant) -> str:
        """The short name."""
        return person_name(participant.person.standing)


class RequestForm(forms.Form):
    """Who asks for what, and by when we answer."""

    participant = ParticipantChoice(
        label=_("Who asks"),
        queryset=Participant.objects.none(),
        error_messages={"required": _("Say who asks.")},
    )
    kind = forms.ChoiceField(
        label=_("What they ask for"), choices=RightKind.choices, widget=forms.RadioSelect
    )
    words = text_field(_("In their own words"), _("Write what the person asked for."), rows=3)
    tell = forms.CharField(
        label=_("How they want to be told"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    due_on = forms.DateField(
        label=_("Answered by"),
        help_text=_("Our own promise of 30 days, and no law’s. Your adviser knows the law’s day."),
        initial=lambda: today() + timedelta(days=OWN_DAYS),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "participant", people)


class DecideForm(forms.Form):
    """Granted, or refused with a reason."""

    granted = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Granted")), ("no", _("Refused"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is granted.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed where it is refused. The person is told."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    adviser = forms.CharField(
        label=_("What your adviser said, who and when"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    seen = SeenField()


class FinishForm(forms.Form):
    """What was done, and how the person was told."""

    outcome = text_field(
        _("What was done, and how the person was told"), _("Write what was done."), rows=3
    )
    seen = SeenField()


class ChooseForm(forms.Form):
    """Fields that are to leave."""

    names = forms.MultipleChoiceField(
        label=_("What leaves"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one field.")},
    )

    def __init__(self, choices: Iterable[Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = self.fields["names"]
        assert isinstance(names, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
        names.choices = [(each.name, each.label) for each in choices]
