"""How long reports are kept, and their erasure when the time has come.

What is never erased by a rule:
- what no worker has opened, and what a reporter still waits for an answer to;
- a thread whose last answer the reporter has not read, for 90 days after that answer. By then
  the code is most likely lost, and keeping what somebody entrusted to us for ever is a harm too.
A withdrawn report is the exception: its reporter took it back, so nobody waits and nobody reads.
New and taken reports have no rule: they wait for us, not we for them.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from waymark.accounts.models import Organisation, Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.reports.actions.triage import end_promise, lock, set_state
from waymark.reports.models import Report, RetentionRule, State
from waymark.reports.permissions import may_change_retention
from waymark.vault.records import erase

RULED: tuple[State, ...] = (State.ANSWERED, State.CLOSED, State.WITHDRAWN)
DEFAULT_DAYS: Mapping[State, int] = {State.ANSWERED: 365, State.CLOSED: 180, State.WITHDRAWN: 7}
UNREAD_ANSWER_DAYS = 90
BATCH = 200


def install_default_rules(organisation: Organisation) -> None:
    """Give an organisation that has no rules yet the usual ones."""
    if not RetentionRule.objects.filter(organisation=organisation).exists():
        RetentionRule.objects.bulk_create(
            RetentionRule(organisation=organisation, state=state, days=days)
            for state, days in DEFAULT_DAYS.items()
        )


@transaction.atomic
def change_rules(
    organisation: Organisation, days: Mapping[State, int | None], *, by: Worker
) -> None:
    """Set after how many days reports in each ruled state are erased; None keeps them.

    Raises NotAllowed, ValueError for fewer than one day or a state without a rule.
    """
    require(may_change_retention, by, organisation)
    for state, number in days.items():
        if state not in RULED or (number is not None and number < 1):
            raise ValueError(f"no rule of {number} days for {state}")
        rows = RetentionRule.objects.filter(organisation=organisation, state=state)
        if number is None:
            rows.delete()
        elif not rows.update(days=number):
            RetentionRule.objects.create(organisation=organisation, state=state, days=number)
    audit.record(Event.RETENTION_CHANGED, by=by, target=organisation)


def is_due(report: Report, days: int, now: datetime) -> bool:
    """Whether a rule of so many days erases the report at this moment."""
    if report.state not in RULED or report.state_at > now - timedelta(days=days):
        return False
    if report.state == State.WITHDRAWN:
        return True
    return not (_unread(report) or _waited_for(report) or _newly_answered(report, now))


def _unread(report: Report) -> bool:
    return report.read_at is None


def _waited_for(report: Report) -> bool:
    return report.reporter_waits_since is not None or report.answer_due_at is not None


def _newly_answered(report: Report, now: datetime) -> bool:
    answered, read = report.answered_at, report.answer_read_at
    if answered is None or (read is not None and read >= answered):
        return False
    return answered > now - timedelta(days=UNREAD_ANSWER_DAYS)


def erase_due(now: datetime | None = None) -> int:
    """Erase what the rules say, each report in a transaction of its own. Returns how many."""
    now = now or timezone.now()
    return sum(_erase_if_due(pk, days, now) for pk, days in list(_candidates(now)))


def _candidates(now: datetime) -> Iterator[tuple[uuid.UUID, int]]:
    """Reports whose rule may have come due, oldest first, a bounded number at a time."""
    for rule in RetentionRule.objects.filter(state__in=RULED):
        found = Report.objects.filter(
            recipient__organisation_id=rule.organisation_id,
            state=rule.state,
            state_at__lte=now - timedelta(days=rule.days),
        ).order_by("state_at", "pk")
        due = (report.pk for report in found.iterator() if is_due(report, rule.days, now))
        yield from ((pk, rule.days) for pk, _ in zip(due, range(BATCH), strict=False))


@transaction.atomic
def _erase_if_due(pk: uuid.UUID, days: int, now: datetime) -> bool:
    """Look again under the lock: the reporter may have written, or another tick been faster."""
    report = lock(pk)
    if not is_due(report, days, now):
        return False
    erase_report(report)
    audit.record(Event.REPORT_ERASED, by=Actor.SYSTEM, target=report)
    return True


def erase_report(report: Report) -> None:
    """Destroy all that was said in a locked report; ids, states and hours stay as tombstone.

    Call it inside a transaction and audit who asked for it.
    """
    hanging = [*report.notes.all(), *report.attachments.defer("body")]
    for envelope_id in [report.envelope_id, *(row.envelope_id for row in hanging)]:
        erase(envelope_id)
    situation = report.situation
    report.content = b""
    report.holder = report.situation = report.duplicate_of = report.reporter_waits_since = None
    report.urgent = report.quarantined = False
    end_promise(report)
    set_state(report, State.ERASED)
    report.save()
    if situation is not None and not Report.objects.filter(situation=situation).exists():
        # A situation's title tells of its reports; it goes with the last of them.
        erase(situation.envelope_id)
