"""The filter above the log."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from waymark.accounts.auditing.queries import Wanted, colleagues
from waymark.accounts.models import Worker
from waymark.audit.events import Event

EVENTS = [("", _("All events")), *sorted((event.value, event.value) for event in Event)]
LARGEST_SEQ = 2**63 - 1
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)


if TYPE_CHECKING:
    _WorkerField = forms.ModelChoiceField[Worker]
else:
    _WorkerField = forms.ModelChoiceField


class WorkerField(_WorkerField):
    """A worker, shown by name."""

    def label_from_instance(self, obj: Worker) -> str:
        """What stands in the list."""
        return obj.name


class FilterForm(forms.Form):
    """What an auditor wants to see; travels in the address, for it holds no person's data."""

    event = forms.ChoiceField(label=_("Event"), choices=EVENTS, required=False)
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        error_messages={"invalid": _("Write the day like 2026-11-23.")},
    )
    before = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST_SEQ, widget=forms.HiddenInput
    )

    def __init__(self, auditor: Worker, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"] = WorkerField(
            colleagues(auditor),
            label=_("Worker"),
            required=False,
            empty_label=_("Everybody"),
            error_messages={"invalid_choice": _("Choose somebody of your organisation.")},
        )
        self.order_fields(["event", "worker", "day"])

    @property
    def wanted(self) -> Wanted:
        """The filter of a valid form."""
        worker = self.cleaned_data["worker"]
        return Wanted(
            event=self.cleaned_data["event"],
            worker=worker.pk if worker else None,
            day=self.cleaned_data["day"],
            before=self.cleaned_data["before"],
        )
