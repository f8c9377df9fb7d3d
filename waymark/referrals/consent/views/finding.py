"""The case and the release that an address names, if the worker may see them."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of
from waymark.referrals.models import Release


def release_of(request: StaffRequest, case_id: UUID, release_id: UUID) -> Release:
    """The release as it is now; none where the worker may not see its case, or it is erased."""
    case = case_of(request, case_id)
    rows = Release.objects.select_related(
        "participant__person__merged_into", "envelope", "to_organisation", "case__organisation"
    )
    return get_object_or_404(rows.filter(envelope__erased_at=None, case=case), pk=release_id)
