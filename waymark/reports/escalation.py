"""Tell people of reports that nobody has taken, one after the other, until somebody does.

An urgent report goes to the first on call at once, after the recipient's `escalation_minutes` to
the next, at the end of the list to every supervisor, then round again. Any other report goes to
the first on call once. A report whose holder has left is put back first. Who is inactive or
cannot open the report is passed over. What was imported without a promise concerns nobody at night:
nobody is told of it. Of a flood somebody is told once an hour, if anything in it
says that it is urgent: most of it is noise, but not all of it need be.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.reports import notices
from waymark.reports.actions.triage import lock, put_back
from waymark.reports.models import OnCall, Recipient, Report, State
from waymark.reports.queries.visible import colleagues_for
from waymark.reports.states import OPEN
from waymark.vault.records import to_the_hour

Stop = list[Worker]
FLOOD_PAUSE = timedelta(hours=1)


def run(now: datetime | None = None) -> int:
    """Take every escalation step that has come due. Returns how many."""
    now = now or timezone.now()
    put_back_orphans()
    waiting = Report.objects.filter(
        Q(urgent=True) | Q(escalated_at=None),
        Q(imported_at=None) | Q(answer_due_at__isnull=False),
        state=State.NEW,
        holder=None,
        quarantined=False,
    )
    due = [*waiting.values_list("pk", flat=True), *_one_of_each_flood(now)]
    return sum(_step(pk, now) for pk in due)


def _one_of_each_flood(now: datetime) -> list[uuid.UUID]:
    """Each recipient's oldest urgent report of a flood, where nobody was told within the hour."""
    flood = Report.objects.filter(state=State.NEW, holder=None, quarantined=True, urgent=True)
    lately = flood.filter(escalated_at__gt=now - FLOOD_PAUSE).values("recipient_id")
    rows = flood.filter(escalated_at=None).exclude(recipient__in=lately)
    oldest: dict[object, uuid.UUID] = {}
    for recipient, pk in rows.order_by("received_at", "pk").values_list("recipient_id", "pk"):
        oldest.setdefault(recipient, pk)
    return list(oldest.values())


def put_back_orphans() -> int:
    """Put back open reports whose holder has left or cannot open them any more.

    Else an urgent report would stay taken by nobody. Returns how many.
    """
    held = Report.objects.filter(state__in=OPEN, holder__isnull=False)
    found: list[uuid.UUID] = []
    for recipient in Recipient.objects.filter(reports__in=held).distinct():
        gone = held.filter(recipient=recipient).exclude(holder__in=colleagues_for(recipient))
        found += gone.values_list("pk", flat=True)
    return sum(_put_back(pk) for pk in found)


@transaction.atomic
def _put_back(pk: uuid.UUID) -> bool:
    report = lock(pk)
    able = colleagues_for(report.recipient)
    holder = report.holder
    if report.state not in OPEN or holder is None or able.filter(pk=holder.pk).exists():
        return False
    put_back(report)
    audit.record(Event.REPORT_RELEASED, by=Actor.SYSTEM, target=report)
    return True


def is_due(report: Report, now: datetime) -> bool:
    """Whether the next step of a report is to be taken at this moment."""
    if report.state != State.NEW or report.holder_id is not None or report.asks_nobody:
        return False
    if report.quarantined:
        return report.urgent and report.escalated_at is None
    if report.escalated_at is None:
        return True
    pause = timedelta(minutes=report.recipient.escalation_minutes)
    return report.urgent and now - report.escalated_at >= pause


def stops(recipient: Recipient) -> list[Stop]:
    """Who is told, step by step; empty when nobody can open what the recipient gets."""
    able = {worker.pk: worker for worker in colleagues_for(recipient)}
    listed = OnCall.objects.filter(recipient=recipient).values_list("worker_id", flat=True)
    one_by_one = [[able[pk]] for pk in listed if pk in able]
    supervisors = [worker for worker in able.values() if Role.SUPERVISOR in worker.roles]
    found = one_by_one + ([supervisors] if supervisors else [])
    return found or ([list(able.values())] if able else [])


@transaction.atomic
def _step(pk: uuid.UUID, now: datetime) -> bool:
    """One step of one report, unless another process or a worker was faster."""
    report = lock(pk)
    if not is_due(report, now):
        return False
    order = stops(report.recipient)
    if not order:
        return False
    place = report.escalation_step % len(order)
    for worker in order[place]:
        notices.tell(worker, report)
    # Kept small and in step with the list, however often it goes round.
    report.escalation_step = (place + 1) % len(order)
    report.escalated_at = now if report.urgent else to_the_hour(now)
    report.save(update_fields=["escalation_step", "escalated_at"])
    audit.record(Event.REPORT_ESCALATED, by=Actor.SYSTEM, target=report)
    return True
