"""Several services at once: a row for each, for one person or more."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.cases.answers import Answer
from waymark.cases.caseload.forms.fields import NewIdField
from waymark.cases.fields.asking import Asked, asked_now, fields_for
from waymark.cases.fields.forms import Row
from waymark.cases.models import FieldUse, today
from waymark.cases.support.forms.records import RecordForm
from waymark.cases.support.kinds import KINDS
from waymark.directory.models import Service
from waymark.directory.queries.visible import visible_to

ROWS = 4
MOST_FOUND = 12
QUICK = ("category", "given_on", "result", "quantity", "provider", "barriers")
SERVICE = KINDS["service"]


class ProviderForm(forms.Form):
    """The id of a row, and the entry of the directory that its provider is."""

    record_id = NewIdField()
    entry = forms.ChoiceField(
        label=_("In the directory"),
        required=False,
        error_messages={"invalid_choice": _("This entry is not there any more. Search again.")},
    )


@dataclass
class ServiceRow:
    """One row. `filled`: somebody typed into it."""

    form: RecordForm
    provider: ProviderForm
    filled: bool
    found: list[tuple[str, str]] = field(default_factory=list)

    @property
    def barriers(self) -> Row | None:
        """The long list of barriers, which the page folds away; None where it is not asked."""
        rows = (row for section in self.form.sections() for row in section.rows)
        return next((row for row in rows if row.value.name == "barriers"), None)

    def is_valid(self) -> bool:
        """Whether the row can be saved; an empty one is left out."""
        return not self.filled or (self.form.is_valid() and self.provider.is_valid())

    def answers(self) -> tuple[uuid.UUID, dict[str, Answer]]:
        """The id and what was said, with the directory's entry where one was chosen."""
        answers, entry = self.form.all_answers(), self.provider.cleaned_data["entry"]
        if entry:
            name = dict(self.found).get(entry, "")
            answers |= {"provider_service": Answer(entry), "provider": Answer(name)}
        return self.provider.cleaned_data["record_id"], answers


def service_rows(worker: Worker, data: QueryDict | None) -> list[ServiceRow]:
    """The rows of the page, empty or as they were sent."""
    fields = asked_now(fields_for(worker.organisation, SERVICE.record))
    quick = [each for each in fields if each.spec.name in QUICK or each.required]
    return [_row(worker, quick, data, number) for number in range(ROWS)]


def _row(worker: Worker, asked: list[Asked], data: QueryDict | None, number: int) -> ServiceRow:
    prefix, entry = f"r{number}", f"p{number}-entry"
    filled = data is not None and _filled(data, prefix)
    needed = asked if filled or number == 0 else [_optional(each) for each in asked]
    day = {"given_on": Answer(today().isoformat())}
    form = RecordForm(SERVICE, needed, {}, data, answers=day, prefix=prefix)
    provider = ProviderForm(data, prefix=f"p{number}")
    typed = str(data.get(f"{prefix}-provider", "")) if data is not None else ""
    chosen = str(data.get(entry, "")) if data is not None else ""
    found = _entries(worker, typed, chosen)
    choice = provider.fields["entry"]
    assert isinstance(choice, forms.ChoiceField)  # noqa: S101  tells mypy what it is
    choice.choices = [("", _("None of these")), *found]
    return ServiceRow(form, provider, filled, found)


def _optional(asked: Asked) -> Asked:
    return Asked(asked.spec, FieldUse.OPTIONAL, asked.label)


def _filled(data: QueryDict, prefix: str) -> bool:
    """Whether anything but the day, which is filled in beforehand, was typed."""
    own = (name for name in data if name.startswith(f"{prefix}-"))
    return any(data.get(name) for name in own if name != f"{prefix}-given_on")


def _entries(worker: Worker, typed: str, chosen: str) -> list[tuple[str, str]]:
    """Services of the directory by what was typed, and the one that was chosen already."""
    rows = visible_to(worker).select_related("organization")
    known = _as_uuid(chosen)
    named = Q(name__icontains=typed) | Q(organization__name__icontains=typed)
    wanted = (named if typed.strip() else Q(pk=None)) | Q(pk=known)
    found = rows.filter(wanted).order_by("name", "pk")[:MOST_FOUND]
    return [(str(each.pk), _called(each)) for each in found]


def _called(service: Service) -> str:
    return " – ".join(filter(None, (service.name, service.organization.name)))


def _as_uuid(text: str) -> Any:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
