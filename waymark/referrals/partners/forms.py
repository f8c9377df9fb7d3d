"""What a worker types: a partner's name and purpose, why a referral is declined, a note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.referrals.models import StatusReason
from waymark.referrals.partners.actions.keys import LONGEST_NAME, NO_NAME, NO_PURPOSE
from waymark.referrals.partners.purposes import purposes_of_keys
from waymark.referrals.referring.states import RULES, Move

LONGEST_NOTE = 4000


class KeyForm(forms.Form):
    """A new key: for whom and for what."""

    name = forms.CharField(
        label=_("Name of the partner"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": NO_NAME},
    )
    purpose = forms.ChoiceField(
        label=_("What they refer people for"),
        help_text=_("As the person is told. For another purpose the partner needs another key."),
        widget=forms.RadioSelect,
        error_messages={"required": NO_PURPOSE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
        field.choices = [(each.id, each.text) for each in purposes_of_keys()]


class StepForm(forms.Form):
    """A step of the desk's, with a reason where it needs one. There are no words to the partner."""

    reason = forms.ChoiceField(
        label=_("Why"),
        widget=forms.RadioSelect,
        choices=StatusReason.choices,
        error_messages={"required": _("Choose why.")},
    )

    def __init__(self, move: Move, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": move.value})
        self.move = move
        if not RULES[move].reasons:
            del self.fields["reason"]


class NoteForm(forms.Form):
    """A note for the desk."""

    text = forms.CharField(
        label=_("A note for your desk"),
        help_text=_("The partner never sees it. It is destroyed with what was sent."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write the note first.")},
    )
