"""The supervisor's view: the team's load, what has waited longest, and giving cases to others."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.cases.caseload.actions.assigning import assign_many
from waymark.cases.caseload.actions.reading import note_listing
from waymark.cases.caseload.forms.case import ReassignForm
from waymark.cases.caseload.queries import work_list, workload
from waymark.cases.caseload.queries.workload import Load
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, take_step
from waymark.cases.models import Case
from waymark.cases.names import case_name
from waymark.cases.permissions import is_supervisor
from waymark.web.charts import Bar, bars

OK = 200


@require_safe
def workload_of_team(request: StaffRequest) -> HttpResponse:
    """Numbers for each colleague, and the cases that have been in intake longest."""
    require(is_supervisor, request.worker)
    note_listing(by=request.worker)
    found = workload.workload_of(request.worker)
    oldest = workload.oldest_waiting(request.worker)
    context = {
        "workload": found,
        "chart": _chart(found.rows),
        "oldest": work_list.rows_of(oldest, request.keyring),
    }
    return render(request, "cases/caseload/workload.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def workload_of_one(request: StaffRequest, worker_id: UUID | None = None) -> HttpResponse:
    """The open cases of one worker, or of nobody, and a form that gives them to another."""
    require(is_supervisor, request.worker)
    held_by = _colleague(request, worker_id) if worker_id else None
    cases = _cases(request, held_by)
    if request.method != "POST":
        return _page(request, held_by, _form(request, cases, held_by))
    form = _form(request, cases, held_by, request.POST)
    if not form.is_valid():
        return _page(request, held_by, form, status=UNPROCESSABLE)
    to, chosen = form.cleaned_data["to"], set(form.cleaned_data["cases"])
    wanted = [case for case in cases if str(case.pk) in chosen]
    words = {"name": to.name, "number": len(wanted)}
    return take_step(
        request,
        lambda: assign_many(wanted, to, held_by=held_by, by=request.worker),
        done=ngettext(
            "%(name)s is responsible for %(number)s more case now.",
            "%(name)s is responsible for %(number)s more cases now.",
            len(wanted),
        )
        % words,
        back=("workload",),
        again=lambda problem, status: _page(request, held_by, form, status=status, problem=problem),
    )


def _colleague(request: StaffRequest, worker_id: UUID) -> Worker:
    rows = Worker.objects.filter(organisation_id=request.worker.organisation_id)
    return get_object_or_404(rows, pk=worker_id)


def _cases(request: StaffRequest, held_by: Worker | None) -> Any:
    """One page of a worker's open cases, what is due first."""
    cases = workload.open_cases(request.worker).filter(responsible=held_by)
    number = request.GET.get("page", "1")
    return Paginator(work_list.in_order(cases), work_list.PER_PAGE).get_page(number)


def _form(
    request: StaffRequest, cases: list[Case], held_by: Worker | None, data: Any = None
) -> ReassignForm:
    others = workload.colleagues_of(request.worker)
    others = others.exclude(pk=held_by.pk) if held_by else others
    return ReassignForm([(str(case.pk), case_name(case)) for case in cases], others, data)


def _page(
    request: StaffRequest,
    held_by: Worker | None,
    form: ReassignForm,
    *,
    status: int = OK,
    problem: str = "",
) -> HttpResponse:
    note_listing(by=request.worker)
    page = _cases(request, held_by)
    boxes = {str(box.data["value"]): box for box in form["cases"].subwidgets}
    rows = work_list.rows_of(page, request.keyring)
    context = {
        "held_by": held_by,
        "page": page,
        "rows": [(row, boxes.get(str(row.case.pk))) for row in rows],
        "form": form,
        "problem": problem,
    }
    return render(request, "cases/caseload/workload_of_one.html", context, status=status)


def _chart(rows: list[Load]) -> str:
    """The open cases of each, as bars; the table beside it says the same."""
    drawn = [
        Bar(row.worker.name if row.worker else _("Nobody’s"), float(row.open), str(row.open))
        for row in rows
    ]
    title = _("Open cases of each worker")
    description = "; ".join(f"{bar.label}: {bar.shown}" for bar in drawn)
    return bars(drawn, title=title, description=description, identity="workload")
