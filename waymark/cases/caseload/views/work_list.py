"""The cases of a worker, what is due first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.actions.reading import note_listing


@require_safe
def cases(request: StaffRequest) -> HttpResponse:
    """The list. Each look is audited."""
    note_listing(by=request.worker)
    return render(request, "cases/caseload/work_list.html", {})
