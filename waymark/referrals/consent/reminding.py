"""Two weeks before a release ends, whoever is responsible is told to ask the person."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.beginning import lock_case
from waymark.cases.caseload.content import sealed
from waymark.cases.models import Task
from waymark.cases.names import person_name
from waymark.cases.records import write_new
from waymark.cases.states import OPEN
from waymark.referrals.consent.queries.lists import near_the_end
from waymark.referrals.models import Release


def remind_due(_: datetime | None = None) -> int:
    """Write a task for each active release that ends soon, once. Returns how many.

    It needs no key: a task is sealed for the case's circle, and says no more than the pseudonym.
    """
    rows = near_the_end().filter(case__state__in=OPEN, case__responsible__is_active=True)
    rows = rows.select_related(
        "participant__person__merged_into", "case__responsible", "case__compartment__key"
    )
    told = set(Task.objects.filter(pk__in=map(_task_id, rows)).values_list("pk", flat=True))
    return sum(_remind(row) for row in rows if _task_id(row) not in told)


@transaction.atomic
def _remind(release: Release) -> bool:
    """Write the task; False where another process has done it meanwhile."""
    # The case first, as every action on it holds its rows: a task changes its day.
    case = lock_case(release.case_id)
    Release.objects.select_for_update(of=("self",), no_key=True).get(pk=release.pk)
    assignee = case.responsible
    if assignee is None or Task.objects.filter(pk=_task_id(release)).exists():
        return False
    task = Task(case=case, assignee=assignee, due_on=release.expires_on)
    task.pk = _task_id(release)
    write_new(task, sealed(what=_words(release, assignee)))
    audit.record(Event.RECORD_ADDED, by=Actor.SYSTEM, target=task)
    return True


def _task_id(release: Release) -> UUID:
    """The same for a release and its last day, so that nobody is reminded twice."""
    return uuid5(release.pk, release.expires_on.isoformat())


def _words(release: Release, assignee: Worker) -> str:
    with translation.override(assignee.language):
        return _(
            "A release of %(person)s ends on %(day)s. Ask whether the person wants to renew it."
        ) % {
            "person": person_name(release.participant.person.standing),
            "day": date_format(release.expires_on, "DATE_FORMAT"),
        }
