"""Which pack, and over which months."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from waymark.cases.models import today
from waymark.packs.definitions import Pack, packs
from waymark.packs.periods import Period, is_over, months, quarter
from waymark.packs.wording import PACKS

YEARS = 10
WHOLE, OWN = "year", "own"


class PackForm(forms.Form):
    """A pack, a year, and a part of it."""

    pack = forms.ChoiceField(label=_("Pack"), widget=forms.RadioSelect)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    part = forms.ChoiceField(
        label=_("Period"),
        choices=[
            ("1", _("First quarter, January to March")),
            ("2", _("Second quarter, April to June")),
            ("3", _("Third quarter, July to September")),
            ("4", _("Fourth quarter, October to December")),
            (WHOLE, _("The whole year")),
            (OWN, _("Other months, chosen below")),
        ],
    )
    first = forms.TypedChoiceField(
        label=_("From"), coerce=int, required=False, choices=[("", "–"), *MONTHS.items()]
    )
    last = forms.TypedChoiceField(
        label=_("To"),
        coerce=int,
        required=False,
        choices=[("", "–"), *MONTHS.items()],
        help_text=_("Only for other months. The last one counts whole."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, PACKS[name].title) for name in packs()]
        self.fields["pack"].choices = names  # type: ignore[attr-defined]  # a ChoiceField
        this_year = today().year
        years = [(year, str(year)) for year in range(this_year, this_year - YEARS, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """The months that are meant, whole and over."""
        data = super().clean() or {}
        if self.errors:
            return data
        if data["part"] == OWN and not (data["first"] and data["last"]):
            raise forms.ValidationError(_("Choose the first and the last month."))
        if data["part"] == OWN and data["first"] > data["last"]:
            self.add_error("last", _("The last month comes before the first."))
        elif not is_over(self.period):
            self.add_error(
                "part", _("This period is not over yet. Choose one whose last day is past.")
            )
        return data

    @property
    def wanted(self) -> Pack:
        """The pack of a form that is valid."""
        return packs()[self.cleaned_data["pack"]]

    @property
    def period(self) -> Period:
        """The period of a form that is valid."""
        data = self.cleaned_data
        if data["part"] == OWN:
            return months(data["year"], data["first"], data["last"])
        if data["part"] == WHOLE:
            return months(data["year"], 1, 12)
        return quarter(data["year"], int(data["part"]))
