"""Conflicts of interest: whom a case is kept from. For supervisors."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.cases.caseload.actions.walls import build_wall, lift_wall
from waymark.cases.caseload.forms.case import WallForm
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.queries.records import walls_of
from waymark.cases.caseload.queries.workload import colleagues_of
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, take_step
from waymark.cases.models import Case
from waymark.cases.permissions import may_supervise


@require_http_methods(["GET", "HEAD", "POST"])
def case_walls(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The walls of a case, and a form for another."""
    case = _supervised(request, case_id)
    if request.method != "POST":
        return _page(request, case, WallForm(_not_walled(request, case)))
    form = WallForm(_not_walled(request, case), request.POST)
    if not form.is_valid():
        return _page(request, case, form, status=UNPROCESSABLE)
    worker, reason = form.cleaned_data["worker"], form.cleaned_data["reason"]
    # Who walls themselves off cannot come back to this page.
    back = ("cases",) if worker.pk == request.worker.pk else ("case_walls", case.pk)
    return take_step(
        request,
        lambda: build_wall(case, worker, reason, by=request.worker),
        done=_("The case is kept from %(name)s now.") % {"name": worker.name},
        back=back,
        again=lambda problem, status: _page(request, case, form, status=status, problem=problem),
    )


@require_POST
def case_wall_lift(request: StaffRequest, case_id: UUID, wall_id: UUID) -> HttpResponse:
    """Let the worker open the case again."""
    case = _supervised(request, case_id)
    wall = get_object_or_404(case.walls.select_related("case", "worker"), pk=wall_id)
    return take_step(
        request,
        lambda: lift_wall(wall, by=request.worker),
        done=_("%(name)s can open this case again.") % {"name": wall.worker.name},
        back=("case_walls", case.pk),
        again=lambda problem, status: _page(
            request, case, WallForm(_not_walled(request, case)), status=status, problem=problem
        ),
    )


def _supervised(request: StaffRequest, case_id: UUID) -> Case:
    case = case_of(request, case_id)
    require(may_supervise, request.worker, case)
    return case


def _not_walled(request: StaffRequest, case: Case) -> Any:
    """Everybody who works on cases here, in the case's circle or not, and has no wall yet."""
    walled = case.walls.filter(lifted_at=None).values("worker")
    return colleagues_of(request.worker).exclude(pk__in=walled)


def _page(request: StaffRequest, case: Case, form: WallForm, **more: Any) -> HttpResponse:
    context = {"form": form, "walls": walls_of(case, request.keyring)}
    return case_page(request, case, "overview", "cases/caseload/walls.html", context, **more)
