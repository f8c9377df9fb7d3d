"""What workers type to begin, hand over, close or wall off a case."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.accounts.models import Worker
from waymark.cases.caseload.forms.fields import (
    NewIdField,
    SeenField,
    choose_from,
    day_field,
    text_field,
)
from waymark.reports.forms.staff import WorkerChoice
from waymark.vault.models import Compartment, Membership

if TYPE_CHECKING:
    _CircleChoice = forms.ModelChoiceField[Compartment]
else:
    _CircleChoice = forms.ModelChoiceField


class OneCircle(_CircleChoice):
    """One compartment by name, which workers call a circle."""

    def label_from_instance(self, obj: Compartment) -> str:
        """A compartment's name."""
        return obj.name


class BeginForm(forms.Form):
    """Who opens the case and who looks after it; its other fields come from the catalogue."""

    compartment = OneCircle(
        label=gettext_lazy("Circle"),
        help_text=gettext_lazy("Everybody in this circle who works on cases can open the case."),
        queryset=Compartment.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose the circle that opens the case.")},
    )
    responsible = WorkerChoice(
        label=gettext_lazy("Responsible"),
        queryset=Worker.objects.none(),
        empty_label=gettext_lazy("Nobody yet"),
        required=False,
    )
    case_id = NewIdField()

    def __init__(
        self,
        circles: QuerySet[Compartment],
        colleagues: QuerySet[Worker],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "compartment", circles)
        choose_from(self, "responsible", colleagues)

    def clean(self) -> dict[str, Any]:
        """Who is responsible must belong to the circle."""
        data = super().clean() or {}
        circle, worker = data.get("compartment"), data.get("responsible")
        if circle and worker and not _is_member(worker, circle):
            words = {"name": worker.name, "circle": circle.name}
            self.add_error(
                "responsible", _("%(name)s does not belong to the circle %(circle)s.") % words
            )
        return data


class HandOverForm(forms.Form):
    """Who is responsible from now on."""

    to = WorkerChoice(
        label=gettext_lazy("Hand over to"),
        queryset=Worker.objects.none(),
        empty_label=gettext_lazy("Choose a colleague"),
        error_messages={"required": gettext_lazy("Choose a colleague who can open this case.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What they need to know"),
        help_text=gettext_lazy("Kept as a note."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    seen = SeenField()

    def __init__(self, colleagues: QuerySet[Worker], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "to", colleagues)


class TeamForm(forms.Form):
    """Who works on the case, too."""

    worker = WorkerChoice(
        label=gettext_lazy("Add to the team"),
        queryset=Worker.objects.none(),
        empty_label=gettext_lazy("Choose a colleague"),
        error_messages={"required": gettext_lazy("Choose a colleague who can open this case.")},
    )

    def __init__(self, colleagues: QuerySet[Worker], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "worker", colleagues)


class ReviewForm(forms.Form):
    """When the case is to be looked at again."""

    day = day_field(
        gettext_lazy("Look at this case again on"),
        help_text=gettext_lazy("Leave it empty to take the day away."),
    )
    seen = SeenField()


class CloseForm(forms.Form):
    """Whether somebody else goes on. Why a case ends is asked by the catalogue's fields."""

    how = forms.ChoiceField(
        label=gettext_lazy("How it ends"),
        choices=[
            ("closed", gettext_lazy("Closed: our work is done or cannot go on")),
            ("referred", gettext_lazy("Closed and referred on: another organisation goes on")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it ends.")},
    )
    seen = SeenField()


class WallForm(forms.Form):
    """Whom to keep out, and why."""

    worker = WorkerChoice(
        label=gettext_lazy("Keep out"),
        queryset=Worker.objects.none(),
        empty_label=gettext_lazy("Choose a worker"),
        error_messages={"required": gettext_lazy("Choose the worker to keep out.")},
    )
    reason = text_field(
        gettext_lazy("Reason"),
        gettext_lazy("Say why; only those who open the case can read it."),
        rows=3,
    )

    def __init__(self, workers: QuerySet[Worker], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "worker", workers)


class ReassignForm(forms.Form):
    """Cases of one worker's list, and who gets them."""

    cases = forms.MultipleChoiceField(
        label=gettext_lazy("Cases"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one case.")},
    )
    to = WorkerChoice(
        label=gettext_lazy("Hand over to"),
        queryset=Worker.objects.none(),
        empty_label=gettext_lazy("Choose a colleague"),
        error_messages={"required": gettext_lazy("Choose who gets these cases.")},
    )

    def __init__(
        self, choices: list[tuple[str, str]], workers: QuerySet[Worker], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["cases"]
        assert isinstance(offered, forms.MultipleChoiceField)  # noqa: S101  tells mypy what stands above
        offered.choices = choices
        choose_from(self, "to", workers)


def _is_member(worker: Worker, circle: Compartment) -> bool:
    rows = Membership.objects.filter(holder=worker.holder_id, compartment_key__compartment=circle)
    return rows.exists()
