"""What a worker chooses when they refer somebody."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.cases.caseload.forms.fields import NewIdField
from waymark.referrals.consent.choices import Choice
from waymark.referrals.referring import age
from waymark.referrals.referring.actions.sending import MOST_HOURS, Draft
from waymark.referrals.referring.content import reasons
from waymark.reports.states import CannotNow

LONGEST_WORDS = 4000
HOURS = 48


class SendForm(forms.Form):
    """What is asked, what goes now, what may follow, and by when an answer is needed."""

    reason = forms.ChoiceField(
        label=_("Why you refer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you refer.")},
    )
    words = forms.CharField(
        label=_("What you ask of them"),
        help_text=_(
            "They read this at once. Write no name and nothing that the release leaves out."
        ),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write what you ask of them.")},
    )
    now = forms.MultipleChoiceField(
        label=_("Goes with the request"),
        help_text=_("As little as they need to say yes or no."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one field that goes with the request.")},
    )
    later = forms.MultipleChoiceField(
        label=_("Only after they accept"),
        help_text=_("It waits here. You send it with one step once they have accepted."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    hours = forms.IntegerField(
        label=_("Answer needed within (hours)"),
        min_value=1,
        max_value=MOST_HOURS,
        error_messages={"required": _("Write within how many hours you need an answer.")},
    )
    record_id = NewIdField()

    def __init__(self, choices: Sequence[Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(each.name, str(each.label)) for each in choices]
        _offer(self, "reason", reasons().items())
        _offer(self, "now", offered)
        _offer(self, "later", offered)

    def draft(self, receiver: str) -> Draft:
        """What a valid form says. A field that goes now does not wait as well."""
        data = self.cleaned_data
        now = frozenset(data["now"])
        return Draft(
            reason=data["reason"],
            words=data["words"],
            now=now,
            later=frozenset(data["later"]) - now,
            hours=data["hours"],
            receiver=receiver,
        )


class LinkForm(forms.Form):
    """How a file for a receiver outside is closed."""

    age_key = forms.CharField(
        label=_("Their age key"),
        help_text=_("Only if they gave you one: it begins with age1. Else leave it empty."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_age_key(self) -> str:
        """Empty, or a key that age can close a file to."""
        key = str(self.cleaned_data["age_key"]).strip()
        if key:
            try:
                age.require_key(key)
            except CannotNow as refusal:
                raise forms.ValidationError(str(refusal.sentence)) from None
        return key


def _offer(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
    field.choices = list(choices)
