from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.analysis import tables
from waymark.analysis.choices import (
    FEWEST_REPLICATES,
    METHODS,
    MOST_ORDER,
    MOST_REPLICATES,
    MOST_SEED,
    USUAL,
    Choice,
)
from waymark.evidence.lists import ListError
from waymark.evidence.reading import Reading

MEBIBYTE = 1024**2
USUAL_CHOICE = Choice()


class EstimateForm(forms.Form):
    """A file of lists and how to estimate from it. The file is read here and forgotten at once."""

    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)
    by = forms.CharField(
        label=gettext_lazy("Column that sorts people into groups"),
        required=False,
        max_length=120,
        help_text=gettext_lazy(
            "For instance sex, age group, year or place. You get an estimate for each group, and "
            "a total."
        ),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("To find it again. Name no person here."),
    )
    methods = forms.MultipleChoiceField(
        label=gettext_lazy("Methods"),
        choices=METHODS.items(),
        initial=USUAL,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Choose several: where they disagree, the lists do not decide the number."
        ),
        error_messages={"required": gettext_lazy("Choose at least one method.")},
    )
    threshold = forms.FloatField(
        label=gettext_lazy("Threshold of the steps"),
        initial=USUAL_CHOICE.threshold,
        min_value=0,
        max_value=0.999,
        help_text=gettext_lazy(
            "Two lists count as dependent below this p-value. 0.02 is usual; 0 takes all lists as "
            "independent."
        ),
    )
    replicates = forms.IntegerField(
        label=gettext_lazy("Bootstrap samples"),
        initial=USUAL_CHOICE.replicates,
        min_value=FEWEST_REPLICATES,
        max_value=MOST_REPLICATES,
        help_text=gettext_lazy("For the intervals. 1000 is usual; more takes longer."),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        initial=USUAL_CHOICE.seed,
        min_value=0,
        max_value=MOST_SEED,
        help_text=gettext_lazy("The same file, options and seed give the same digits."),
    )
    order = forms.IntegerField(
        label=gettext_lazy("Most lists in one term"),
        required=False,
        min_value=1,
        max_value=MOST_ORDER,
        help_text=gettext_lazy("Where all models are tried. Empty: the program chooses."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading: Reading | None = None
        self.fields["file"].help_text = _(
            "A CSV file: either 1 and 0 for each list and a count, or one row for each person and "
            "list with the columns person and list. We keep only how many people are on which "
            "lists together. At most %(most)d MB."
        ) % {"most": settings.MAX_FILE_BYTES // MEBIBYTE}

    def clean_file(self) -> UploadedFile:
        """The file; an empty or too large one says so."""
        file: UploadedFile = self.cleaned_data["file"]
        if not file.size:
            raise ValidationError(_("This file is empty. Choose another one."))
        if file.size > settings.MAX_FILE_BYTES:
            raise ValidationError(
                _("This file is too large. Send counts of each combination instead of people.")
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Read the file, and say row and reason where it cannot be used."""
        file = self.cleaned_data.get("file")
        if file and "by" in self.cleaned_data:
            try:
                self.reading = tables.read(file.read(), self.cleaned_data["by"])
            except ListError as fault:
                self.add_error("file", str(fault))
        return self.cleaned_data

    @property
    def choice(self) -> Choice:
        """What was chosen in a valid form, the methods in the order of the page."""
        chosen = self.cleaned_data
        return Choice(
            methods=tuple(name for name in METHODS if name in chosen["methods"]),
            threshold=chosen["threshold"],
            replicates=chosen["replicates"],
            seed=chosen["seed"],
            order=chosen["order"],
        )

    @property
    def file_name(self) -> str:
        """What the file is called, without what no list of names can show."""
        name = self.cleaned_data["file"].name or ""
        return "".join(letter for letter in name if letter.isprintable())[:120] or "lists.csv"
