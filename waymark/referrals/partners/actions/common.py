"""How the actions on partners' referrals begin, take a step, and close what was sent."""

from uuid import UUID

from django.utils import timezone

from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.models import Case, today
from waymark.referrals.models import PartnerKey, PartnerReferral, TaskState
from waymark.referrals.partners.keys import Caller
from waymark.referrals.partners.queries.visible import rows
from waymark.vault.records import erase


class Revoked(Exception):
    """The key was taken back a moment ago."""


def hold(caller: Caller) -> PartnerKey:
    """The caller's key as it is now, held until commit. Raises Revoked.

    So a revocation comes before a call or after it, and of two calls under one number one is first.
    """
    held = PartnerKey.objects.select_for_update(of=("self",), no_key=True)
    key = held.filter(pk=caller.partner.pk, revoked_at=None).first()
    if key is None:
        raise Revoked
    return key


def note_call(key: PartnerKey, target: PartnerKey | PartnerReferral) -> None:
    """Write down that a key was used, and on what; last in the transaction of the call."""
    day = today()
    if key.last_used_on != day:
        PartnerKey.objects.filter(pk=key.pk).update(last_used_on=day)
    audit.record(Event.PARTNER_CALLED, by=Actor.SYSTEM, target=target)


def hold_with_case(referral: PartnerReferral) -> PartnerReferral:
    """The referral as it is now, after the case begun from it, both held until commit.

    Permission is asked afterwards: a wall that is being built around the case is there by then.
    """
    cases = Case.objects.filter(came_from__partner_referral=referral.pk)
    list(cases.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    return lock(referral.pk)


def lock(pk: UUID) -> PartnerReferral:
    """The referral as it is now, held until commit."""
    held = PartnerReferral.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk)
    return rows().get(pk__in=list(held.values_list("pk", flat=True)))


def step_to(referral: PartnerReferral, state: TaskState, reason: str = "") -> None:
    """Set the state of a referral that is held. Whoever leaves `requested` has answered."""
    if referral.state == TaskState.REQUESTED:
        referral.answer_due_at = None
    referral.state, referral.status_reason, referral.state_at = state, reason, timezone.now()
    referral.version += 1
    referral.save()


def destroy(referral: PartnerReferral) -> None:
    """Destroy the keys of what was sent and of the desk's notes on it; auditing is the caller's."""
    erase(referral.envelope_id)
    for envelope_id in referral.notes.values_list("envelope_id", flat=True):
        erase(envelope_id)
