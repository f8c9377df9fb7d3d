from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MEBIBYTE = 1024**2


def largest_upload() -> int:
    """Bytes of a file that the server keeps of a request."""
    return int(settings.MAX_FILES * settings.MAX_FILE_BYTES)


class ImportForm(forms.Form):
    """What to import, where it comes from, and what to do with what it no longer has."""

    source = forms.CharField(
        label=gettext_lazy("Where does it come from?"),
        max_length=120,
        help_text=gettext_lazy(
            "Use the same name each time: it tells which services belong to this source."
        ),
    )
    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)
    retire = forms.BooleanField(
        label=gettext_lazy(
            "Make services inactive that an earlier import brought and this file no longer has"
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "A zip of HSDS tables, HSDS as JSON, or the filled-in table (XLSX or CSV). At most "
            "%(most)d MB; a larger one can be imported at the command line."
        ) % {"most": largest_upload() // MEBIBYTE}

    def clean_source(self) -> str:
        """The name, without doubled blanks."""
        return " ".join(str(self.cleaned_data["source"]).split())

    def clean_file(self) -> UploadedFile:
        """The file; an empty or too large one says so."""
        file: UploadedFile = self.cleaned_data["file"]
        if not file.size:
            raise ValidationError(_("This file is empty. Choose another one."))
        if file.size > largest_upload():
            raise ValidationError(
                _("This file is too large. Bring it in parts, or ask for the command line.")
            )
        return file
