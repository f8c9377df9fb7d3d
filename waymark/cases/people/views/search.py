"""Search for people. What is typed travels in the body of a POST, and the log does not hold it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.views.stepping import UNPROCESSABLE
from waymark.cases.people.actions.searching import note_search
from waymark.cases.people.forms.people import SearchForm
from waymark.cases.people.indexing import index_some
from waymark.cases.people.queries.finding import (
    MOST_FOUND,
    Found,
    by_short_name,
    find,
    identity_of,
)
from waymark.cases.permissions import may_work_on_cases

PAGE = "cases/people/search.html"


@require_http_methods(["GET", "HEAD", "POST"])
def people_search(request: StaffRequest) -> HttpResponse:
    """The form, and below it who was found."""
    require(may_work_on_cases, request.worker)
    if request.method != "POST":
        return render(request, PAGE, {"form": SearchForm()})
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=UNPROCESSABLE)
    left = index_some(request.worker, request.keyring)
    note_search(by=request.worker)
    found = _found(request, form)
    context = {
        "form": form,
        "searched": True,
        "left": left,
        "found": found,
        "most": len(found) == MOST_FOUND,
    }
    return render(request, PAGE, context)


def _found(request: StaffRequest, form: SearchForm) -> list[Found]:
    worker, keyring = request.worker, request.keyring
    found = by_short_name(worker, keyring, form.cleaned_data["words"])
    if found is not None:
        return found
    return find(worker, keyring, identity_of(form.answers(), worker))
