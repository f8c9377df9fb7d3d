"""Nobody answers: first the receiving desk is reminded, a day later the sender is told.

A reminder is an e-mail that says that something waits and no more; the list of incoming referrals
shows the same to whoever looks. The sender gets a task. Each step happens once and is audited.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID, uuid5

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.beginning import lock_case
from waymark.cases.caseload.content import sealed
from waymark.cases.models import Task, today
from waymark.cases.records import write_new
from waymark.referrals.models import Referral, ReferralDesk, SealedLink, TaskState
from waymark.referrals.referring.actions.common import lock
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.queries.visible import members_of
from waymark.vault.records import erase

log = logging.getLogger("waymark.referrals")
SENDER_IS_TOLD_AFTER = timedelta(hours=24)


def run(now: datetime | None = None) -> int:
    """Take every step that has come due. Returns how many."""
    now = now or timezone.now()
    late = Referral.objects.filter(state=TaskState.REQUESTED, answer_due_at__lte=now)
    again = Q(escalated_at__lte=now - SENDER_IS_TOLD_AFTER) | Q(to_organisation=None)
    first = late.filter(escalated_at=None, to_organisation__isnull=False)
    reminded = [pk for pk in first.values_list("pk", flat=True) if _remind(pk, now)]
    for referral in Referral.objects.filter(pk__in=reminded):
        tell_desk(referral)
    second = list(late.filter(again).values_list("pk", flat=True))
    told = set(Task.objects.filter(pk__in=map(_task_id, second)).values_list("pk", flat=True))
    return len(reminded) + sum(_tell_sender(pk, now) for pk in second if _task_id(pk) not in told)


@transaction.atomic
def _remind(pk: UUID, now: datetime) -> bool:
    """Mark the first step, unless somebody has answered or another process was faster."""
    referral = lock(pk)
    if referral.state != TaskState.REQUESTED or referral.escalated_at is not None:
        return False
    referral.escalated_at = now
    referral.save(update_fields=["escalated_at"])
    audit.record(Event.REFERRAL_ESCALATED, by=Actor.SYSTEM, target=referral)
    return True


@transaction.atomic
def _tell_sender(pk: UUID, now: datetime) -> bool:
    """Write the sender's task; it needs no key and says no more than the referral's name."""
    # The case first, as every action on it holds its rows: a task changes its day.
    lock_case(Referral.objects.values_list("case_id", flat=True).get(pk=pk))
    referral = lock(pk)
    if referral.state != TaskState.REQUESTED or Task.objects.filter(pk=_task_id(pk)).exists():
        return False
    assignee = referral.case.responsible
    task = Task(case=referral.case, assignee=assignee, due_on=today())
    task.pk = _task_id(pk)
    write_new(task, sealed(what=_words(referral, assignee)))
    referral.escalated_at = referral.escalated_at or now
    referral.save(update_fields=["escalated_at"])
    audit.record(Event.REFERRAL_ESCALATED, by=Actor.SYSTEM, target=referral)
    return True


def _task_id(pk: UUID) -> UUID:
    """The same for a referral, so that nobody is told twice."""
    return uuid5(pk, "nobody answers")


def _words(referral: Referral, assignee: Worker | None) -> str:
    with translation.override(assignee.language if assignee else settings.LANGUAGE_CODE):
        return _(
            "Nobody has answered referral %(name)s in time. Call them, or look for another service."
        ) % {"name": referral_name(referral)}


def tell_desk(referral: Referral) -> int:
    """Mail the members of the desk that something waits. Returns how many mails went out."""
    desk = ReferralDesk.objects.filter(organisation=referral.to_organisation).first()
    return tell_members(desk) if desk is not None else 0


def tell_members(desk: ReferralDesk) -> int:
    """Mail those who open what comes to a desk. Returns how many mails went out.

    It never fails: the list of incoming referrals shows the same.
    """
    if not settings.EMAIL_HOST:
        return 0
    sent = 0
    try:
        for worker in members_of(desk).exclude(email=""):
            sent += compose(worker).send()
    except (OSError, SMTPException) as fault:
        # Only the kind of fault: its text may name an address.
        log.warning("a desk was not told: the mail server failed with %s", type(fault).__name__)
    return sent


def compose(worker: Worker) -> EmailMessage:
    """The mail: that something waits, and where. No name, no number, no id."""
    with translation.override(worker.language):
        url = settings.STAFF_URL.rstrip("/") + reverse("incoming_referrals")
        return EmailMessage(
            subject=_("Something waits for you"),
            body=_("Something waits for you on the staff site. Sign in to see it:") + f"\n{url}\n",
            to=[worker.email],
        )


def erase_old_links(now: datetime | None = None) -> int:
    """Destroy sealed files whose link has expired. Returns how many."""
    old = SealedLink.objects.filter(expires_at__lte=now or timezone.now(), envelope__erased_at=None)
    envelopes = list(old.values_list("envelope_id", flat=True))
    for envelope_id in envelopes:
        erase(envelope_id)
    return len(envelopes)
