"""Search. The words travel in the body of a POST, and the log does not hold them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.reports.actions.indexing import index_some
from waymark.reports.actions.listing import note_search
from waymark.reports.forms.staff import SearchForm
from waymark.reports.permissions import may_work_on_reports
from waymark.reports.queries.queue import rows_of
from waymark.reports.queries.search import MOST_FOUND, find

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """The form, and below it what was found."""
    require(may_work_on_reports, request.worker)
    if request.method != "POST":
        return render(request, "reports/staff/search.html", {"form": SearchForm()})
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "reports/staff/search.html", {"form": form}, status=UNPROCESSABLE)
    left = index_some(request.worker, request.keyring)
    note_search(by=request.worker)
    found = find(request.worker, request.keyring, form.cleaned_data["words"])
    context = {
        "form": form,
        "searched": True,
        "left": left,
        "rows": rows_of(found, request.keyring, timezone.now()),
        "most": len(found) == MOST_FOUND,
    }
    return render(request, "reports/staff/search.html", context)
