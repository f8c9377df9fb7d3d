"""Where every staff read of cases starts."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.cases.models import Case, CaseRecord, Person, Wall
from waymark.vault.models import CompartmentKey, Membership, WrappedDataKey

WORKS_ON_CASES = frozenset({Role.CASE_MANAGER, Role.SUPERVISOR})


def works_on_cases(worker: Worker) -> bool:
    """Whether one of the worker's roles opens cases, and the worker has a key to do it."""
    able = worker.is_active and worker.holder_id is not None
    return able and bool(worker.roles & WORKS_ON_CASES)


def cases_visible_to(worker: Worker) -> QuerySet[Case]:
    """The cases in the worker's compartments, erased ones as tombstones, none behind a wall."""
    if not works_on_cases(worker):
        return Case.objects.none()
    return behind_no_wall(Case.objects.filter(compartment__in=_circles(worker)), worker)


def behind_no_wall(cases: QuerySet[Case], worker: Worker) -> QuerySet[Case]:
    """Leave out the cases that a conflict of interest keeps from this worker."""
    # Not asked for each case: walls are few, and lists of thousands of cases wait for the answer.
    walled = Wall.objects.filter(worker=worker, lifted_at=None).values("case")
    return cases.exclude(pk__in=walled).filter(organisation_id=worker.organisation_id)


def records_visible_to(model: type[CaseRecord], worker: Worker) -> QuerySet[CaseRecord]:
    """The records of a kind in cases that the worker may see, erased ones as tombstones."""
    return model._default_manager.filter(case__in=cases_visible_to(worker))


def people_visible_to(worker: Worker) -> QuerySet[Person]:
    """The people that the worker's keys open and who are in no case behind a wall."""
    if not works_on_cases(worker):
        return Person.objects.none()
    # Asked for each person, by their envelope: asked for all at once, SQLite would list every key
    # that the worker opens, those of all notes among them, before it looks at anybody.
    mine = Membership.objects.filter(holder=worker.holder).values("compartment_key")
    opens = WrappedDataKey.objects.filter(envelope=OuterRef("envelope"), compartment_key__in=mine)
    walled = _people_behind_walls(worker)
    rows = Person.objects.filter(
        Exists(opens), organisation_id=worker.organisation_id, envelope__erased_at=None
    )
    return rows.exclude(pk__in=walled).exclude(merged_into__in=walled)


def _people_behind_walls(worker: Worker) -> QuerySet[Person, Any]:
    """The standing rows of everybody who is in a case that a wall keeps from the worker."""
    cases = Wall.objects.filter(worker=worker, lifted_at=None).values("case_id")
    people = Person.objects.filter(participants__case__in=cases)
    standing = people.annotate(stands=Coalesce("merged_into_id", "id"))
    return standing.values("stands")


def colleagues_for(case: Case) -> QuerySet[Worker]:
    """The active workers who can open a case and whom no wall keeps out, by name."""
    walled = Wall.objects.filter(case=case, lifted_at=None).values("worker_id")
    members = CompartmentKey.objects.filter(compartment=case.compartment_id)
    found = Worker.objects.filter(
        organisation_id=case.organisation_id,
        is_active=True,
        holder__memberships__compartment_key__in=members,
        role_rows__role__in=WORKS_ON_CASES,
    )
    return found.exclude(pk__in=walled).distinct().order_by("name", "pk")


def _circles(worker: Worker) -> QuerySet[CompartmentKey, Any]:
    keys = CompartmentKey.objects.filter(membership__holder=worker.holder)
    return keys.values("compartment_id")
