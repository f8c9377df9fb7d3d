"""The referral that an address names, if the worker may see it."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of
from waymark.referrals.models import Referral
from waymark.referrals.referring.queries.visible import incoming_for, sent_from


def sent_of(request: StaffRequest, case_id: UUID, referral_id: UUID) -> Referral:
    """A referral of a case that the worker may see; else there is none."""
    return get_object_or_404(sent_from(case_of(request, case_id)), pk=referral_id)


def incoming_of(request: StaffRequest, referral_id: UUID) -> Referral:
    """A referral to the worker's own desk; else there is none."""
    return get_object_or_404(incoming_for(request.worker), pk=referral_id)
