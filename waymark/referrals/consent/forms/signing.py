"""How the person agreed."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.cases.caseload.forms.fields import SeenField, day_field
from waymark.cases.models import today
from waymark.cases.reference.consent_age import consent_ages
from waymark.referrals.consent.terms import Given
from waymark.referrals.reference.releases import releases

LONGEST = 300
ADULT, CHILD, UNKNOWN = "adult", "child", "unknown"


def _line(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, required=False, widget=widget
    )


class SignForm(forms.Form):
    """Who agreed, how and when. What only some releases need is asked of all, and may be empty."""

    how = forms.ChoiceField(
        label=_("How the person agreed"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the person agreed.")},
    )
    witness = _line(_("Witness"), _("Needed where the person agreed in words only."))
    signed_on = day_field(_("Day on which the person agreed"))
    interpreter = _line(
        _("Interpreter"), _("Who interpreted, or which worker speaks the language.")
    )
    years = forms.ChoiceField(
        label=_("How old the person is"),
        choices=[
            (ADULT, _("18 or over")),
            (CHILD, _("Under 18")),
            (UNKNOWN, _("Nobody knows")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how old the person is.")},
    )
    age = forms.IntegerField(
        label=_("Age in years, if under 18"), min_value=0, max_value=17, required=False
    )
    place = forms.ChoiceField(label=_("Whose rules about young people hold here"), required=False)
    basis = _line(
        _("How you know that the young person may agree alone"),
        _("What the rule of this place asks for: that they understand it, or get this help alone."),
    )
    guardian = _line(
        _("Parent or guardian who agreed as well"),
        _("Never somebody who is suspected of harming this young person."),
    )
    guardian_is = _line(_("What they are to the person"))
    unsuspected = forms.BooleanField(
        label=_("Nobody suspects this parent or guardian of harming the person."), required=False
    )
    told = forms.BooleanField(
        label=_("The person was read the text, or read it, and could ask questions."),
        error_messages={"required": _("Read the text to the person first.")},
    )
    free = forms.BooleanField(
        label=_("The person knows that they get the same help if they say no."),
        error_messages={
            "required": _("Agreeing is never a condition of help. Tell them so first.")
        },
    )
    seen = SeenField()

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists, ages = releases(), consent_ages()
        self.fields["signed_on"].required = True
        self.fields["signed_on"].error_messages["required"] = _("Choose the day.")
        self.fields["how"].choices = [(each, lists.way(each)) for each in lists.ways]  # type: ignore[attr-defined]  # a ChoiceField
        names = sorted((ages.words(f"jurisdictions.{each}"), each) for each in ages.places)
        places = [("", _("Another place")), *((each, name) for name, each in names)]
        self.fields["place"].choices = places  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["place"].initial = country if country in ages.places else ""

    def clean_signed_on(self) -> date:
        """Today or before. Raises ValidationError."""
        day: date = self.cleaned_data["signed_on"]
        if day > today():
            raise forms.ValidationError(_("This day lies in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        """An age for a child, and nobody who is suspected as the guardian."""
        data = super().clean() or {}
        if data.get("years") == CHILD and data.get("age") is None and "age" not in self.errors:
            self.add_error("age", _("Write the age, or choose that nobody knows it."))
        if data.get("guardian") and not data.get("unsuspected"):
            self.add_error(
                "unsuspected", _("Somebody who may have harmed the person cannot agree for them.")
            )
        if data.get("how") == "verbal-with-witness" and not data.get("witness"):
            self.add_error("witness", _("Write who was there as a witness."))
        return data

    @property
    def given(self) -> Given:
        """How it was given, of a valid form."""
        data = self.cleaned_data
        young = data["years"] != ADULT
        return Given(
            how=data["how"],
            witness=data["witness"],
            interpreter=data["interpreter"],
            age=self._age(),
            place=data["place"] if young else "",
            basis=data["basis"] if young else "",
            guardian=data["guardian"] if young else "",
            guardian_is=data["guardian_is"] if young else "",
        )

    def _age(self) -> int | None:
        if self.cleaned_data["years"] == ADULT:
            return consent_ages().adult_age
        age: int | None = self.cleaned_data["age"]
        return age if self.cleaned_data["years"] == CHILD else None
