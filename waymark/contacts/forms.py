"""What contact verifiers type on the staff site."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.contacts.actions.writing import Check
from waymark.contacts.checking import WORKER_MEANS
from waymark.contacts.packs.format import MOST_BYTES
from waymark.contacts.queries import Country

HTTPS = "https"
LONGEST_ADDRESS = 500


class DayInput(forms.DateInput):
    """A browser's own calendar; where it has none, the day is typed as 2026-11-22."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def today() -> date:
    """The day where the worker is."""
    return timezone.localdate()


class CheckForm(forms.Form):
    """How the worker checked the contact."""

    means = forms.ChoiceField(
        label=_("How did you check it?"),
        choices=[("", _("Choose one")), *((each.value, each.label) for each in WORKER_MEANS)],
        error_messages={"required": _("Say by which means you checked it.")},
    )
    checked_at = forms.URLField(
        label=_("Page where it stands"),
        help_text=_("The web address of the page that you read, or of the operator's own site."),
        assume_scheme=HTTPS,
        max_length=LONGEST_ADDRESS,
        error_messages={"required": _("Give a page where others can read the same.")},
    )
    seen_on = forms.DateField(
        label=_("Day of the check"),
        initial=today,
        input_formats=["%Y-%m-%d"],
        widget=DayInput,
        error_messages={"invalid": _("Write the day like this: 2026-11-22.")},
    )

    def check(self) -> Check:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return Check(data["means"], data["checked_at"], data["seen_on"])


class ComparedForm(CheckForm):
    """A check of a contact as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReasonForm(forms.Form):
    """Why a proposal is not right."""

    reason = forms.CharField(
        label=_("Why is it not right?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Say what is wrong, so that your colleague can mend it.")},
    )


class ExportForm(forms.Form):
    """Which contacts go into a pack."""

    country = forms.ChoiceField(label=_("Contacts of"), required=False)

    def __init__(self, countries: Iterable[Country], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["country"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
        listed = [(each.code, each.name) for each in countries]
        choice.choices = [("", _("Every country")), *listed]


class PackForm(forms.Form):
    """A pack that another organisation signed."""

    file = forms.FileField(
        label=_("The pack"),
        help_text=_("You see first what it would do. Nothing changes before you agree."),
        error_messages={"required": _("Choose the file that you were sent.")},
    )

    def clean_file(self) -> UploadedFile:
        """A file that is small enough to be read at once."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large for a pack of contacts."))
        return file


class TakeForm(forms.Form):
    """A pack whose effect was seen, to be brought in now."""

    pack = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=MOST_BYTES)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SignerForm(forms.Form):
    """A key that a person compared with its owner."""

    name = forms.CharField(label=_("Whose key is it?"), max_length=120)
    key = forms.CharField(
        label=_("Their key"),
        help_text=_("14 groups of letters and digits, as their page or command shows it."),
        max_length=400,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    compared = forms.BooleanField(
        label=_(
            "I compared it, letter by letter, with somebody there whom I know, in person or by "
            "telephone."
        ),
        error_messages={"required": _("Compare the key first: a wrong one lets wrong numbers in.")},
    )
