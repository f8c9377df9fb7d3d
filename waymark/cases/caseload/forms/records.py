"""What workers type into tasks, notes and files."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.accounts.models import Worker
from waymark.cases.caseload.forms.fields import (
    NewIdField,
    SeenField,
    choose_from,
    day_field,
    privilege_field,
    text_field,
)
from waymark.cases.models import today
from waymark.reports import files
from waymark.reports.files import CheckedFile
from waymark.reports.forms.staff import WorkerChoice
from waymark.reports.uploads import Upload

LONGEST_LINE = 300
MEBIBYTE = 1024**2


class TaskForm(forms.Form):
    """What is to be done, by when, by whom."""

    what = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say what is to be done.")},
    )
    due_on = day_field(gettext_lazy("By"))
    assignee = WorkerChoice(
        label=gettext_lazy("Who does it"),
        queryset=Worker.objects.none(),
        empty_label=gettext_lazy("Nobody yet"),
        required=False,
    )
    record_id = NewIdField()
    seen = SeenField()

    def __init__(self, colleagues: QuerySet[Worker], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "assignee", colleagues)

    def said(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        return {name: self.cleaned_data[name] for name in ("what", "due_on", "assignee")}


class NoteForm(forms.Form):
    """A note."""

    text = text_field(
        gettext_lazy("Note"),
        gettext_lazy("Write something before you save it."),
        help_text=gettext_lazy("Write only what the work needs. The person may ask to read it."),
    )
    contact_on = day_field(
        gettext_lazy("Day of contact"),
        help_text=gettext_lazy("If you spoke or wrote with the person: on which day."),
    )
    privilege = privilege_field()
    record_id = NewIdField()
    seen = SeenField()

    def clean_contact_on(self) -> Any:
        """Not a day to come."""
        day = self.cleaned_data["contact_on"]
        if day is not None and day > today():
            raise forms.ValidationError(
                _("A contact cannot be on a day to come. Plan a task instead.")
            )
        return day

    def said(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        return {name: self.cleaned_data[name] for name in ("text", "contact_on", "privilege")}


class FileForm(forms.Form):
    """A file, and what it is."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    about = forms.CharField(
        label=gettext_lazy("What it is"),
        max_length=LONGEST_LINE,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    privilege = privilege_field()
    record_id = NewIdField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "A photo, PDF, sound, video or plain text of at most %(most)d MB. Place and time that "
            "a photo carries are taken out."
        ) % {"most": settings.MAX_FILE_BYTES // MEBIBYTE}

    def clean_file(self) -> CheckedFile:
        """The file as it will be sealed; one that is not taken says why."""
        given: UploadedFile = self.cleaned_data["file"]
        # One byte too many is enough to be refused; nobody makes us hold more in memory.
        body = given.read(settings.MAX_FILE_BYTES + 1)
        try:
            return files.check(Upload(given.name or "", body))
        except files.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
