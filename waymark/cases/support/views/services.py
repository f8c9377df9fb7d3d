"""Write down several services at once."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, take_step
from waymark.cases.models import Case, Participant
from waymark.cases.people.queries.people import participants_of
from waymark.cases.support.actions.records import add_services
from waymark.cases.support.forms.people import SeveralPeopleForm
from waymark.cases.support.forms.services import SERVICE, ServiceRow, service_rows
from waymark.cases.support.views.common import people_of

Rows = list[ServiceRow]


@require_http_methods(["GET", "HEAD", "POST"])
def services_several(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Rows for services, for one person or more; `search` looks for providers and saves nothing."""
    case = case_of(request, case_id)
    data = request.POST if request.method == "POST" else None
    people = SeveralPeopleForm(people_of(case), data)
    rows = service_rows(request.worker, data)
    if data is None or "search" in data:
        return _page(request, case, people, rows, searched=data is not None)
    filled = [row for row in rows if row.filled]
    valid = [people.is_valid(), *(row.is_valid() for row in filled)]
    if not all(valid):
        return _page(request, case, people, rows, status=UNPROCESSABLE)
    if not filled:
        return _page(request, case, people, rows, empty=True, status=UNPROCESSABLE)
    return take_step(
        request,
        lambda: add_services(
            SERVICE,
            case,
            _chosen(case, people.cleaned_data["people"]),
            [row.answers() for row in filled],
            by=request.worker,
        ),
        done=_("The services are saved."),
        back=("case_services", case.pk),
        again=lambda problem, status: _page(
            request, case_of(request, case_id), people, rows, status=status, problem=problem
        ),
    )


def _chosen(case: Case, ids: list[str]) -> list[Participant]:
    return list(participants_of(case).filter(pk__in=ids))


def _page(
    request: StaffRequest,
    case: Case,
    people: SeveralPeopleForm,
    rows: Rows,
    *,
    searched: bool = False,
    empty: bool = False,
    **more: Any,
) -> HttpResponse:
    context = {"people_form": people, "rows": rows, "searched": searched, "empty": empty}
    return case_page(request, case, SERVICE.tab, "cases/support/several.html", context, **more)
