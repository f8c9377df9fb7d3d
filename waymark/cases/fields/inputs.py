"""The form fields in which answers are typed, one for each type of the catalogue."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from waymark.cases.fields.catalogue import FieldSpec, FieldType
from waymark.cases.fields.codes import codes_for
from waymark.cases.fields.rough import RoughDate
from waymark.cases.fields.widgets import LongSelect, SeveralSelects
from waymark.cases.htcds.answers import UNUSABLE
from waymark.cases.models import today

LONGEST_LINE = 500
LONGEST_TEXT = 20_000
MOST_LINES = 20
DECIMALS = 12
CENTS = 2
NOTHING_CHOSEN = pgettext_lazy("nothing is chosen", "—")
YES_NO = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No")}


class TextField(forms.CharField):
    """Text in any script, without characters that nobody can see or type."""

    def to_python(self, value: Any) -> str:
        """The text; lines end in a line feed."""
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return UNUSABLE.sub("", text).strip()


class LinesField(TextField):
    """Several short texts, one on each line."""

    def clean(self, value: Any) -> list[str]:
        """The lines, each once. Raises ValidationError for too many."""
        lines = [line.strip() for line in super().clean(value).splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_LINES:
            raise ValidationError(_("Write at most %(most)s lines.") % {"most": MOST_LINES})
        if any(len(line) > LONGEST_LINE for line in found):
            raise ValidationError(_("One line is too long. Shorten it."))
        return found


class RoughDateField(forms.CharField):
    """A year, a month or a day."""

    def __init__(self, *, past: bool, **options: Any) -> None:
        super().__init__(**options)
        self.past = past

    def clean(self, value: Any) -> str:
        """As it is kept: YYYY, YYYY-MM or YYYY-MM-DD. Raises ValidationError."""
        text = "".join(map(_ascii_digit, super().clean(value)))
        if not text:
            return ""
        found = RoughDate.parse(text)
        if found is None:
            raise ValidationError(_("Write a year, such as 1998, or 1998-05, or 1998-05-17."))
        if self.past and found.first_day > today():
            raise ValidationError(_("This lies in the future. Check the year."))
        return str(found)


class DayField(forms.DateField):
    """One day."""

    def __init__(self, *, past: bool, **options: Any) -> None:
        super().__init__(**options)
        self.past = past

    def clean(self, value: Any) -> str:
        """As it is kept: YYYY-MM-DD. Raises ValidationError."""
        found: date | None = super().clean(value)
        if found and self.past and found > today():
            raise ValidationError(_("This lies in the future. Check the year."))
        return found.isoformat() if found else ""


class PhoneField(forms.CharField):
    """One phone number, kept in E.164 form."""

    def __init__(self, *, region: str, **options: Any) -> None:
        super().__init__(**options)
        self.region = region

    def clean(self, value: Any) -> str:
        """The number with its country code. Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, self.region or None)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(
                _("This is no phone number. Write it with its country code, such as +1 555 0100.")
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class SeveralField(forms.MultipleChoiceField):
    """Several codes of a long list, each chosen in a box of its own."""

    def clean(self, value: Any) -> list[str]:
        """The codes, each once. Raises ValidationError for one that is not listed."""
        return list(dict.fromkeys(super().clean([each for each in value or [] if each])))


def input_for(spec: FieldSpec, *, region: str) -> forms.Field:
    """A form field for a field of the catalogue; `region` reads phone numbers without country."""
    return _MAKERS[spec.type](spec, region)


def _ascii_digit(letter: str) -> str:
    return str(unicodedata.digit(letter, letter))


def _choices(spec: FieldSpec) -> list[tuple[str, Any]]:
    return [("", NOTHING_CHOSEN), *codes_for(spec).items()]


def _line(spec: FieldSpec, region: str) -> forms.Field:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return TextField(max_length=LONGEST_LINE, widget=widget, required=False)


def _text(spec: FieldSpec, region: str) -> forms.Field:
    return TextField(max_length=LONGEST_TEXT, widget=_area(4), required=False)


def _lines(spec: FieldSpec, region: str) -> forms.Field:
    return LinesField(widget=_area(3), required=False)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def _rough(spec: FieldSpec, region: str) -> forms.Field:
    widget = forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"})
    hint = _("A year, such as 1998, or 1998-05, or 1998-05-17.")
    return RoughDateField(
        past=spec.past, max_length=20, widget=widget, help_text=hint, required=False
    )


def _day(spec: FieldSpec, region: str) -> forms.Field:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return DayField(past=spec.past, widget=widget, required=False)


def _choice(spec: FieldSpec, region: str) -> forms.Field:
    return forms.ChoiceField(choices=_choices(spec), widget=LongSelect, required=False)


def _ticks(spec: FieldSpec, region: str) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=list(codes_for(spec).items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks"}),
        required=False,
    )


def _several(spec: FieldSpec, region: str) -> forms.Field:
    choices = _choices(spec)
    return SeveralField(choices=choices, widget=SeveralSelects(choices), required=False)


def _phone(spec: FieldSpec, region: str) -> forms.Field:
    widget = forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "off"})
    return PhoneField(region=region, max_length=LONGEST_LINE, widget=widget, required=False)


def _email(spec: FieldSpec, region: str) -> forms.Field:
    widget = forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"})
    return forms.EmailField(max_length=LONGEST_LINE, widget=widget, required=False)


def _number(spec: FieldSpec, region: str) -> forms.Field:
    return forms.IntegerField(min_value=0, max_value=spec.limit, required=False)


def _coordinate(spec: FieldSpec, region: str) -> forms.Field:
    return forms.DecimalField(
        min_value=-spec.limit, max_value=spec.limit, decimal_places=DECIMALS, required=False
    )


def _quantity(spec: FieldSpec, region: str) -> forms.Field:
    return forms.DecimalField(
        min_value=0, max_value=spec.limit, decimal_places=CENTS, required=False
    )


def _yes_no(spec: FieldSpec, region: str) -> forms.Field:
    choices: Sequence[tuple[str, Any]] = [("", NOTHING_CHOSEN), *YES_NO.items()]
    return forms.ChoiceField(choices=choices, required=False)


_MAKERS: dict[FieldType, Callable[[FieldSpec, str], forms.Field]] = {
    FieldType.TEXT: _line,
    FieldType.LONG_TEXT: _text,
    FieldType.TEXTS: _lines,
    FieldType.DATE: _day,
    FieldType.ROUGH_DATE: _rough,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _ticks,
    FieldType.COUNTRY: _choice,
    FieldType.COUNTRIES: _several,
    FieldType.LANGUAGE: _choice,
    FieldType.PHONE: _phone,
    FieldType.EMAIL: _email,
    FieldType.NUMBER: _number,
    FieldType.COORDINATE: _coordinate,
    FieldType.YES_NO: _yes_no,
    FieldType.QUANTITY: _quantity,
}
