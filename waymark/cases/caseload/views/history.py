"""The timeline of a case."""

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.timeline import items_of

PER_PAGE = 100


@require_safe
def case_timeline(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Everything that happened, newest first."""
    case = case_of(request, case_id)
    items = items_of(case, request.worker, request.keyring)
    page = Paginator(items, PER_PAGE).get_page(request.GET.get("page", "1"))
    # A day without a time is shown as a day, a moment in the worker's own time.
    rows = [(item, isinstance(item.at, datetime)) for item in page]
    context = {"page": page, "rows": rows}
    return case_page(request, case, "timeline", "cases/caseload/timeline.html", context)
