"""Who is told first of an urgent report. Supervisors keep the list of each recipient."""

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.reports.models import OnCall, Recipient
from waymark.reports.permissions import may_change_on_call
from waymark.reports.queries.visible import colleagues_for
from waymark.reports.states import CannotNow


@transaction.atomic
def add_on_call(recipient: Recipient, worker: Worker, *, by: Worker) -> None:
    """Put a worker at the end of the list. Raises NotAllowed, CannotNow. Idempotent."""
    rows = _locked_list(recipient, by)
    if not colleagues_for(recipient).filter(pk=worker.pk).exists():
        raise CannotNow(_("%(name)s cannot open these reports.") % {"name": worker.name})
    if worker.pk not in {row.worker_id for row in rows}:
        rows.append(OnCall(recipient=recipient, worker=worker, position=len(rows)))
        _write(recipient, rows, by)


@transaction.atomic
def remove_on_call(recipient: Recipient, worker: Worker, *, by: Worker) -> None:
    """Take a worker off the list. Raises NotAllowed. Idempotent."""
    rows = _locked_list(recipient, by)
    kept = [row for row in rows if row.worker_id != worker.pk]
    if len(kept) < len(rows):
        OnCall.objects.filter(recipient=recipient, worker=worker).delete()
        _write(recipient, kept, by)


@transaction.atomic
def move_on_call(recipient: Recipient, worker: Worker, *, up: bool, by: Worker) -> None:
    """Move a worker one place up or down; at the end of the list nothing happens."""
    rows = _locked_list(recipient, by)
    places = {row.worker_id: place for place, row in enumerate(rows)}
    if worker.pk not in places:
        raise CannotNow(_("%(name)s is not on this list any more.") % {"name": worker.name})
    old = places[worker.pk]
    new = old - 1 if up else old + 1
    if 0 <= new < len(rows):
        rows[old], rows[new] = rows[new], rows[old]
        _write(recipient, rows, by)


def _locked_list(recipient: Recipient, by: Worker) -> list[OnCall]:
    """The list in order, held against a second change at the same time."""
    require(may_change_on_call, by, recipient)
    Recipient.objects.select_for_update().get(pk=recipient.pk)
    return list(OnCall.objects.filter(recipient=recipient).order_by("position", "pk"))


def _write(recipient: Recipient, rows: list[OnCall], by: Worker) -> None:
    for position, row in enumerate(rows):
        row.position = position
        row.save()
    audit.record(Event.ON_CALL_CHANGED, by=by, target=recipient)
