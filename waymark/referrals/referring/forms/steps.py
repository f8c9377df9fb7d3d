"""What a receiver answers, and how a desk is set up."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.cases.caseload.forms.fields import choose_from
from waymark.referrals.models import ReferralDesk, StatusReason
from waymark.referrals.referring.actions.desk import LONGEST_HOURS
from waymark.referrals.referring.states import RULES, Move
from waymark.vault.models import Compartment

if TYPE_CHECKING:  # Django's own class takes no parameter when it runs
    _CircleChoice = forms.ModelChoiceField[Compartment]
else:
    _CircleChoice = forms.ModelChoiceField

LONGEST_WORDS = 1000


class AnswerForm(forms.Form):
    """Why, where the step needs it, and a short word to the other side."""

    reason = forms.ChoiceField(
        label=_("Why"),
        widget=forms.RadioSelect,
        choices=StatusReason.choices,
        error_messages={"required": _("Choose why.")},
    )
    words = forms.CharField(
        label=_("A word to the other side"),
        help_text=_("Both sides can read it. Write nothing that the work does not need."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, move: Move, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": move.value})
        self.move = move
        if not RULES[move].reasons:
            del self.fields["reason"]

    def said(self) -> dict[str, str]:
        """What was typed, as the action takes it."""
        return {"reason": self.cleaned_data.get("reason", ""), "words": self.cleaned_data["words"]}


class CircleChoice(_CircleChoice):
    """One of some circles, by name; which ones, the form says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Compartment.objects.none(), empty_label=None, widget=forms.RadioSelect, **kwargs
        )

    def label_from_instance(self, obj: Compartment) -> str:
        """The circle's name."""
        return obj.name


class DeskForm(forms.Form):
    """Who opens incoming referrals, how soon they answer, and whether they take any."""

    compartment = CircleChoice(
        label=_("Who opens incoming referrals"),
        error_messages={"required": _("Choose who opens them.")},
    )
    answer_hours = forms.IntegerField(
        label=_("You answer within (hours)"),
        help_text=_("After that you are reminded, and a day later the sender is told."),
        min_value=1,
        max_value=LONGEST_HOURS,
    )
    takes_referrals = forms.BooleanField(
        label=_("We take referrals"),
        help_text=_("Without this nobody can send you a new one. What is here stays."),
        required=False,
    )

    def __init__(self, desk: ReferralDesk | None, owner: UUID, data: Any = None) -> None:
        initial = (
            {
                "compartment": desk.compartment_id,
                "answer_hours": desk.answer_hours,
                "takes_referrals": desk.open,
            }
            if desk
            else {"answer_hours": 48, "takes_referrals": True}
        )
        super().__init__(data, initial=initial)
        rows = Compartment.objects.filter(owner=owner).order_by("name", "pk")
        choose_from(self, "compartment", rows)


class TakeOverForm(forms.Form):
    """In which circle the new case stands."""

    compartment = CircleChoice(
        label=_("Who opens the case"),
        error_messages={"required": _("Choose who opens the case.")},
    )

    def __init__(self, circles: list[Compartment], data: Any = None) -> None:
        super().__init__(data, initial={"compartment": circles[0].pk if circles else None})
        rows = Compartment.objects.filter(pk__in=[each.pk for each in circles])
        choose_from(self, "compartment", rows)
