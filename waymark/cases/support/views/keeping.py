"""Keep what a tool of the screening room found: choose the case, then write the determination."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from waymark.accounts.gate import StaffRequest
from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.cases.caseload.actions.reading import note_listing
from waymark.cases.caseload.frame import case_of, title_of
from waymark.cases.models import Case
from waymark.cases.names import case_name
from waymark.cases.permissions import may_work_on_cases
from waymark.cases.queries.visible import cases_visible_to
from waymark.cases.states import OPEN
from waymark.cases.support.forms.basis import BasisForm
from waymark.cases.support.views.adding import with_result

MOST = 50
CARRIED = frozenset({"csrfmiddlewaretoken", "tool", "answers", "case"})
UNPROCESSABLE = 422


@dataclass(frozen=True)
class Choice:
    """A case to choose."""

    case: Case
    name: str
    title: str


@require_POST
def support_keep(request: StaffRequest) -> HttpResponse:
    """The worker's open cases, to choose the one in which the result is kept."""
    require(may_work_on_cases, request.worker)
    data = request.POST.copy()
    if "answers" not in data:
        handed = request.POST.copy()
        for name in CARRIED & handed.keys():
            del handed[name]
        data["answers"] = handed.urlencode()
    basis = BasisForm([], request.worker, data)
    status = 200 if basis.is_valid() and basis.found else UNPROCESSABLE
    note_listing(by=request.worker)
    context = {"basis": basis, "found": basis.found, "cases": _choices(request)}
    response = render(request, "cases/support/keep.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def support_keep_in(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The form of a determination in that case, with the result. Nothing is saved yet."""
    return with_result(request, case_of(request, case_id))


def _choices(request: StaffRequest) -> list[Choice]:
    """Those whom the worker works for first; of the others, the newest."""
    own = _own(request.worker)
    rows = cases_visible_to(request.worker).filter(state__in=OPEN).select_related("envelope")
    mine = list(rows.filter(own).order_by("-opened_on", "pk")[:MOST])
    others = list(rows.exclude(own).order_by("-opened_on", "pk")[: MOST - len(mine)])
    return [Choice(row, case_name(row), title_of(row, request.keyring)) for row in mine + others]


def _own(worker: Worker) -> Q:
    return Q(responsible=worker) | Q(pk__in=worker.team_rows.values("case"))
