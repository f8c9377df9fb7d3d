"""Partners' referrals in the list of what came in."""

from collections.abc import Iterator

from django.urls import reverse

from waymark.accounts.models import Worker
from waymark.referrals.partners.names import partner_referral_name
from waymark.referrals.partners.queries.visible import partner_referrals_for
from waymark.referrals.referring.queries.incoming import IncomingLine


def from_partners(worker: Worker) -> Iterator[IncomingLine]:
    """What partners' computers sent to the worker's desk. Opens nothing."""
    for referral in partner_referrals_for(worker):
        yield IncomingLine(
            name=partner_referral_name(referral),
            url=reverse("partner_referral", args=[referral.pk]),
            sender=referral.partner.name,
            state=referral.state,
            asked_at=referral.requested_at,
            due_at=referral.answer_due_at,
            received_by=referral.received_by.name if referral.received_by else "",
        )
