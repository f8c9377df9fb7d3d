"""Tell workers that something waits, on the staff site and by e-mail, and no more than that."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.reports.models import Notice, Report, this_hour
from waymark.reports.queries.visible import visible_to
from waymark.reports.states import OPEN

log = logging.getLogger("waymark.notices")

# After each failure twice as long as before, from one minute up: eleven attempts take 17 hours.
MOST_ATTEMPTS = 11


def tell(worker: Worker, report: Report) -> None:
    """Let a worker know that a report waits for them; call it in the report's transaction.

    It follows at once on what a reporter did, whose exact time is kept for a promise only.
    """
    promised = report.answer_due_at is not None
    created_at = timezone.now() if promised else this_hour()
    Notice.objects.create(worker=worker, report=report, created_at=created_at)


def tell_holder(report: Report) -> None:
    """Let who holds the report know that the reporter wrote again, once until they look."""
    holder = report.holder
    if holder is not None and not Notice.objects.filter(report=report, worker=holder).exists():
        tell(holder, report)


def waiting_for(worker: Worker) -> int:
    """How many reports a worker has been told of and has not opened since."""
    told = visible_to(worker).filter(state__in=OPEN, pk__in=worker.notices.values("report"))
    return told.count()


def send_due(now: datetime | None = None) -> int:
    """Mail each worker once for all that is new. Returns how many mails went out.

    Nothing is locked while the mail server is slow: each attempt is written down first, so that
    a second process leaves it alone. A dead server costs one time-out a round.
    """
    if not settings.EMAIL_HOST:
        return 0
    claimed = _claim(now or timezone.now())
    if not claimed:
        return 0
    sent = 0
    try:
        with get_connection() as connection:
            for worker, notices in claimed.items():
                sent += _send(connection, worker, notices)
    except (OSError, SMTPException) as fault:
        # Only the kind of fault: its text may name an address.
        log.warning("notices wait: the mail server failed with %s", type(fault).__name__)
    return sent


def _claim(now: datetime) -> dict[Worker, list[int]]:
    """The notices whose time has come, as this process's alone, by worker."""
    rows = (
        Notice.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS, worker__is_active=True)
        .exclude(worker__email="")
        .select_related("worker")
        .order_by("pk")
    )
    claimed: dict[Worker, list[int]] = {}
    for notice in rows:
        if now < notice.created_at + timedelta(minutes=2**notice.attempts - 1):
            continue
        mine = Notice.objects.filter(pk=notice.pk, attempts=notice.attempts, sent_at=None)
        if mine.update(attempts=F("attempts") + 1):
            claimed.setdefault(notice.worker, []).append(notice.pk)
    return claimed


def _send(connection: BaseEmailBackend, worker: Worker, notices: list[int]) -> int:
    message = compose(worker)
    message.connection = connection
    if not message.send():
        return 0
    Notice.objects.filter(pk__in=notices).update(sent_at=this_hour())
    return 1


def compose(worker: Worker) -> EmailMessage:
    """The mail: that something waits, and where. No name, no number, no id."""
    with translation.override(worker.language):
        url = settings.STAFF_URL.rstrip("/") + reverse("queue")
        return EmailMessage(
            subject=_("Something waits for you"),
            body=_("Something waits for you on the staff site. Sign in to see it:") + f"\n{url}\n",
            to=[worker.email],
        )
