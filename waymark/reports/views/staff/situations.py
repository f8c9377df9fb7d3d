"""Situations: the list, and the reports of one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.reports.actions.situations import note_opening
from waymark.reports.panels import panels_for
from waymark.reports.permissions import may_work_on_reports
from waymark.reports.queries import queue as queries
from waymark.reports.queries.record import situation_lines, situations_for
from waymark.reports.queries.visible import situations_visible_to, visible_to


@require_safe
def situations(request: StaffRequest) -> HttpResponse:
    """Every situation that the worker can name, newest first."""
    require(may_work_on_reports, request.worker)
    lines = situations_for(request.worker, request.keyring)
    counted = visible_to(request.worker).filter(situation__isnull=False)
    sizes: dict[object, int] = {}
    for pk in counted.values_list("situation_id", flat=True):
        sizes[pk] = sizes.get(pk, 0) + 1
    rows = [(line, sizes.get(line.situation.pk, 0)) for line in lines]
    return render(request, "reports/staff/situations.html", {"rows": rows})


@require_safe
def situation(request: StaffRequest, situation_id: UUID) -> HttpResponse:
    """One situation and its reports. Each opening is audited."""
    found = get_object_or_404(situations_visible_to(request.worker), pk=situation_id)
    note_opening(found, by=request.worker)
    reports = visible_to(request.worker).filter(situation=found).select_related("holder")
    ordered = queries.in_order(queries.with_signs(reports, request.worker))
    context = {
        "line": situation_lines([found], request.keyring)[0],
        "rows": queries.rows_of(list(ordered), request.keyring, timezone.now()),
        "panels": panels_for(found, request.worker, request.keyring),
    }
    return render(request, "reports/staff/situation.html", context)
