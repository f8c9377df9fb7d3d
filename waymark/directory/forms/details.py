"""Forms about whom a service takes, when it is open, what is spoken there and what it costs."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from waymark.directory.actions.details import WEEKDAYS, Fee, Opening, weekly
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.forms.common import LONGEST_LINE, MeansForm, line, text
from waymark.directory.models import Service

ABOUT_WHOM = ("minimum_age", "maximum_age", "eligibility_description", "application_process")
FREE_ROWS = 3
OLDEST = 120
LONGEST_LANGUAGE_CODE = 3


class WhomForm(MeansForm):
    """Three answers and a note for each criterion; ages in years."""

    minimum_age = forms.FloatField(
        label=_("Youngest age"), required=False, min_value=0, max_value=OLDEST
    )
    maximum_age = forms.FloatField(
        label=_("Oldest age"), required=False, min_value=0, max_value=OLDEST
    )
    eligibility_description = text(_("Whom they take, in their words"))
    application_process = text(_("How one gets in"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            self.fields[criterion.value] = forms.ChoiceField(
                label=criterion.label, choices=Answer.choices
            )
            note = line(_("What it depends on"))
            self.fields[f"note_{criterion.value}"] = note

    @classmethod
    def of(cls, service: Service) -> dict[str, Any]:
        """What the service says now."""
        values: dict[str, Any] = {name: _whole(getattr(service, name)) for name in ABOUT_WHOM}
        values |= {criterion.value: Answer.UNKNOWN.value for criterion in Criterion}
        for row in service.eligibility.all():
            values[row.criterion], values[f"note_{row.criterion}"] = row.answer, row.note
        return values

    def plain_fields(self) -> list[forms.BoundField]:
        """The fields above the table."""
        return [self[name] for name in ABOUT_WHOM]

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The table: answer and note of each criterion."""
        return ((self[each.value], self[f"note_{each.value}"]) for each in Criterion)

    def ages(self) -> dict[str, Any]:
        """What is no criterion."""
        return {name: self.cleaned_data[name] for name in ABOUT_WHOM}

    def answers(self) -> dict[Criterion, tuple[Answer, str]]:
        """What was answered."""
        data = self.cleaned_data
        return {
            each: (Answer(data[each.value]), data[f"note_{each.value}"].strip())
            for each in Criterion
        }


def _whole(value: Any) -> Any:
    """12 for 12.0, as people write it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


@dataclass(frozen=True)
class Day:
    """A weekday's line of the form."""

    name: str
    spans: list[tuple[forms.BoundField, forms.BoundField]]


class HoursForm(MeansForm):
    """A week: for each day from when to when, twice for those that close at noon."""

    zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(name, name) for name in sorted(available_timezones())]
    )

    def __init__(self, *args: Any, spans: int = 2, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spans = spans
        for day in WEEKDAYS:
            for span in range(spans):
                for end, label in (("opens", _("From")), ("closes", _("To"))):
                    self.fields[f"{day}_{span}_{end}"] = forms.TimeField(
                        label=label,
                        required=False,
                        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                    )

    @classmethod
    def of(cls, service: Service) -> dict[str, Any]:
        """What the service says now."""
        values: dict[str, Any] = {}
        rows = list(weekly(service))
        for row in rows:
            for day in row.byday.split(","):
                span = next(n for n in range(len(rows) + 1) if f"{day}_{n}_opens" not in values)
                values[f"{day}_{span}_opens"] = row.opens_at
                values[f"{day}_{span}_closes"] = row.closes_at
        if rows:
            values["zone"] = rows[0].zone or "UTC"
        return values

    @classmethod
    def spans_of(cls, service: Service) -> int:
        """How many spans a day needs so that nothing of what is there is left out."""
        counted: dict[str, int] = defaultdict(int)
        for row in weekly(service):
            for day in row.byday.split(","):
                counted[day] += 1
        return max([2, *counted.values()])

    def days(self) -> list[Day]:
        """The lines of the form."""
        return [
            Day(
                str(DAY_NAMES[number]),
                [
                    (self[f"{day}_{span}_opens"], self[f"{day}_{span}_closes"])
                    for span in range(self.spans)
                ],
            )
            for number, day in enumerate(WEEKDAYS)
        ]

    def clean(self) -> dict[str, Any]:
        """Both ends of each span, and two different ones."""
        data = super().clean() or {}
        for day in WEEKDAYS:
            for span in range(self.spans):
                opens, closes = data.get(f"{day}_{span}_opens"), data.get(f"{day}_{span}_closes")
                if (opens is None) != (closes is None) or (opens and opens == closes):
                    self.add_error(f"{day}_{span}_closes", _("Give both times, and not the same."))
        return data

    def openings(self) -> list[Opening]:
        """Days with the same times together, as RFC 5545 has it."""
        days: dict[tuple[time, time], list[str]] = defaultdict(list)
        for day in WEEKDAYS:
            for span in range(self.spans):
                opens = self.cleaned_data[f"{day}_{span}_opens"]
                if opens is not None:
                    days[opens, self.cleaned_data[f"{day}_{span}_closes"]].append(day)
        return [Opening(tuple(found), *times) for times, found in sorted(days.items())]


class LanguagesForm(MeansForm):
    """Languages spoken without an interpreter."""

    def __init__(self, *args: Any, rows: int = FREE_ROWS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = rows
        choices = [("", "—"), *sorted(language_names().items(), key=lambda each: each[1])]
        for row in range(rows):
            code = str(self.initial.get(f"code_{row}") or "")
            known = choices if code in dict(choices) else [*choices, (code, code)]
            self.fields[f"code_{row}"] = forms.ChoiceField(
                label=_("Language"), choices=known, required=False
            )
            self.fields[f"note_{row}"] = line(_("Note"), hint=_("Such as: Tuesdays only."))

    @classmethod
    def of(cls, service: Service) -> dict[str, Any]:
        """What the service says now."""
        values: dict[str, Any] = {}
        for row, language in enumerate(service.languages.exclude(code="").order_by("code", "id")):
            values[f"code_{row}"], values[f"note_{row}"] = language.code, language.note
        return values

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The lines of the form."""
        return [(self[f"code_{row}"], self[f"note_{row}"]) for row in range(self.number)]

    def languages(self) -> list[tuple[str, str]]:
        """Code and note of each."""
        data = self.cleaned_data
        lines = [(data[f"code_{row}"], data[f"note_{row}"].strip()) for row in range(self.number)]
        return [(code, note) for code, note in lines if code]


def language_names() -> dict[str, str]:
    """Codes of languages with their names in the reader's language."""
    locale = Locale.parse(to_locale(get_language() or "en"))
    return {
        code: name for code, name in locale.languages.items() if len(code) <= LONGEST_LANGUAGE_CODE
    }


class FeesForm(MeansForm):
    """What it costs, in words and as amounts."""

    fees_description = text(_("What it costs, in words"))

    def __init__(self, *args: Any, rows: int = FREE_ROWS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = rows
        for row in range(rows):
            self.fields[f"option_{row}"] = line(_("For what"))
            self.fields[f"amount_{row}"] = forms.FloatField(
                label=_("Amount"), required=False, min_value=0
            )
            self.fields[f"currency_{row}"] = forms.RegexField(
                r"^[A-Za-z]{3}$", label=_("Currency, such as USD"), required=False
            )

    @classmethod
    def of(cls, service: Service) -> dict[str, Any]:
        """What the service says now."""
        values: dict[str, Any] = {"fees_description": service.fees_description}
        for row, cost in enumerate(service.cost_options.order_by("option", "amount", "id")):
            values[f"option_{row}"] = cost.option[:LONGEST_LINE]
            values[f"amount_{row}"], values[f"currency_{row}"] = cost.amount, cost.currency
        return values

    def rows(self) -> list[list[forms.BoundField]]:
        """The lines of the form."""
        names = ("option", "amount", "currency")
        return [[self[f"{name}_{row}"] for name in names] for row in range(self.number)]

    def fees(self) -> list[Fee]:
        """The amounts that were typed."""
        data = self.cleaned_data
        lines = [
            Fee(data[f"option_{n}"].strip(), data[f"amount_{n}"], data[f"currency_{n}"].upper())
            for n in range(self.number)
        ]
        return [fee for fee in lines if fee.option or fee.amount is not None]
