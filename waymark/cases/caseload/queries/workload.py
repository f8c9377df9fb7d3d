"""The supervisor's view: who has how much, what waits, and how long it has waited."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count as SqlCount
from django.db.models import QuerySet
from django.utils.functional import Promise

from waymark.accounts.models import Worker
from waymark.cases.caseload import counts
from waymark.cases.models import Case, CaseState
from waymark.cases.queries.visible import WORKS_ON_CASES, cases_visible_to
from waymark.cases.states import OPEN

OLDEST = 10


@dataclass(frozen=True)
class Load:
    """One worker's row; None: what is nobody's. `pairs`: title and number of all that counts."""

    worker: Worker | None
    open: int
    pairs: list[tuple[str | Promise, int]]


@dataclass(frozen=True)
class Workload:
    """The whole view over the open cases that a supervisor may see."""

    titles: list[str | Promise]
    rows: list[Load]
    without: int


def workload_of(supervisor: Worker) -> Workload:
    """Numbers for each colleague who works on cases, and for nobody."""
    cases = open_cases(supervisor)
    held: dict[UUID | None, int] = dict(
        cases.order_by().values_list("responsible").annotate(SqlCount("pk"))
    )
    numbers = [(count.title, counts.by_worker(count, cases)) for count in counts.all_counts()]
    holding = set(held).union(*(each for _title, each in numbers))
    people: list[Worker | None] = [*_colleagues(supervisor, holding), None]
    rows = [
        Load(worker, held.get(pk, 0), [(title, each.get(pk, 0)) for title, each in numbers])
        for worker in people
        for pk in [worker.pk if worker else None]
    ]
    return Workload([title for title, _each in numbers], rows, held.get(None, 0))


def open_cases(supervisor: Worker, *, held_by: Worker | None = None) -> QuerySet[Case]:
    """The open cases that a supervisor may see; those of one worker, if it is named."""
    cases = cases_visible_to(supervisor).filter(state__in=OPEN)
    return cases.filter(responsible=held_by) if held_by else cases


def oldest_waiting(supervisor: Worker) -> QuerySet[Case]:
    """The cases that have been in intake for the longest time."""
    cases = cases_visible_to(supervisor).filter(state=CaseState.INTAKE)
    return cases.select_related("responsible").order_by("opened_on", "pk")[:OLDEST]


def colleagues_of(supervisor: Worker) -> QuerySet[Worker]:
    """Everybody of the organisation who works on cases, by name."""
    found = Worker.objects.filter(
        organisation_id=supervisor.organisation_id,
        is_active=True,
        holder__isnull=False,
        role_rows__role__in=WORKS_ON_CASES,
    )
    return found.distinct().order_by("name", "pk")


def _colleagues(supervisor: Worker, holding: Iterable[UUID | None]) -> list[Worker]:
    """Those who work on cases now, and whoever else still has something."""
    now = set(colleagues_of(supervisor).values_list("pk", flat=True))
    ids = now | {pk for pk in holding if pk is not None}
    return list(Worker.objects.filter(pk__in=ids).order_by("name", "pk"))
