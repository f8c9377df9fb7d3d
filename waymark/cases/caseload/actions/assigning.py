"""Who works on a case. Each action checks, writes and audits in one transaction.

Every action raises NotAllowed to those who may not open the case, and CannotNow with a sentence.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.beginning import begin
from waymark.cases.caseload.actions.common import begin_seen, note_turn, require_colleague
from waymark.cases.caseload.actions.reading import works_on
from waymark.cases.caseload.content import sealed
from waymark.cases.models import Case, Note, TeamMember
from waymark.cases.names import case_name
from waymark.cases.permissions import is_supervisor
from waymark.cases.records import write_new
from waymark.cases.states import CaseStep
from waymark.reports.states import CannotNow, ChangedMeanwhile


@transaction.atomic
def assign(case: Case, to: Worker, *, by: Worker, seen: int, words: str = "") -> Case:
    """Make somebody responsible; `words` of the hand-over become a note.

    Who is responsible and supervisors may; where nobody is responsible, whoever may open the case.
    Raises ChangedMeanwhile unless `seen` is the newest version.
    """
    locked = begin_seen(CaseStep.ASSIGN, case, by, seen)
    if locked.responsible_id not in {None, by.pk} and not is_supervisor(by):
        raise CannotNow(_("Only who is responsible, or a supervisor, can hand this case over."))
    if words:
        write_new(Note(case=locked, author=by), sealed(text=words, hands_over=True))
    return _give(locked, to, by)


@transaction.atomic
def assign_many(cases: Iterable[Case], to: Worker, *, held_by: Worker | None, by: Worker) -> int:
    """Give cases from one worker (None: from nobody) to another; all of them or none.

    Only supervisors. Raises ChangedMeanwhile when one of them has another responsible worker by
    now. Returns how many.
    """
    require(is_supervisor, by)
    done = 0
    for case in sorted(cases, key=lambda each: each.pk):  # one order, so that two never wait
        locked = begin(CaseStep.ASSIGN, case, by)
        if locked.responsible != held_by:
            raise ChangedMeanwhile(
                _("Somebody else has %(case)s by now. Nothing was changed; look again.")
                % {"case": case_name(locked)}
            )
        _give(locked, to, by)
        done += 1
    return done


@transaction.atomic
def add_to_team(case: Case, worker: Worker, *, by: Worker) -> None:
    """Let a colleague work on the case beside the responsible one. Idempotent."""
    locked = _begin_team(case, by)
    require_colleague(locked, worker)
    _, added = TeamMember.objects.get_or_create(case=locked, worker=worker)
    if added:
        note_turn(locked, by, joined=worker)
        audit.record(Event.CASE_ASSIGNED, by=by, target=locked)


@transaction.atomic
def remove_from_team(case: Case, worker: Worker, *, by: Worker) -> None:
    """Take a colleague out of the team; they may leave themselves. Idempotent."""
    locked = _begin_team(case, by)
    removed, _rows = TeamMember.objects.filter(case=locked, worker=worker).delete()
    if removed:
        note_turn(locked, by, left=worker)
        audit.record(Event.CASE_ASSIGNED, by=by, target=locked)


def _begin_team(case: Case, by: Worker) -> Case:
    locked = begin(CaseStep.ASSIGN, case, by)
    if not (works_on(by, locked) or is_supervisor(by) or locked.responsible_id is None):
        raise CannotNow(_("Only those who work on this case, or a supervisor, choose its team."))
    return locked


def _give(case: Case, to: Worker, by: Worker) -> Case:
    require_colleague(case, to)
    TeamMember.objects.filter(case=case, worker=to).delete()
    case.responsible = to
    case.version += 1
    case.save()
    note_turn(case, by)
    audit.record(Event.CASE_ASSIGNED, by=by, target=case)
    return case
