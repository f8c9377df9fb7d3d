"""`Case.due_on`: the first day on which anything in a case is due, kept plain to sort by it.

A slice or a room above whose records have a day names it once in AppConfig.ready():

    due.register(Day(Milestone, "due_on", Q(reached_on=None)))

From then on each saved or deleted row of that model sets its case's day anew. Whoever writes many
rows past `save` (an import, a benchmark) calls `refresh` afterwards.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case as When_
from django.db.models import DateField, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.db.models.signals import post_delete, post_save

from waymark.cases.models import NOTHING_DUE, Case, CaseRecord
from waymark.cases.states import OPEN


@dataclass(frozen=True)
class Day:
    """A column of records of cases that says when something is due, while `waits` holds."""

    model: type[CaseRecord]
    column: str
    waits: Q


_days: dict[type[CaseRecord], Day] = {}


def register(day: Day) -> None:
    """Count a kind of record among what is due; the same model again replaces it."""
    _days[day.model] = day
    post_save.connect(_of_record, sender=day.model, dispatch_uid=f"due:{day.model.__name__}")
    post_delete.connect(_of_record, sender=day.model, dispatch_uid=f"due:{day.model.__name__}")
    post_save.connect(_of_case, sender=Case, dispatch_uid="due:case")


def refresh(cases: QuerySet[Case]) -> None:
    """Set the day of these cases anew, in one statement; a closed case waits for nothing."""
    found = [Coalesce(day, _NOTHING) for day in (F("review_due_on"), *map(_first, _days.values()))]
    first = Least(*found, _NOTHING)
    is_open = When(state__in=OPEN, then=first)
    cases.update(due_on=When_(is_open, default=_NOTHING, output_field=DateField()))


_NOTHING = Value(NOTHING_DUE, output_field=DateField())


def _first(day: Day) -> Subquery:
    """The first day of a kind in each case."""
    rows = day.model._default_manager.filter(
        day.waits, case=OuterRef("pk"), envelope__erased_at=None, **{f"{day.column}__isnull": False}
    )
    return Subquery(rows.order_by(day.column).values(day.column)[:1])


def _of_record(instance: CaseRecord, **_: Any) -> None:
    refresh(Case.objects.filter(pk=instance.case_id))


def _of_case(instance: Model, **_: Any) -> None:
    refresh(Case.objects.filter(pk=instance.pk))
