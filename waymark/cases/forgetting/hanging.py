"""What hangs on a case or on a person in it, found by walking the models of every room.

Every `CaseRecord` is found by itself, those of the rooms above too. A room names once, in
AppConfig.ready(), what else happens when a record of one of its models is erased:

    hanging.register(Release, {"to_service": None}, before=end_release)

`emptied` are the plain columns that tell something, with what they hold from then on; a function
is called for its value. `before` gets the held record and runs in the same transaction.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Q

from waymark.cases.models import (
    Assessment,
    Case,
    CaseRecord,
    HistoricEvent,
    Milestone,
    Note,
    Outcome,
    Participant,
    SafetyPlan,
    ServiceDelivered,
    SupportPlan,
    Task,
    today,
)

Before = Callable[[Any], None]


@dataclass(frozen=True)
class Ending:
    """What happens to a record besides that its key is destroyed."""

    emptied: Mapping[str, Any] = field(default_factory=dict)
    before: Before | None = None

    def columns(self) -> dict[str, Any]:
        """The plain columns, with what they hold from now on."""
        return {name: value() if callable(value) else value for name, value in self.emptied.items()}


_endings: dict[type[CaseRecord], Ending] = {
    Task: Ending({"assignee": None, "due_on": None, "done_at": None, "reminded_on": None}),
    Note: Ending({"contact_on": None}),
    HistoricEvent: Ending({"situation": None}),
    # These days may not be empty; the day of the erasure tells nothing.
    Assessment: Ending({"made_on": today}),
    ServiceDelivered: Ending({"given_on": today}),
    Outcome: Ending({"recorded_on": today}),
    SafetyPlan: Ending({"review_due_on": None}),
    SupportPlan: Ending({"review_due_on": None, "ended_on": None}),
    Milestone: Ending({"due_on": None, "reached_on": None}),
}


def register(
    model: type[CaseRecord], emptied: Mapping[str, Any], *, before: Before | None = None
) -> None:
    """Say what else happens when a record of this model is erased; once more replaces it."""
    _endings[model] = Ending(emptied, before)


def ending_of(record: CaseRecord) -> Ending:
    """What happens to a record besides; nothing where no room said so."""
    return _endings.get(type(record), Ending())


def record_models() -> list[type[CaseRecord]]:
    """Every model of a record of a case, of all rooms."""
    return [model for model in apps.get_models() if issubclass(model, CaseRecord)]


def model_named(label: str) -> type[CaseRecord] | None:
    """The model of a record by its label, such as `cases.note`; None for any other."""
    return {model._meta.label_lower: model for model in record_models()}.get(label)


def records_of(case: Case) -> Iterator[CaseRecord]:
    """Everything of the case that is not erased yet."""
    for model in record_models():
        rows = model._default_manager.filter(case=case, envelope__erased_at=None)
        yield from rows.select_related("case").order_by("written_at", "pk")


def records_about(participants: Collection[Participant]) -> Iterator[CaseRecord]:
    """What is about these people, and what they are in their cases last; nothing erased."""
    for model in sorted(record_models(), key=lambda model: model is Participant):
        rows = model._default_manager.filter(_about(model, participants), envelope__erased_at=None)
        yield from rows.select_related("case").order_by("written_at", "pk")


def _about(model: type[CaseRecord], participants: Collection[Participant]) -> Q:
    """Names them in any of its columns; nothing, where it has none for that."""
    named = [each.pk for each in participants]
    if model is Participant:
        return Q(pk__in=named)
    columns = [each.name for each in model._meta.fields if each.related_model is Participant]
    found = Q(pk__in=())
    for name in columns:
        found |= Q(**{f"{name}__in": named})
    return found
