"""The queue, and the part of it that a script asks for again and again."""

from datetime import datetime
from typing import Any

from django.core import signing
from django.core.paginator import Page
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.middleware import BY_ITSELF
from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.reports import notices
from waymark.reports.actions.listing import note_listing
from waymark.reports.models import Report
from waymark.reports.permissions import may_import_reports, may_work_on_reports
from waymark.reports.queries import queue as queries
from waymark.reports.queries.queue import CLOSED_VIEWS, OPEN_VIEWS, Shown
from waymark.reports.queries.visible import recipients_open_to

NOT_MODIFIED = 304


@require_safe
def queue(request: StaffRequest, shown: str = Shown.OPEN) -> HttpResponse:
    """A page of the queue. Each look is audited once."""
    part, page, now = _asked(request, shown)
    if page.object_list and request.GET.get(BY_ITSELF) != _listed(request.worker, page):
        note_listing(by=request.worker)
    context = _context(request, part, page, now)
    return render(request, "reports/staff/queue.html", context)


@require_safe
def queue_rows(request: StaffRequest, shown: str) -> HttpResponse:
    """The same as a fragment: nothing while nothing changed, and audited only for other reports."""
    part, page, now = _asked(request, shown)
    tag = _tag(request, part, page, now)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=NOT_MODIFIED, headers={"ETag": tag})
    if page.object_list and request.headers.get("X-Listed") != _listed(request.worker, page):
        note_listing(by=request.worker)
    response = render(request, "reports/staff/parts/queue.html", _context(request, part, page, now))
    response.headers["ETag"] = tag
    response.headers["X-Listed"] = _listed(request.worker, page)
    return response


def _asked(request: StaffRequest, shown: str) -> tuple[Shown, "Page[Report]", datetime]:
    require(may_work_on_reports, request.worker)
    if shown not in Shown.values:
        raise Http404
    part = Shown(shown)
    page = queries.page_of(request.worker, part, request.GET.get("page", "1"))
    return part, page, timezone.now()


def _context(
    request: StaffRequest, part: Shown, page: "Page[Report]", now: datetime
) -> dict[str, Any]:
    counts = queries.counts(request.worker)
    in_no_team = not recipients_open_to(request.worker).exists()
    return {
        "may_import": may_import_reports(request.worker) and not in_no_team,
        "part": part,
        "here": reverse("queue_part", args=[part.value]),
        "page": page,
        "in_no_team": in_no_team,
        "rows": queries.rows_of(page, request.keyring, now),
        "open_views": [(each, counts[each]) for each in OPEN_VIEWS],
        "closed_views": CLOSED_VIEWS,
        "closed": part in CLOSED_VIEWS,
        "told": notices.waiting_for(request.worker),
        "flood": counts[Shown.FLOOD],
        "tag": _tag(request, part, page, now),
        "listed": _listed(request.worker, page),
        "said": _said(counts),
        "read_at": now,
    }


def _tag(request: StaffRequest, part: Shown, page: "Page[Report]", now: datetime) -> str:
    counts = sorted(queries.counts(request.worker).items())
    told = notices.waiting_for(request.worker)
    return f'"{queries.digest(page, now, part, page.number, counts, told)}"'


def _listed(worker: Worker, page: "Page[Report]") -> str:
    """Which reports a page lists, signed: a poll that lists the same ones is no further look."""
    ids = ",".join(sorted(str(report.pk) for report in page))
    return signing.Signer(salt=f"listed:{worker.pk}").signature(ids)


def _said(counts: dict[Shown, int]) -> str:
    """What a screen reader hears when the list has changed."""
    waiting = counts[Shown.WAITING]
    return ngettext("%(count)s report waits.", "%(count)s reports wait.", waiting) % {
        "count": waiting
    }
