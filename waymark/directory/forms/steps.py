"""Small forms: reveal, verify, room, decisions, partners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.directory.actions.capacity import HOLDS_HOURS, LONGEST_HOURS, STATED
from waymark.directory.actions.pending import Refusal
from waymark.directory.actions.places import Reason
from waymark.directory.actions.suggestions import Decline
from waymark.directory.actions.verifying import HOLDS_DAYS, LONGEST_DAYS, OWN_MEANS
from waymark.directory.exporting import Format
from waymark.directory.forms.common import line
from waymark.directory.models import Aspect, CapacityStatus, Means


def _reason(label: Any, choices: Any) -> Any:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )


class RevealForm(forms.Form):
    """Why somebody needs an exact place."""

    reason = _reason(_("Why do you need it?"), Reason.choices)


class RefusalForm(forms.Form):
    """Why a proposal is refused."""

    reason = _reason(_("Why not?"), Refusal.choices)


class DeclineForm(forms.Form):
    """Why a suggestion is not used."""

    reason = _reason(_("Why not?"), Decline.choices)


class VerifyForm(forms.Form):
    """What was verified just now, how, and for how long it holds."""

    aspects = forms.MultipleChoiceField(
        label=_("What did you verify?"),
        choices=Aspect.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    everything = forms.BooleanField(label=_("All of it was confirmed on one call"), required=False)
    means = forms.ChoiceField(
        label=_("How?"),
        choices=[(each.value, each.label) for each in OWN_MEANS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you verified it.")},
    )
    days = forms.IntegerField(
        label=_("It holds for this many days"),
        initial=HOLDS_DAYS,
        min_value=1,
        max_value=LONGEST_DAYS,
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # One call says how; nothing else has to be chosen.
        self.fields["means"].required = not (data and data.get(self.add_prefix("everything")))

    def clean(self) -> dict[str, Any]:
        """Something, or everything."""
        data = super().clean() or {}
        if not data.get("everything") and not data.get("aspects"):
            self.add_error("aspects", _("Choose what you verified."))
        return data

    def verified(self) -> tuple[list[Aspect], Means, int]:
        """Aspects, means and days."""
        data = self.cleaned_data
        chosen = Aspect.values if data["everything"] else data["aspects"]
        means = Means.CALLED if data["everything"] else Means(data["means"])
        return [Aspect(each) for each in chosen], means, data["days"]


class CapacityForm(forms.Form):
    """Whether there is room; each status is a button."""

    population = line(_("For whom, if not for everybody"), longest=120)
    available = forms.IntegerField(
        label=_("Free places"),
        help_text=_("For colleagues only. The public never sees a number."),
        required=False,
        min_value=0,
    )
    hours = forms.IntegerField(
        label=_("It holds for this many hours"),
        initial=HOLDS_HOURS,
        min_value=1,
        max_value=LONGEST_HOURS,
    )
    status = forms.ChoiceField(
        label=_("Is there room?"),
        choices=[(each.value, each.label) for each in STATED],
        error_messages={"required": _("Press one of the buttons.")},
    )

    def stated(self) -> dict[str, Any]:
        """What the action wants."""
        return self.cleaned_data | {"status": CapacityStatus(self.cleaned_data["status"])}


class PartnerForm(forms.Form):
    """A new partner."""

    name = line(_("Name of the partner"), required=True, longest=120)


class ExportForm(forms.Form):
    """In which form the directory is handed on."""

    form = forms.ChoiceField(
        label=_("As what?"),
        choices=[
            ("zip", _("HSDS tables in one file (ZIP)")),
            ("json", _("HSDS as JSON")),
            ("ndjson", _("HSDS as JSON, one service on each line")),
        ],
        initial="zip",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these.")},
    )

    def chosen(self) -> tuple[Format, str]:
        """What the export wants, and how the file's name ends."""
        name = self.cleaned_data["form"]
        return Format(name), f".{name}"
