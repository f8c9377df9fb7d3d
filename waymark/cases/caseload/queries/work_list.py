"""The work list: chosen and sorted by plain columns, then the rows of one page opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.accounts.models import Worker
from waymark.cases.caseload.content import TITLE, WHAT, said
from waymark.cases.caseload.parts import Part, Whose, belongs_to
from waymark.cases.models import (
    NOTHING_DUE,
    Case,
    Milestone,
    Note,
    ServiceDelivered,
    Task,
    today,
)
from waymark.cases.names import case_name
from waymark.cases.queries.visible import cases_visible_to
from waymark.cases.records import read_many
from waymark.vault.keyring import Keyring

PER_PAGE = 50


@dataclass(frozen=True)
class NextTask:
    """What is to be done first in a case, and by when."""

    what: str
    due_on: date | None
    overdue: bool


@dataclass(frozen=True)
class Row:
    """One line of the work list."""

    case: Case
    name: str
    title: str
    due_on: date | None
    overdue: bool
    task: NextTask | None
    milestone_on: date | None
    review_on: date | None
    contact: str


def page_of(worker: Worker, whose: Whose, part: Part, number: object) -> "Page[Case]":
    """One page of cases, what is due first; a number that is none gives the nearest page.

    Ids are sorted, which the index by due days does alone; rows are read of this page only.
    """
    found = cases_visible_to(worker).filter(belongs_to(worker, whose), part.condition())
    rows = in_order(found)
    page = Paginator(rows, PER_PAGE).get_page(str(number))
    first = max(page.start_index() - 1, 0)
    ids = list(rows.values_list("pk", flat=True)[first : first + PER_PAGE])
    page.object_list = in_order(Case.objects.filter(pk__in=ids))
    return page


def in_order(cases: QuerySet[Case]) -> QuerySet[Case]:
    """What is due first, and of what is not due the oldest case."""
    return cases.select_related("responsible").order_by("due_on", "opened_on", "pk")


def rows_of(cases: Iterable[Case], keyring: Keyring) -> list[Row]:
    """The lines of some cases, in so many queries whatever their number; opens titles and tasks."""
    listed, day = list(cases), today()
    ids = [case.pk for case in listed]
    opened = read_many(listed, keyring)
    tasks = _next_tasks(ids, keyring, day)
    milestones, contacts = _next_milestones(ids), last_contacts(ids)
    return [
        Row(
            case=case,
            name=case_name(case),
            title=str(said(opened.get(case.pk, {}), TITLE)),
            due_on=None if case.due_on == NOTHING_DUE else case.due_on,
            overdue=case.due_on < day,
            task=tasks.get(case.pk),
            milestone_on=milestones.get(case.pk),
            review_on=case.review_due_on,
            contact=since(contacts.get(case.pk), day),
        )
        for case in listed
    ]


def last_contacts(ids: Sequence[UUID]) -> dict[UUID, date]:
    """The last day on which somebody had contact with a person, or gave a service, by case."""
    notes = _latest(Note, "contact_on", ids)
    services = _latest(ServiceDelivered, "given_on", ids)
    return services | {
        pk: max(day, services.get(pk, day)) for pk, day in notes.items() if day is not None
    }


def since(day: date | None, now: date) -> str:
    """How long before the day `now` another day was, in words; empty for none."""
    if day is None:
        return ""
    days = (now - day).days
    if days < 1:
        return _("today")
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}


def _latest(model: Any, column: str, ids: Sequence[UUID]) -> dict[UUID, date]:
    rows = model.objects.filter(
        case__in=ids, envelope__erased_at=None, **{f"{column}__isnull": False}
    )
    return dict(rows.order_by().values_list("case").annotate(last=Max(column)))


def _next_tasks(ids: Sequence[UUID], keyring: Keyring, day: date) -> dict[UUID, NextTask]:
    """The open task of each case that is due first; without a day comes last."""
    waiting = Task.objects.filter(case__in=ids, done_at=None, envelope__erased_at=None)
    first: dict[UUID, tuple[date, UUID]] = {}
    for case_id, pk, due_on in waiting.values_list("case", "pk", "due_on"):
        found = (due_on or NOTHING_DUE, pk)
        first[case_id] = min(found, first.get(case_id, found))
    rows = list(Task.objects.filter(pk__in=[pk for _day, pk in first.values()]))
    opened = read_many(rows, keyring)
    return {
        row.case_id: NextTask(
            str(said(opened.get(row.pk, {}), WHAT)),
            row.due_on,
            row.due_on is not None and row.due_on < day,
        )
        for row in rows
    }


def _next_milestones(ids: Sequence[UUID]) -> dict[UUID, date]:
    rows = Milestone.objects.filter(
        case__in=ids, reached_on=None, due_on__isnull=False, envelope__erased_at=None
    )
    return dict(rows.order_by().values_list("case").annotate(first=Min("due_on")))
