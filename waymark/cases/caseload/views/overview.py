"""The first page of a case."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of, case_page


@require_safe
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What the case is, who works on it, what comes next."""
    found = case_of(request, case_id)
    return case_page(request, found, "overview", "cases/caseload/overview.html")
