"""The auditor's page."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from waymark.accounts.auditing import actions, table
from waymark.accounts.auditing.forms import FilterForm
from waymark.accounts.auditing.permissions import may_audit
from waymark.accounts.auditing.queries import Wanted
from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.audit import anchors
from waymark.audit.log import head
from waymark.audit.verify import Verdict
from waymark.audit.wording import sentences

TEMPLATE = "accounts/audit.html"
BAD_REQUEST = 400


@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """The log, newest first."""
    require(may_audit, request.worker)
    form = FilterForm(request.worker, request.GET)
    if not form.is_valid():
        return render(request, TEMPLATE, {"form": form}, status=BAD_REQUEST)
    return _page(request, form, form.wanted)


@require_POST
def verify(request: StaffRequest) -> HttpResponse:
    """Verify the log and say what was found, above the newest entries."""
    verdict = actions.verify(by=request.worker)
    form = FilterForm(request.worker, {})
    return _page(request, form, Wanted(), verdict)


@require_safe
def export(request: StaffRequest) -> HttpResponseBase:
    """Everything that the filter leaves, as a file."""
    require(may_audit, request.worker)
    form = FilterForm(request.worker, request.GET)
    if not form.is_valid():
        return render(request, TEMPLATE, {"form": form}, status=BAD_REQUEST)
    rows = actions.export(form.wanted, by=request.worker)
    return StreamingHttpResponse(
        table.lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


def _page(
    request: StaffRequest, form: FilterForm, wanted: Wanted, verdict: Verdict | None = None
) -> HttpResponse:
    found = actions.read(wanted, by=request.worker)
    chosen = {name: request.GET[name] for name in ("event", "worker", "day") if name in request.GET}
    seq, digest = head()
    context = {
        "form": form,
        "found": found,
        "older": urlencode({**chosen, "before": found.older}) if found.older else "",
        "newest": urlencode(chosen),
        "head_seq": seq,
        "head_hash": digest.hex(),
        "anchors": anchors.states(),
        "verdict": verdict,
        "sentences": sentences(verdict) if verdict else [],
        "verified_at": timezone.now() if verdict else None,
    }
    return render(request, TEMPLATE, context)
