"""Reminders by e-mail of tasks whose day has come: that something waits, and no more than that.

The work list and “My tasks” show the same tasks to whoever looks. A mail goes out in the morning
of the worker's own time zone, once for all tasks of a worker, and again each week while they wait.
"""

import logging
from collections import defaultdict
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.models import Task, today
from waymark.cases.states import OPEN

log = logging.getLogger("waymark.reminders")

FROM_HOUR = 7  # nobody's phone rings in the night for a day that has just begun
AGAIN_AFTER = timedelta(days=7)


def send_due(now: datetime) -> int:
    """Remind each worker once. Returns how many mails went out.

    A task is marked before its mail is sent, so that a second process leaves it alone; where the
    mail server fails, the next day tries again.
    """
    if not settings.EMAIL_HOST:
        return 0
    day = today()
    sent = 0
    for worker, tasks in _waiting(day, now).items():
        claimed = [pk for pk in tasks if _claim(pk, day)]
        if not claimed:
            continue
        try:
            sent += compose(worker).send()
        except (OSError, SMTPException) as fault:
            # Only the kind of fault: its text may name an address.
            log.warning("reminders wait: the mail server failed with %s", type(fault).__name__)
            tomorrow = day - AGAIN_AFTER + timedelta(days=1)
            Task.objects.filter(pk__in=claimed).update(reminded_on=tomorrow)
    return sent


def compose(worker: Worker) -> EmailMessage:
    """The mail: that something is due, and where. No name, no number, no id."""
    with translation.override(worker.language):
        url = settings.STAFF_URL.rstrip("/") + reverse("my_tasks")
        return EmailMessage(
            subject=_("Something is due"),
            body=_("Something is due on the staff site. Sign in to see it:") + f"\n{url}\n",
            to=[worker.email],
        )


def _to_remind(day: date) -> Q:
    return Q(reminded_on=None) | Q(reminded_on__lte=day - AGAIN_AFTER)


def _waiting(day: date, now: datetime) -> dict[Worker, list[UUID]]:
    """The tasks to remind of, by worker; those of workers for whom it is still night are left."""
    rows = Task.objects.filter(
        _to_remind(day),
        done_at=None,
        due_on__lte=day,
        envelope__erased_at=None,
        case__state__in=OPEN,
        assignee__is_active=True,
    )
    found: dict[Worker, list[UUID]] = defaultdict(list)
    for task in rows.exclude(assignee__email="").select_related("assignee").defer("content"):
        worker = task.assignee
        if worker and now.astimezone(ZoneInfo(worker.time_zone)).hour >= FROM_HOUR:
            found[worker].append(task.pk)
    return found


def _claim(pk: UUID, day: date) -> bool:
    """Mark a task as reminded, unless another process was faster."""
    return bool(Task.objects.filter(_to_remind(day), pk=pk).update(reminded_on=day))
