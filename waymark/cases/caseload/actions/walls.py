"""Keep a worker out of a case because their interests conflict with it, and let them in again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.accounts.roles import Role
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.beginning import lock_case
from waymark.cases.caseload.actions.common import note_turn
from waymark.cases.caseload.content import sealed
from waymark.cases.models import Case, CaseState, Task, TeamMember, Wall
from waymark.cases.permissions import may_supervise
from waymark.cases.queries.visible import colleagues_for
from waymark.cases.records import write_new
from waymark.reports.states import CannotNow


@transaction.atomic
def build_wall(case: Case, worker: Worker, reason: str, *, by: Worker) -> Wall:
    """Keep a worker out of a case; `reason` is sealed. What they held in it is nobody's then.

    Only supervisors. Raises NotAllowed, and CannotNow where no supervisor would be left who opens
    the case and could lift the wall. Once there is a wall, it is returned as it is.
    """
    locked = _begin(case, by)
    if worker.organisation_id != locked.organisation_id:
        raise CannotNow(_("This worker belongs to another organisation."))
    if standing := Wall.objects.filter(case=locked, worker=worker, lifted_at=None).first():
        return standing
    _require_supervisor_besides(locked, worker)
    wall = Wall(case=locked, worker=worker, author=by)
    write_new(wall, sealed(reason=reason))
    _take_everything_from(locked, worker, by)
    audit.record(Event.WALL_BUILT, by=by, target=wall)
    return wall


@transaction.atomic
def lift_wall(wall: Wall, *, by: Worker) -> Wall:
    """Let the worker open the case again; they get nothing back of what they held. Idempotent."""
    _begin(wall.case, by)
    locked = Wall.objects.select_for_update(of=("self",)).get(pk=wall.pk)
    if locked.lifted_at is None:
        locked.lifted_at = timezone.now()
        locked.save(update_fields=["lifted_at"])
        audit.record(Event.WALL_LIFTED, by=by, target=locked)
    return locked


def _begin(case: Case, by: Worker) -> Case:
    """A wall can be built at any time, also around a closed case; an erased one has nothing."""
    locked = lock_case(case.pk)
    require(may_supervise, by, locked)
    if locked.state == CaseState.ERASED:
        raise CannotNow(_("This case is erased. Nothing can be done with it any more."))
    return locked


def _require_supervisor_besides(case: Case, worker: Worker) -> None:
    others = colleagues_for(case).exclude(pk=worker.pk)
    if not others.filter(role_rows__role=Role.SUPERVISOR).exists():
        raise CannotNow(
            _(
                "%(name)s is the last supervisor who can open this case. Let another supervisor "
                "into its circle first."
            )
            % {"name": worker.name}
        )


def _take_everything_from(case: Case, worker: Worker, by: Worker) -> None:
    TeamMember.objects.filter(case=case, worker=worker).delete()
    for task in Task.objects.filter(case=case, assignee=worker, done_at=None):
        task.assignee = None
        task.save(update_fields=["assignee"])
    if case.responsible_id == worker.pk:
        case.responsible = None
        case.version += 1
        case.save()
        note_turn(case, by)
