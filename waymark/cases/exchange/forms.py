"""What workers choose when they bring cases in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.cases.caseload.forms.case import OneCircle
from waymark.cases.caseload.forms.fields import SeenField, choose_from
from waymark.cases.htcds.reading import dry_run
from waymark.reports.uploads import Upload
from waymark.vault.models import Compartment
from waymark.web.workbooks.archive import MOST_BYTES
from waymark.web.workbooks.refusals import CannotRead


class BringForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An XLSX workbook, an XForm instance, or a ZIP of instances; at most 16 MB."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )

    def clean_file(self) -> Upload:
        """The file; one that cannot be read says why."""
        given: UploadedFile = self.cleaned_data["file"]
        # One byte too many is enough to be refused; nobody makes us hold more in memory.
        upload = Upload(given.name or "", given.read(MOST_BYTES + 1))
        try:
            dry_run(upload.body, upload.name)
        except CannotRead as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return upload


class TakeInForm(forms.Form):
    """For whom the cases are."""

    compartment = OneCircle(
        label=_("Circle"),
        help_text=_("Whoever is in this circle opens the cases from now on."),
        queryset=Compartment.objects.none(),
        empty_label=_("Choose a circle"),
        error_messages={"required": _("Choose the circle that opens these cases.")},
    )
    seen = SeenField()

    def __init__(self, circles: QuerySet[Compartment], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "compartment", circles)


class RowsForm(forms.Form):
    """Which of the rows on a page come in."""

    shown = forms.TypedMultipleChoiceField(coerce=int, required=False)
    take = forms.TypedMultipleChoiceField(coerce=int, required=False)
    seen = SeenField()

    def __init__(self, count: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("shown", "take"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
            field.choices = [(at, at) for at in range(count)]

    def left_out(self, before: frozenset[int]) -> frozenset[int]:
        """The rows that are left out now; rows of other pages stay as they were."""
        shown = frozenset(self.cleaned_data["shown"])
        return (before - shown) | (shown - frozenset(self.cleaned_data["take"]))
