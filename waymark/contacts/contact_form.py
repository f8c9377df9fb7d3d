"""The form of a whole contact: a new one, or a change of one."""

import re
import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from waymark.contacts.contact_fields import Row, number_fields, one_of, some_of, span_fields
from waymark.contacts.forms import HTTPS, LONGEST_ADDRESS, CheckForm
from waymark.contacts.models import Confidence, Contact
from waymark.contacts.phone import BadNumber, is_full, read_number
from waymark.contacts.places import dialled_countries, is_language
from waymark.contacts.rows import LONGEST, ContactRow, Entry, entry_of, plain_row
from waymark.contacts.wording import (
    ENFORCEMENT,
    Audience,
    Caution,
    Cost,
    HoursNote,
    Kind,
    LanguageNote,
    WhatHappens,
)
from waymark.web.models import validate_time_zone

NUMBER_ROWS, SPAN_ROWS = 6, 4
UNKNOWN, ALWAYS, TIMES = "unknown", "always", "times"
SLUG_ROOM, TAIL_BYTES = 45, 3


class ContactForm(CheckForm):
    """Everything about a contact, and how it was checked."""

    country = forms.ChoiceField(label=_("Country"))
    area_name = forms.CharField(
        label=_("Part of the country"),
        help_text=_("Only where the line is not for the whole country."),
        max_length=LONGEST["area_name"],
        required=False,
    )
    name = forms.CharField(label=_("Name of the line"), max_length=LONGEST["name"])
    name_language = forms.CharField(
        label=_("Language of the name"),
        help_text=_("Its code, such as en or es."),
        max_length=3,
        initial="en",
    )
    kind = forms.ChoiceField(
        label=_("Who stands behind it?"),
        help_text=_("Always shown, because it decides what a call sets off."),
        choices=[("", _("Choose one")), *Kind.choices],
    )
    audience = some_of(Audience, label=_("For whom"))
    what_happens = some_of(
        WhatHappens,
        label=_("What happens with what a caller says"),
        help_text=_("Only what the operator itself says. For police it is needed."),
        required=False,
    )
    cautions = some_of(Caution, label=_("Good to know"), required=False)
    cost = one_of(Cost, label=_("Cost"))
    url = forms.URLField(
        label=_("Their page"), assume_scheme=HTTPS, max_length=LONGEST_ADDRESS, required=False
    )
    chat_url = forms.URLField(
        label=_("Address of their chat"),
        assume_scheme=HTTPS,
        max_length=LONGEST_ADDRESS,
        required=False,
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    languages = forms.CharField(
        label=_("Languages that they speak"),
        help_text=_("Codes with commas between them, such as en, es, vi."),
        max_length=200,
        required=False,
    )
    language_notes = some_of(LanguageNote, label=_("More about languages"), required=False)
    hours = forms.ChoiceField(
        label=_("When do they answer?"),
        choices=[
            (UNKNOWN, _("We do not know")),
            (ALWAYS, _("Every day, day and night")),
            (TIMES, _("At the times below")),
        ],
        initial=UNKNOWN,
        widget=forms.RadioSelect,
    )
    time_zone = forms.CharField(
        label=_("Time zone of these times"),
        help_text=_("Such as America/Chicago."),
        max_length=60,
        required=False,
        validators=[validate_time_zone],
    )
    hours_note = one_of(HoursNote, label=_("A note on the hours"))
    staff_note = forms.CharField(
        label=_("Note for colleagues"),
        help_text=_("Never shown to the public."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    old_is_wrong = forms.BooleanField(
        label=_("The numbers that we show now are wrong: take them off the pages at once."),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, contact: Contact | None, *args: Any, **kwargs: Any) -> None:
        self.contact = contact
        if contact is not None:
            kwargs["initial"] = initial_of(contact) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self._numbers_shown = max(NUMBER_ROWS, contact.numbers.count() + 1 if contact else 0)
        self._spans_shown = max(SPAN_ROWS, len(contact.hours) + 1 if contact else 0)
        self.fields.update(number_fields(self._numbers_shown))
        self.fields.update(span_fields(self._spans_shown))
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
        listed = dialled_countries(get_language() or "en")
        country.choices = [("", _("Choose one")), *listed]
        if contact is None:
            del self.fields["old_is_wrong"]

    def clean_languages(self) -> list[str]:
        """The codes, each a language that we can name."""
        codes = re.findall(r"[^\s,;]+", self.cleaned_data["languages"].lower())
        for code in codes:
            if not is_language(code):
                raise forms.ValidationError(
                    _("“%(code)s” is no code of a language."), params={"code": code}
                )
        return list(dict.fromkeys(codes))

    def clean_name_language(self) -> str:
        """A language that we can name."""
        code = str(self.cleaned_data["name_language"]).lower()
        if not is_language(code):
            raise forms.ValidationError(_("Write the code of a language, such as en or es."))
        return code

    def clean(self) -> dict[str, Any]:
        """What belongs together: numbers and country, times and their zone, police and why."""
        data = super().clean() or {}
        numbers = list(self._numbers(data)) if data.get("country") else []
        if not numbers and not data.get("chat_url") and "number_0" not in self.errors:
            self.add_error("number_0", _("Write at least one number, or the address of a chat."))
        if data.get("kind") in ENFORCEMENT and not data.get("what_happens"):
            self.add_error("what_happens", _("Say that what a caller says goes to the police."))
        if data.get("hours") == TIMES:
            self._require_times(data)
        return data

    def row(self) -> ContactRow:
        """The contact as typed. Raises DataFileError for what no field above refuses."""
        data = self.cleaned_data
        entry: Entry = {
            "slug": self.contact.slug if self.contact else _new_slug(data),
            "hours_confirmed": True,
            "confidence": Confidence.A.value,
            "source_url": data["checked_at"],
            "source_kind": data["means"],
            "date_seen": data["seen_on"].isoformat(),
            "number": list(self._numbers(data)),
            "staff_note": data["staff_note"].strip(),
            "retired": self.contact.retired if self.contact else [],
        }
        if self.contact and self.contact.area and not data["area_name"]:
            entry["area"] = self.contact.area
        for name in _COPIED:
            if data[name]:
                entry[name] = data[name]
        return plain_row(entry | self._hours(data), _now("Form"))

    def number_rows(self) -> list[Row]:
        """The fields of each number together."""
        return self._rows(("number", "channel", "reach", "label"), self._numbers_shown)

    def span_rows(self) -> list[Row]:
        """The fields of each span of hours together."""
        return self._rows(("days", "opens", "closes"), self._spans_shown)

    def _rows(self, names: tuple[str, ...], shown: int) -> list[Row]:
        return [Row([self[f"{name}_{place}"] for name in names]) for place in range(shown)]

    def _numbers(self, data: dict[str, Any]) -> Iterable[Entry]:
        for place in range(self._numbers_shown):
            printed = (data.get(f"number_{place}") or "").strip()
            if not printed:
                continue
            short = not is_full(printed, data["country"])
            try:
                read_number(printed, data["country"], short=short)
            except BadNumber:
                self.add_error(
                    f"number_{place}",
                    _(
                        "This is no number that can be dialled in the chosen country. Write it as "
                        "its source prints it, with digits, spaces and hyphens only."
                    ),
                )
                continue
            found: Entry = {"printed": printed, "short": short, "confirmed": True}
            for name in ("channel", "reach", "label"):
                if value := data.get(f"{name}_{place}"):
                    found[name] = value
            yield found

    def _require_times(self, data: dict[str, Any]) -> None:
        if not data.get("time_zone") and "time_zone" not in self.errors:
            self.add_error("time_zone", _("Say in which time zone these times are."))
        filled = False
        for place in range(self._spans_shown):
            names = [f"{name}_{place}" for name in ("days", "opens", "closes")]
            given = [bool(data.get(name)) for name in names]
            filled = filled or all(given)
            if any(given) and not all(given) and not any(name in self.errors for name in names):
                self.add_error(names[0], _("Give days, a beginning and an end."))
        if not filled and not self.errors:
            self.add_error("days_0", _("Give days, a beginning and an end."))

    def _hours(self, data: dict[str, Any]) -> Entry:
        if data["hours"] == ALWAYS:
            return {"hours": "always"}
        if data["hours"] != TIMES:
            return {}
        spans = [
            {
                "days": data[f"days_{place}"],
                "opens": data[f"opens_{place}"],
                "closes": data[f"closes_{place}"],
            }
            for place in range(self._spans_shown)
            if data[f"days_{place}"]
        ]
        return {"hours": spans, "time_zone": data["time_zone"]}


_COPIED = (
    "country",
    "area_name",
    "name",
    "name_language",
    "kind",
    "audience",
    "what_happens",
    "cautions",
    "cost",
    "url",
    "chat_url",
    "email",
    "languages",
    "language_notes",
    "hours_note",
)


def initial_of(contact: Contact) -> dict[str, Any]:
    """What the form shows before anything is typed: the contact as it is."""
    entry = entry_of(contact)
    found: dict[str, Any] = {name: entry.get(name, "") for name in _COPIED}
    found["languages"] = ", ".join(contact.languages)
    found["staff_note"] = contact.staff_note
    found["hours"] = ALWAYS if contact.always_open else TIMES if contact.hours else UNKNOWN
    found["time_zone"] = contact.time_zone
    found["version"] = contact.version
    for place, span in enumerate(contact.hours):
        found |= {f"{name}_{place}": value for name, value in span.items()}
    for place, number in enumerate(contact.numbers.all()):
        found |= {
            f"number_{place}": number.printed,
            f"channel_{place}": number.channel,
            f"reach_{place}": number.reach,
            f"label_{place}": number.label,
        }
    return found


def _new_slug(data: dict[str, Any]) -> str:
    """A short name for addresses and packs; its end keeps two organisations' lines apart."""
    words = re.sub(r"[^a-z0-9]+", "-", slugify(data["name"]))[:SLUG_ROOM].strip("-") or "line"
    return f"{data['country'].lower()}-{words}-{secrets.token_hex(TAIL_BYTES)}"
