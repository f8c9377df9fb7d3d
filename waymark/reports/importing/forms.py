"""What workers choose when they bring reports in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from waymark.reports.importing.choices import Chosen, ComesAs, doubled, missing
from waymark.reports.importing.dates import Order
from waymark.reports.importing.fields import Field
from waymark.reports.importing.reading import MOST_BYTES, CannotRead, Table, read_table
from waymark.reports.importing.reading.csv_text import ENCODINGS
from waymark.reports.models import Recipient
from waymark.reports.queries.recipients import name_of

if TYPE_CHECKING:
    _RecipientChoice = forms.ModelChoiceField[Recipient]
else:
    _RecipientChoice = forms.ModelChoiceField

LONGEST_SOURCE = 120
SAMPLE = 40  # letters of a column's first words


class _OneRecipient(_RecipientChoice):
    """A recipient by its name in the worker's language."""

    def label_from_instance(self, obj: Recipient) -> str:
        """Its name."""
        return name_of(obj, get_language())


class BringForm(forms.Form):
    """A file, where it comes from, and for whom it is."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB and 20,000 rows, with a row of headings."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )
    source = forms.CharField(
        label=_("The hotline that it comes from"),
        help_text=_("Write its name the same way each time: its numbers are kept apart by it."),
        max_length=LONGEST_SOURCE,
        error_messages={"required": _("Write which hotline it comes from.")},
    )
    recipient = _OneRecipient(
        label=_("Recipient"),
        help_text=_("Whoever opens reports to this recipient opens these."),
        queryset=Recipient.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose for whom the reports are.")},
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of a CSV"),
        choices=[("", _("Find it out")), *ENCODINGS.items()],
        required=False,
    )

    def __init__(self, recipients: QuerySet[Recipient], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recipient"]
        if isinstance(field, _OneRecipient):
            field.queryset = recipients
        self.table: Table | None = None

    def clean_source(self) -> str:
        """On one line."""
        return " ".join(self.cleaned_data["source"].split())

    def clean(self) -> dict[str, Any]:
        """Read the file; one that cannot be read says why."""
        data: dict[str, Any] = super().clean() or {}
        given: UploadedFile | None = data.get("file")
        if given is not None:
            try:
                # One byte too many is enough to be refused; nobody makes us hold more in memory.
                body = given.read(MOST_BYTES + 1)
                self.table = read_table(body, data.get("encoding", ""))
            except CannotRead as refusal:
                self.add_error("file", str(refusal))
        return data


class ColumnsForm(forms.Form):
    """What each column is taken for, and how days are written."""

    order = forms.ChoiceField(
        label=_("In days such as 03/04/2026, what comes first?"),
        choices=Order.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, table: Table, chosen: Chosen, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [f"column{at}" for at in range(len(table.headings))]
        self.initial["order"] = chosen.order
        for at, name in enumerate(self.names):
            self.fields[name] = _column(table, at)
            self.initial[name] = chosen.columns[at]

    @property
    def columns(self) -> Sequence[forms.BoundField]:
        """The fields of the columns."""
        return [self[name] for name in self.names]

    def clean(self) -> dict[str, Any]:
        """Every report needs a day and words; most fields can be only one column."""
        data: dict[str, Any] = super().clean() or {}
        self.chosen = tuple(Field(data.get(name, "")) for name in self.names)
        for field in missing(self.chosen):
            words = gettext("Say which column is “%(field)s”.")
            self.add_error(None, words % {"field": field.label})
        for field in doubled(self.chosen):
            words = gettext("Only one column can be “%(field)s”.")
            self.add_error(None, words % {"field": field.label})
        return data


def _column(table: Table, at: int) -> forms.ChoiceField:
    words = " ".join(table.first_words(at).split())
    shown = words if len(words) <= SAMPLE else f"{words[:SAMPLE].rstrip()}…"
    # On its own, because its words may run the other way than the page's.
    sample = format_html("<bdi>{}</bdi>", shown) if shown else ""
    return forms.ChoiceField(
        label=table.headings[at], help_text=sample, choices=Field.choices, required=False
    )


class TakeInForm(forms.Form):
    """How the reports stand when they are in."""

    way = forms.ChoiceField(
        label=_("How do they come in?"), choices=ComesAs.choices, widget=forms.RadioSelect
    )
    remember = forms.BooleanField(
        label=_("Keep for the next file what the columns are taken for"), required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "take_in_%s"  # it stands on one page with the form of the columns
