"""The first page of the directory: search, what waits, and the circle where it is missing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.directory.circles import make_circle
from waymark.directory.finding import form as finding
from waymark.directory.finding import languages
from waymark.directory.finding.form import FindForm
from waymark.directory.finding.needs import needs
from waymark.directory.finding.where import Where, named, place_of
from waymark.directory.finding.wording import distances
from waymark.directory.permissions import may_read_directory
from waymark.directory.queries.counts import waiting
from waymark.directory.queries.found import Results, find
from waymark.directory.views.staff.common import GET_OR_POST, page


@require_http_methods(GET_OR_POST)
def directory(request: StaffRequest) -> HttpResponse:
    """Counts and links; and the search, whose words travel in the body of a POST."""
    require(may_read_directory, request.worker)
    form = FindForm.read(request.POST)
    where = place_of(form)
    searched = request.method == "POST" and not where.to_choose
    results: Results | None = None
    if searched:
        results = find(form, where, request.worker, only_room="only_room" in request.POST)
    context = {
        "waiting": waiting(request.worker),
        "results": results,
        "only_room": "only_room" in request.POST,
        **_form(form, where),
    }
    return page(request, "directory", **context)


def _form(form: FindForm, where: Where) -> dict[str, Any]:
    """The form's choices, and what was chosen."""
    return {
        "find": form,
        "where": where,
        "places": [
            (number, named(place, where.country)) for number, place in enumerate(where.choices)
        ],
        "needs": [need for need in needs() if need.common or need.key in form.chosen],
        "distances": distances(where.country),
        "languages": languages.choices(form.language),
        "ages": finding.AGE_LABELS.items(),
        "genders": finding.GENDER_LABELS.items(),
        "companies": finding.COMPANY_LABELS.items(),
        "wishes": finding.WISH_LABELS.items(),
        "state": [(name, value) for name, value in form.state() if name != "page"],
    }


@require_POST
def circle(request: StaffRequest) -> HttpResponse:
    """Make the circle that opens the organisation's closed places."""
    try:
        make_circle(by=request.worker)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, _("The circle is there. Open “Circles” to let your directory editors in.")
        )
    return redirect("directory")
