"""What happens by itself with partners' referrals. It needs no key, and each step happens once.

The desk is told that something came: by the ticker, because the process that takes a referral sends
no mail. It is reminded when nobody answers in time; the partner sees by the state and the time that
nobody did. What consent no longer covers is destroyed; reading asks that itself, before any tick.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.models import today
from waymark.referrals.models import PartnerReferral, ReferralDesk, TaskState
from waymark.referrals.partners.actions.common import destroy, lock, step_to
from waymark.referrals.partners.holding import consent_holds
from waymark.referrals.referring.escalation import tell_members


def tell_desks(now: datetime | None = None) -> int:
    """Tell desks of what came and of what is overdue. Returns of how many referrals."""
    now = now or timezone.now()
    waiting = PartnerReferral.objects.filter(state=TaskState.REQUESTED, envelope__erased_at=None)
    fresh = _each(waiting.filter(told_at=None).values_list("pk", flat=True), _note_told, now)
    overdue = waiting.filter(answer_due_at__lte=now, escalated_at=None)
    late = _each(overdue.values_list("pk", flat=True), _note_late, now)
    houses = {referral.organisation_id for referral in (*fresh, *late)}
    for desk in ReferralDesk.objects.filter(organisation__in=houses):
        tell_members(desk)
    return len(fresh) + len(late)


def end_due(now: datetime | None = None) -> int:
    """Destroy what consent no longer covers. Returns how many."""
    over = PartnerReferral.objects.filter(expires_on__lt=today(), envelope__erased_at=None)
    return len(_each(over.values_list("pk", flat=True), _end, now or timezone.now()))


Step = Callable[[PartnerReferral, datetime], bool]


def _each(pks: Iterable[UUID], step: Step, now: datetime) -> list[PartnerReferral]:
    """Take a step with each, held; returns those with which it was taken."""
    found: list[PartnerReferral] = []
    for pk in list(pks):
        with transaction.atomic():
            referral = lock(pk)
            if step(referral, now):
                found.append(referral)
    return found


def _note_told(referral: PartnerReferral, now: datetime) -> bool:
    if referral.told_at is not None:
        return False
    PartnerReferral.objects.filter(pk=referral.pk).update(told_at=now)
    return True


def _note_late(referral: PartnerReferral, now: datetime) -> bool:
    if referral.state != TaskState.REQUESTED or referral.escalated_at is not None:
        return False
    PartnerReferral.objects.filter(pk=referral.pk).update(escalated_at=now)
    audit.record(Event.REFERRAL_ESCALATED, by=Actor.SYSTEM, target=referral)
    return True


def _end(referral: PartnerReferral, now: datetime) -> bool:
    """What nobody answered is over; what was begun goes on without what was sent."""
    if referral.erased or consent_holds(referral):
        return False
    unanswered = referral.state == TaskState.REQUESTED
    if unanswered:
        step_to(referral, TaskState.CANCELLED)
    destroy(referral)
    event = Event.REFERRAL_MOVED if unanswered else Event.RECORD_ERASED
    audit.record(event, by=Actor.SYSTEM, target=referral)
    return True
