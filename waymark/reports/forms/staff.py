"""What workers type on the staff site."""

import secrets
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.reports.actions.recipients import Promises, Texts
from waymark.reports.actions.retention import RULED
from waymark.reports.models import Disposition, Recipient, Report, State
from waymark.reports.names import ids_of
from waymark.reports.queries.record import SituationLine
from waymark.reports.states import Seen
from waymark.vault.models import Compartment

if TYPE_CHECKING:
    _WorkerChoice = forms.ModelChoiceField[Worker]
    _CircleChoice = forms.ModelMultipleChoiceField[Compartment]
else:
    _WorkerChoice = forms.ModelChoiceField
    _CircleChoice = forms.ModelMultipleChoiceField

LONGEST_TEXT = 20_000
FORM_KEY_BYTES = 16


class FormKeyField(forms.CharField):
    """16 random bytes that make a form known, so that sending it twice writes once."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(initial=lambda: secrets.token_hex(FORM_KEY_BYTES))

    def clean(self, value: Any) -> bytes:
        """The bytes; a form without them gets new ones rather than an error."""
        try:
            key = bytes.fromhex(str(value))
        except ValueError:
            key = b""
        return key if len(key) == FORM_KEY_BYTES else secrets.token_bytes(FORM_KEY_BYTES)


class SeenField(forms.CharField):
    """What the page showed when the worker began."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> Seen | None:
        """What was seen; None when the page did not say."""
        return Seen.parse(str(value or ""))


class AnswerForm(forms.Form):
    """Words to the reporter."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_(
            "The reporter reads this with their code, perhaps while somebody looks on. Write "
            "nothing that could harm them."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Write something before you send it.")},
    )
    form_key = FormKeyField()
    seen = SeenField()


class NoteForm(forms.Form):
    """A note for colleagues."""

    text = forms.CharField(
        label=_("Note for colleagues"),
        help_text=_("The reporter never sees notes."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write something before you save it.")},
    )
    form_key = FormKeyField()


class WorkerChoice(_WorkerChoice):
    """Colleagues by name."""

    def label_from_instance(self, obj: Worker) -> str:
        """A worker's name."""
        return obj.name


class HandOverForm(forms.Form):
    """Who holds the report from now on."""

    to = WorkerChoice(
        label=_("Hand over to"),
        queryset=Worker.objects.none(),
        empty_label=_("Choose a colleague"),
        error_messages={"required": _("Choose a colleague who can open this report.")},
    )
    seen = SeenField()

    def __init__(self, colleagues: QuerySet[Worker], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["to"]
        assert isinstance(choice, WorkerChoice)  # noqa: S101  tells mypy what stands above
        choice.queryset = colleagues


class SituationForm(forms.Form):
    """A situation of the list, or a new one."""

    situation = forms.ChoiceField(label=_("Situation"), required=False)
    title = forms.CharField(
        label=_("Or begin a new one, called"),
        help_text=_("Sealed like the report itself."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, lines: Iterable[SituationLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, lines)

    def clean(self) -> dict[str, Any]:
        """One of the two, not both and not none."""
        data = super().clean() or {}
        if bool(data.get("situation")) == bool(data.get("title")) and not self.errors:
            self.add_error("situation", _("Choose a situation or name a new one, one of the two."))
        return data


class MarkForm(forms.Form):
    """What came of a report."""

    disposition = forms.ChoiceField(
        label=_("What came of it"),
        choices=Disposition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the report.")},
    )
    situation = forms.ChoiceField(label=_("Situation, if it is linked to one"), required=False)
    duplicate_of = forms.CharField(
        label=_("The report it repeats, if it is a duplicate"),
        help_text=_("Its short name, such as R-7K2QFX."),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(
        self,
        lines: Iterable[SituationLine],
        visible: QuerySet[Report],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.visible = visible
        _offer(self, lines)

    def clean_duplicate_of(self) -> Report | None:
        """The report of that name among those the worker may see."""
        name = self.cleaned_data["duplicate_of"]
        if not name:
            return None
        between = ids_of(name)
        found = list(self.visible.filter(pk__range=between)[:2]) if between else []
        if len(found) != 1:
            raise forms.ValidationError(_("There is no report of that name. Copy it as it stands."))
        return found[0]


class OnCallForm(forms.Form):
    """Somebody for an on-call list."""

    worker = WorkerChoice(
        label=_("Add to the list"),
        queryset=Worker.objects.none(),
        empty_label=_("Choose a colleague"),
        error_messages={"required": _("Choose a colleague who can open these reports.")},
    )

    def __init__(self, colleagues: QuerySet[Worker], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["worker"]
        assert isinstance(choice, WorkerChoice)  # noqa: S101  tells mypy what stands above
        choice.queryset = colleagues


class SearchForm(forms.Form):
    """What to look for; it travels in the body of a POST and is not logged."""

    words = forms.CharField(
        label=_("Names, places, phone numbers"),
        help_text=_("Reports that hold all of the words. Spelling counts, capitals do not."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Type what you are looking for.")},
    )


class CircleChoice(_CircleChoice):
    """Compartments by name, which workers call circles."""

    def label_from_instance(self, obj: Compartment) -> str:
        """A compartment's name."""
        return obj.name


class RecipientForm(forms.Form):
    """What a recipient promises, and who opens what comes in."""

    urgent_minutes = forms.IntegerField(
        label=_("Urgent reports: first answer within this many minutes"),
        min_value=1,
        max_value=14 * 1440,
    )
    other_minutes = forms.IntegerField(
        label=_("All others: first answer within this many minutes"),
        help_text=_("1440 minutes are a day."),
        min_value=1,
        max_value=60 * 1440,
    )
    escalation_minutes = forms.IntegerField(
        label=_("Urgent and not taken: tell the next person after this many minutes"),
        min_value=1,
        max_value=1440,
    )
    compartments = CircleChoice(
        label=_("Circles that open these reports"),
        help_text=_("A change counts for reports that come from now on."),
        queryset=Compartment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one circle.")},
    )

    def __init__(self, organisation_id: uuid.UUID, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["compartments"]
        assert isinstance(choice, CircleChoice)  # noqa: S101  tells mypy what stands above
        choice.queryset = Compartment.objects.filter(owner=organisation_id).order_by("name")

    def promises(self) -> Promises:
        """The times that were typed."""
        data = self.cleaned_data
        return Promises(data["urgent_minutes"], data["other_minutes"], data["escalation_minutes"])


class NewRecipientForm(RecipientForm):
    """A further recipient, with its name in addresses."""

    slug = forms.SlugField(
        label=_("Short name"),
        help_text=_("Small letters, digits and hyphens, such as night-team. Reporters can see it."),
        max_length=50,
    )
    field_order = ["slug"]

    def clean_slug(self) -> str:
        """Nobody else's."""
        slug: str = self.cleaned_data["slug"]
        if Recipient.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("That short name is taken. Choose another."))
        return slug


class TextsForm(forms.Form):
    """A recipient's words in one language."""

    name = forms.CharField(
        label=_("Name of the team"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    who_reads = forms.CharField(
        label=_("Who reads this"),
        help_text=_("Which people, of which organisation. Plain words, short sentences."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    must_pass_on = forms.CharField(
        label=_("What they must pass on by law"),
        help_text=_("To whom, and when. Ask a lawyer who knows the law where you are."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    cannot_protect = forms.CharField(
        label=_("What we cannot protect against"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def texts(self) -> Texts:
        """The words that were typed."""
        return Texts(**self.cleaned_data)


class RetentionForm(forms.Form):
    """After how many days reports of each state are erased; an empty field keeps them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for state in RULED:
            self.fields[state.value] = forms.IntegerField(
                label=_LABELS[state], required=False, min_value=1, max_value=36_500
            )

    def days(self) -> dict[State, int | None]:
        """The number of days for each state."""
        return {state: self.cleaned_data[state.value] for state in RULED}


_LABELS = {
    State.ANSWERED: _("Answered, and nothing came after: erase after this many days"),
    State.CLOSED: _("Closed: erase after this many days"),
    State.WITHDRAWN: _("Withdrawn by the reporter: erase after this many days"),
}


def _offer(form: forms.Form, lines: Iterable[SituationLine]) -> None:
    """Put the situations into the form's list, by name and title."""
    choices = [("", str(_("None")))]
    choices += [(str(line.situation.pk), f"{line.name} {line.title}".strip()) for line in lines]
    field = form.fields["situation"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
    field.choices = choices
