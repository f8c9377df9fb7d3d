"""What workers do with one report. Each action checks, writes and audits in one transaction.

Every action raises NotAllowed to those who may not open the report, and CannotNow (with a
sentence for the worker) when its state does not allow the step. Each returns the report as stored.
"""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.reports.models import Disposition, Notice, Report, Situation, State
from waymark.reports.permissions import is_supervisor, may_open_report, may_open_situation
from waymark.reports.queries.visible import colleagues_for
from waymark.reports.states import CannotNow, ChangedMeanwhile, Seen, Step, require_step
from waymark.vault.records import to_the_hour


def begin(step: Step | None, report: Report, by: Worker) -> Report:
    """Lock and read the report, and check that `by` may take this step now."""
    require(may_open_report, by, report)
    locked = lock(report.pk)
    if step is not None:
        require_step(step, locked)
    return locked


def lock(pk: uuid.UUID) -> Report:
    """The report as it is now, held until the transaction ends."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("recipient", "holder")
    return rows.get(pk=pk)


def set_state(report: Report, state: State) -> None:
    """Change the state and when it changed; the caller saves."""
    report.state, report.state_at = state, to_the_hour(timezone.now())


def end_promise(report: Report) -> None:
    """Nobody waits for a first answer any more: exact times go, nobody is told again."""
    report.answer_due_at = report.escalated_at = None
    report.escalation_step = 0
    report.received_at = to_the_hour(report.received_at)
    Notice.objects.filter(report=report).delete()


@transaction.atomic
def note_opening(report: Report, *, by: Worker) -> Report:
    """Audit that a worker opened the report, and that their notice of it is seen."""
    locked = begin(None, report, by)
    if locked.read_at is None:
        locked.read_at = to_the_hour(timezone.now())
        locked.save(update_fields=["read_at"])
    Notice.objects.filter(report=locked, worker=by).delete()
    audit.record(Event.REPORT_READ, by=by, target=locked)
    return locked


@transaction.atomic
def take(report: Report, *, by: Worker, seen: Seen | None = None) -> Report:
    """Hold a report, so that others see that somebody looks after it.

    `seen` is what the worker's page showed. Raises ChangedMeanwhile when somebody holds the
    report whom the worker did not see there: of two who take at once, one wins.
    """
    locked = begin(Step.TAKE, report, by)
    if locked.holder_id == by.pk:
        return locked
    _require_seen_holder(locked, seen)
    _give(locked, by)
    audit.record(Event.REPORT_TAKEN, by=by, target=locked)
    return locked


@transaction.atomic
def hand_over(report: Report, *, to: Worker, by: Worker, seen: Seen | None = None) -> Report:
    """Give a report to a colleague who can open it. Raises ChangedMeanwhile like `take`."""
    locked = begin(Step.HAND_OVER, report, by)
    if locked.holder_id not in {None, by.pk}:
        _require_seen_holder(locked, seen)
    if not colleagues_for(locked.recipient).filter(pk=to.pk).exists():
        raise CannotNow(_("%(name)s cannot open this report.") % {"name": to.name})
    _give(locked, to)
    if to.pk != by.pk:
        Notice.objects.create(worker=to, report=locked)
    audit.record(Event.REPORT_HANDED_OVER, by=by, target=locked)
    return locked


@transaction.atomic
def release(report: Report, *, by: Worker) -> Report:
    """Put a report back for anybody to take; an urgent one is escalated from the start again."""
    locked = begin(Step.RELEASE, report, by)
    if locked.holder_id is None:
        return locked
    if locked.holder_id != by.pk and not is_supervisor(by):
        raise CannotNow(_("Only who holds a report, or a supervisor, can put it back."))
    put_back(locked)
    audit.record(Event.REPORT_RELEASED, by=by, target=locked)
    return locked


@transaction.atomic
def mark(
    report: Report,
    disposition: Disposition,
    *,
    by: Worker,
    situation: Situation | None = None,
    duplicate_of: Report | None = None,
) -> Report:
    """Close a report, saying what came of it; `reopen` undoes it.

    LINKED needs a situation (given, or the report's own), DUPLICATE another report. Linked and
    information only need an answer first, because the reporter was promised one.
    """
    locked = begin(Step.MARK, report, by)
    if disposition == Disposition.LINKED:
        _link(locked, situation, by)
    if disposition == Disposition.DUPLICATE:
        locked.duplicate_of = _original(locked, duplicate_of, by)
    if disposition in {Disposition.LINKED, Disposition.INFORMATION} and _waits(locked):
        raise CannotNow(
            _("The reporter still waits for an answer. Answer first, then close the report.")
        )
    locked.disposition, locked.reporter_waits_since = disposition, None
    end_promise(locked)
    set_state(locked, State.CLOSED)
    locked.save()
    audit.record(Event.REPORT_MARKED, by=by, target=locked)
    return locked


@transaction.atomic
def reopen(report: Report, *, by: Worker) -> Report:
    """Undo `mark`: the report is open again, as far as it had come. Its situation stays."""
    locked = begin(Step.REOPEN, report, by)
    locked.disposition, locked.duplicate_of = "", None
    if locked.answered_at:
        set_state(locked, State.ANSWERED)
    else:
        set_state(locked, State.TAKEN if locked.holder_id else State.NEW)
    locked.save()
    audit.record(Event.REPORT_REOPENED, by=by, target=locked)
    return locked


@transaction.atomic
def lift_quarantine(report: Report, *, by: Worker) -> Report:
    """Put a report that came in a flood into the ordinary queue; escalation starts for it."""
    locked = begin(Step.LIFT_QUARANTINE, report, by)
    if locked.quarantined:
        locked.quarantined, locked.escalation_step, locked.escalated_at = False, 0, None
        locked.save(update_fields=["quarantined", "escalation_step", "escalated_at"])
        audit.record(Event.REPORT_QUARANTINE_LIFTED, by=by, target=locked)
    return locked


def put_back(report: Report) -> None:
    """Leave a locked report to anybody, with its escalation at the beginning."""
    report.holder = None
    if report.state == State.TAKEN:
        set_state(report, State.NEW)
    report.escalation_step, report.escalated_at = 0, None
    report.save()


def _give(report: Report, holder: Worker) -> None:
    report.holder = holder
    if report.state == State.NEW:
        set_state(report, State.TAKEN)
    report.save()
    Notice.objects.filter(report=report).exclude(worker=holder).delete()


def _require_seen_holder(report: Report, seen: Seen | None) -> None:
    """Raise ChangedMeanwhile unless the worker saw who holds the report."""
    shown = seen.holder if seen else ""
    if str(report.holder_id or "") != shown:
        raise ChangedMeanwhile(holder_sentence(report))


def holder_sentence(report: Report) -> str:
    """Who holds a report now, as a sentence."""
    if report.holder is None:
        return _("Somebody has put this report back in the meantime.")
    return _("%(name)s holds this report now.") % {"name": report.holder.name}


def _waits(report: Report) -> bool:
    """Whether the reporter waits for a word: the first, or one to a later message."""
    if report.imported_at is not None:
        return False
    return report.answered_at is None or report.reporter_waits_since is not None


def _link(report: Report, situation: Situation | None, by: Worker) -> None:
    if situation is not None:
        require(may_open_situation, by, situation)
        report.situation = situation
    if report.situation_id is None:
        raise CannotNow(_("Choose the situation that this report belongs to."))


def _original(report: Report, other: Report | None, by: Worker) -> Report:
    """The first report of a row of duplicates, so that they never point in a circle."""
    if other is None:
        raise CannotNow(_("Choose the report that this one repeats."))
    require(may_open_report, by, other)
    original = other.duplicate_of or other
    if original.pk == report.pk:
        raise CannotNow(_("A report cannot be a duplicate of itself."))
    return original
