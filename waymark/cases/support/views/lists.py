"""The pages of a case on which the records of this slice stand."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.models import Case
from waymark.cases.support.clocks import clock_of
from waymark.cases.support.kinds import KINDS, Kind, day_of, is_earliest
from waymark.cases.support.queries.determinations import standings
from waymark.cases.support.queries.lines import Line, lines_of, overdue
from waymark.cases.support.queries.totals import totals

PLANS = ("support-plan", "safety-plan", "assessment", "outcome")
Context = dict[str, Any]


@require_safe
def case_determinations(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What was decided about each person, by whom, and what it took the place of."""
    return list_page(request, case_of(request, case_id), KINDS["determination"])


@require_safe
def case_plans(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Plans, assessments and outcomes."""
    return list_page(request, case_of(request, case_id), KINDS["support-plan"])


@require_safe
def case_services(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What was given, and what it adds up to."""
    return list_page(request, case_of(request, case_id), KINDS["service"])


@require_safe
def case_milestones(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Steps with their clocks, by what is due first."""
    return list_page(request, case_of(request, case_id), KINDS["milestone"])


def list_page(request: StaffRequest, case: Case, kind: Kind, **more: Any) -> HttpResponse:
    """The page on which records of a kind stand; also where a refused step leads back to."""
    context = _CONTEXTS[kind.tab](request, case)
    return case_page(request, case, kind.tab, f"cases/support/{kind.tab}.html", context, **more)


def _determinations(request: StaffRequest, case: Case) -> Context:
    return {"standings": standings(case, request.keyring)}


def _plans(request: StaffRequest, case: Case) -> Context:
    kinds = [KINDS[slug] for slug in PLANS]
    return {"groups": [(kind, lines_of(kind, case, request.keyring)) for kind in kinds]}


def _services(request: StaffRequest, case: Case) -> Context:
    lines = lines_of(KINDS["service"], case, request.keyring)
    return {"lines": lines, "totals": totals(lines)}


def _milestones(request: StaffRequest, case: Case) -> Context:
    lines = sorted(lines_of(KINDS["milestone"], case, request.keyring), key=_first_due)
    waiting = [line for line in lines if day_of(line.answers, "reached") is None]
    return {
        "waiting": [
            (line, clock_of(line.answers), overdue(line), is_earliest(line.answers))
            for line in waiting
        ],
        "reached": [
            (line, day_of(line.answers, "reached")) for line in lines if line not in waiting
        ],
    }


def _first_due(line: Line) -> tuple[bool, str]:
    return line.day is None, line.day.isoformat() if line.day else ""


_CONTEXTS = {
    "determinations": _determinations,
    "plans": _plans,
    "services": _services,
    "milestones": _milestones,
}
