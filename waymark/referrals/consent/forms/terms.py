"""What may leave, what for, until when, and in which language the person is told."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby, islice
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.cases.caseload.forms.fields import SeenField, day_field
from waymark.cases.fields.codes import language_names
from waymark.cases.models import today
from waymark.referrals.consent.choices import FILES, Choice
from waymark.referrals.consent.terms import Terms
from waymark.referrals.models import Release
from waymark.referrals.reference.releases import releases

LONGEST_WORDS = 1000


class TermsForm(forms.Form):
    """The terms of a draft. Kinds of field stand first; single fields are there for exact work."""

    kinds = forms.MultipleChoiceField(
        label=_("What may leave"),
        help_text=_("All that is on record of a kind when the person agrees, and nothing later."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    fields_chosen = forms.MultipleChoiceField(
        label=_("Single fields, notes and files"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    purpose = forms.ChoiceField(
        label=_("What for"),
        error_messages={"required": _("Choose what it is for.")},
    )
    purpose_words = forms.CharField(
        label=_("In the person's own words"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    expires_on = day_field(
        _("Last day"),
        help_text=_("As short as will do. After this day nothing leaves. A year at the most."),
    )
    language = forms.ChoiceField(
        label=_("Language of the person"),
        help_text=_("The text is made in English, Spanish, Vietnamese or Arabic."),
        error_messages={"required": _("Choose in which language the person is told.")},
    )
    seen = SeenField()

    def __init__(self, choices: Sequence[Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].required = True
        self.fields["expires_on"].error_messages["required"] = _("Choose the last day.")
        purposes = [(each.id, each.text) for each in releases().purposes()]
        _offer(self, "kinds", _kinds(choices))
        _offer(self, "fields_chosen", _groups(choices))
        _offer(self, "purpose", [("", _("Choose one")), *purposes])
        _offer(self, "language", [("", _("Choose a language")), *language_names().items()])

    @property
    def single(self) -> list[tuple[str, list[BoundWidget]]]:
        """The boxes of single fields under their kinds."""
        boxes = iter(self["fields_chosen"].subwidgets)
        groups = self.fields["fields_chosen"].choices  # type: ignore[attr-defined]  # offered above
        return [(title, list(islice(boxes, len(group)))) for title, group in groups]

    def clean_expires_on(self) -> date:
        """A day from today to a year from now. Raises ValidationError."""
        day: date = self.cleaned_data["expires_on"]
        if day < today():
            raise forms.ValidationError(_("This day is past. Choose a later one."))
        if day > today() + timedelta(days=releases().most_days):
            raise forms.ValidationError(_("A release ends after a year at the latest."))
        return day

    def clean(self) -> dict[str, Any]:
        """Something that leaves, and words where the list has none."""
        data = super().clean() or {}
        if not (data.get("kinds") or data.get("fields_chosen")) and not self.errors:
            self.add_error("kinds", _("Choose what may leave."))
        if data.get("purpose") == "other" and not data.get("purpose_words"):
            self.add_error("purpose_words", _("Write what it is for."))
        return data

    def terms(self, before: Terms) -> Terms:
        """The terms of a valid form, to the same receiver as before."""
        data = self.cleaned_data
        return Terms(
            receiver=before.receiver,
            named=before.named,
            kinds=tuple(data["kinds"]),
            fields=tuple(data["fields_chosen"]),
            purpose=data["purpose"],
            purpose_words=data["purpose_words"],
            language=data["language"],
        )


def as_typed(release: Release, terms: Terms) -> dict[str, Any]:
    """A draft as its form shows it."""
    return {
        "kinds": list(terms.kinds),
        "fields_chosen": list(terms.fields),
        "purpose": terms.purpose,
        "purpose_words": terms.purpose_words,
        "expires_on": release.expires_on,
        "language": terms.language,
        "seen": release.version,
    }


def _offer(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
    field.choices = list(choices)


def _kinds(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    """Kinds of which something is on record; notes and files are named one by one."""
    held = [each.kind for each in choices if each.holds and each.kind != FILES]
    return [
        (kind.id, f"{kind.label} · {_fields(held.count(kind.id))}")
        for kind in releases().kinds()
        if kind.id in held
    ]


def _fields(number: int) -> str:
    return ngettext("%(number)s field", "%(number)s fields", number) % {"number": number}


def _groups(choices: Sequence[Choice]) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Single fields under their kinds, those that hold something first; why each is asked."""
    names = {kind.id: kind.label for kind in releases().kinds()}
    ordered = sorted(choices, key=lambda each: (list(names).index(each.kind), not each.holds))
    return [
        (names[kind], [(each.name, _label(each)) for each in group])
        for kind, group in groupby(ordered, key=lambda each: each.kind)
    ]


def _label(choice: Choice) -> str:
    text = f"{choice.label}: {choice.why}"
    return text if choice.holds else f"{text} {_('(nothing recorded yet)')}"
