"""What a worker says before an instrument opens, and for the page about positives."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.screening.instruments.engine import Circumstances, Reason, Refused
from waymark.screening.instruments.model import OLDEST, Answer, Instrument, Study
from waymark.screening.instruments.studies import shelved, studies_with_both
from waymark.screening.instruments.wording import refusal, settings_of

ANSWER = "a-"
FIRST_STUDY = "raft-validation"
AT_FIELD = {
    Reason.SETTING: "setting",
    Reason.TRAINING: "trained",
    Reason.TOO_YOUNG: "age",
    Reason.TOO_OLD: "age",
    Reason.AGE_NOT_KNOWN: "age",
}


AGE_TODAY = (
    _("How old is the person today, in years?"),
    _("What they say, or what seems likely. Leave it empty when nobody knows."),
)
AGE_AT_START = (
    _("How old was the person when it began, in years?"),
    _("Not the age of today. Leave it empty when nobody knows."),
)


def _studies() -> list[tuple[str, str]]:
    """Each study in short; the page gives the citation in full below."""
    names = {each.id: each.short for each in shelved().absent}
    return [
        (study.id, _short(names.get(study.owner, study.owner), study))
        for study in studies_with_both()
    ]


def _short(name: str, study: Study) -> str:
    return " · ".join(part for part in (name, str(study.year), study.short) if part)


class StartForm(forms.Form):
    """Where the worker is and about whom; the role comes from the sign-in, never from here."""

    setting = forms.ChoiceField(label=_("Where are you using it?"), widget=forms.RadioSelect)
    age = forms.IntegerField(min_value=0, max_value=OLDEST, required=False)
    trained = forms.BooleanField(label=_("I was trained to use this instrument."), required=False)

    def __init__(self, instrument: Instrument, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.instrument = instrument
        setting, age = self.fields["setting"], self.fields["age"]
        words = zip(instrument.settings, settings_of(instrument), strict=True)
        setting.choices = list(words)  # type: ignore[attr-defined]
        setting.error_messages["invalid_choice"] = refusal(Reason.SETTING, instrument)
        age.label, age.help_text = AGE_AT_START if instrument.asks_age_at_start else AGE_TODAY
        if not instrument.needs_training:
            del self.fields["trained"]

    def circumstances(self, worker: Worker) -> Circumstances:
        """What the engine asks about, once the form is valid."""
        said = self.cleaned_data
        roles = frozenset(role.value for role in worker.roles)
        return Circumstances(roles, said["setting"], said["age"], said.get("trained", False))

    def refuse(self, refused: Refused) -> None:
        """Show a refusal where it belongs."""
        field = AT_FIELD.get(refused.reason)
        self.add_error(field, refusal(refused.reason, self.instrument))


def answers_in(data: QueryDict) -> dict[str, Answer]:
    """The answers that a browser sent. Raises Refused for what is no answer."""
    found = {}
    for name, value in data.items():
        if name.startswith(ANSWER):
            try:
                found[name.removeprefix(ANSWER)] = Answer(value)
            except ValueError:
                raise Refused(Reason.STRANGE_ANSWER) from None
    return found


class PercentField(forms.CharField):
    """A percentage between nothing and all, with a comma or a point, in any digits."""

    def clean(self, value: Any) -> float:
        """The share, between 0 and 1."""
        text = str(super().clean(value)).strip().rstrip("%٪").strip()
        try:
            number = Decimal(text.replace(",", ".").replace("٫", "."))
        except InvalidOperation:
            number = Decimal(0)
        if not number.is_finite() or not 0 < number < 100:
            raise forms.ValidationError(_("Write a number above 0 and below 100, such as 1.4."))
        return float(number) / 100


class MeaningForm(forms.Form):
    """Which study, and what share of the people has the experience."""

    study = forms.ChoiceField(label=_("Which study?"), choices=_studies)
    prevalence = PercentField(
        label=_("How many in 100 of the people who come to you have been trafficked?"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        start = number_format(shelved().assumed.prevalence)
        super().__init__(data, initial={"prevalence": start, "study": FIRST_STUDY})
