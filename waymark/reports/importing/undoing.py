"""Take an import back: its reports go as if they had never come, and the log says that they did."""

from datetime import datetime
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.reports.importing.choices import ComesAs
from waymark.reports.importing.drafts import drop
from waymark.reports.models import (
    BroughtFile,
    Disposition,
    ImportState,
    Message,
    Note,
    Recipient,
    Report,
    ReportImport,
    State,
)
from waymark.reports.names import report_name
from waymark.reports.permissions import may_import_reports
from waymark.reports.states import CannotNow
from waymark.vault.records import erase_many
from waymark.vault.turns import turn_to_write

BATCH = 200
SECONDS = 2.0
TO_TAKE_BACK = frozenset({ImportState.RUNNING, ImportState.STOPPED, ImportState.DONE})


@transaction.atomic
def take_back(run: ReportImport, *, by: Worker) -> None:
    """Close every report of an import for good; `clear` destroys them.

    All of them or none: raises CannotNow where somebody has worked on one, or it is taken back
    already; NotAllowed to who may not import for its recipient.
    """
    recipient = Recipient.objects.select_for_update(of=("self",)).get(pk=run.recipient_id)
    require(may_import_reports, by, recipient)
    locked = ReportImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.state not in TO_TAKE_BACK:
        raise CannotNow(_("This import is taken back already."))
    for file in BroughtFile.objects.filter(run=locked):
        drop(file)
    rows = Report.objects.filter(brought_in=locked)
    held = set(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
    _require_untouched(locked)
    # From here on no step is allowed on any of them, so nobody begins to work on what goes.
    rows.update(state=State.ERASED, answer_due_at=None)
    locked.state = ImportState.LEAVING if held else ImportState.TAKEN_BACK
    locked.save(update_fields=["state"])
    audit.record(Event.REPORTS_TAKEN_BACK, by=by, target=locked)


def _require_untouched(run: ReportImport) -> None:
    worked_on = touched(run).order_by("pk").first()
    if worked_on is not None:
        raise CannotNow(
            _(
                "Somebody has worked on these reports, such as %(name)s. They stay; close those "
                "that should not be here."
            )
            % {"name": report_name(worked_on)}
        )


def touched(run: ReportImport) -> QuerySet[Report]:
    """The reports of an import on which somebody has worked; to read one is no work."""
    as_it_came = Q(state=State.NEW)
    if run.way == ComesAs.CLOSED:
        as_it_came = Q(state=State.CLOSED, disposition=Disposition.INFORMATION)
    free = Q(holder=None, situation=None, duplicate_of=None)
    rows = Report.objects.filter(brought_in=run).exclude(state=State.ERASED)
    return rows.filter(
        ~(as_it_came & free)
        | Exists(Note.objects.filter(report=OuterRef("pk")))
        | Exists(Message.objects.filter(report=OuterRef("pk")))
        | Exists(Report.objects.filter(duplicate_of=OuterRef("pk")))
    )


def clear(run: ReportImport, *, seconds: float = SECONDS) -> int:
    """Destroy for a while what `take_back` closed; needs no key. Returns how many are gone."""
    until = monotonic() + seconds
    gone = done = _clear_some(run.pk)
    while done and monotonic() < until:
        done = _clear_some(run.pk)
        gone += done
    return gone


def _clear_some(run_id: UUID) -> int:
    """One batch, in a transaction of its own; the last one ends it."""
    with turn_to_write(), transaction.atomic():
        run = ReportImport.objects.select_for_update(of=("self",)).get(pk=run_id)
        if run.state != ImportState.LEAVING:
            return 0
        rows = Report.objects.filter(brought_in=run).order_by("pk")
        some = list(rows.values_list("pk", "envelope_id")[:BATCH])
        erase_many([envelope for _pk, envelope in some])
        Report.objects.filter(pk__in=[pk for pk, _envelope in some]).delete()
        if len(some) < BATCH:
            run.state = ImportState.TAKEN_BACK
            run.save(update_fields=["state"])
        return len(some)


def clear_all(_now: datetime) -> int:
    """Go on with what a restart broke off; for the tick."""
    leaving = ReportImport.objects.filter(state=ImportState.LEAVING)
    return sum(clear(run) for run in leaving)
