"""Bring reports in from another hotline's export: look at what would come, then take it in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.refused_files import note_refused, require_whole
from waymark.reports.actions.indexing import index_some
from waymark.reports.importing import columns, drafts, showing, undoing, working
from waymark.reports.importing.choices import ComesAs, missing
from waymark.reports.importing.dates import Order
from waymark.reports.importing.forms import BringForm, ColumnsForm, TakeInForm
from waymark.reports.models import BroughtFile, ImportState, ReportImport
from waymark.reports.permissions import may_import_reports
from waymark.reports.queries.recipients import name_of
from waymark.reports.queries.visible import recipients_open_to
from waymark.reports.states import CannotNow
from waymark.reports.uploads import CUT_HEADER

OK, CONFLICT, TOO_LARGE, UNPROCESSABLE = 200, 409, 413, 422
REFRESH_SECONDS = 1
BOTH = ["GET", "HEAD", "POST"]


def _require(request: StaffRequest) -> None:
    """To everybody who brings nothing in, these pages are not there."""
    open_to = recipients_open_to(request.worker)
    if not may_import_reports(request.worker) or not open_to.exists():
        raise Http404


@require_http_methods(BOTH)
def bring(request: StaffRequest) -> HttpResponse:
    """Bring a file; it is looked at first. And what was brought until now."""
    _require(request)
    recipients = recipients_open_to(request.worker).order_by("position", "slug")
    if request.method != "POST":
        return _start(request, BringForm(recipients))
    form = BringForm(recipients, request.POST, request.FILES)
    require_whole(request, form)
    if not form.is_valid() or form.table is None:
        note_refused(request, form, target=request.worker.organisation)
        return _start(request, form, TOO_LARGE if CUT_HEADER in request.META else UNPROCESSABLE)
    data = form.cleaned_data
    try:
        draft = drafts.keep(
            form.table, data["file"].name or "", data["source"], data["recipient"],
            by=request.worker, keyring=request.keyring,
        )  # fmt: skip
    except CannotNow as refusal:
        form.add_error(None, str(refusal.sentence))
        return _start(request, form, CONFLICT)
    return redirect("reports_brought", draft.pk)


def _start(request: StaffRequest, form: BringForm, status: int = OK) -> HttpResponse:
    runs = list(showing.imports_open_to(request.worker)[: showing.LISTED])
    recipients = list(recipients_open_to(request.worker).order_by("position", "slug"))
    context = {
        "form": form,
        "waiting": drafts.drafts_of(request.worker).filter(run=None),
        "hours": drafts.KEPT_HOURS,
        "lines": showing.import_lines(runs, request.keyring),
        "saved": [
            (name_of(each, get_language()), each, known)
            for each in recipients
            for known in columns.saved_columns(each, request.keyring)
        ],
    }
    return render(request, "reports/staff/importing/bring.html", context, status=status)


def _draft(request: StaffRequest, draft_id: UUID) -> BroughtFile:
    _require(request)
    return get_object_or_404(drafts.drafts_of(request.worker), pk=draft_id)


@require_http_methods(BOTH)
def brought(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What the file would bring. A POST says what its columns are taken for."""
    draft = _draft(request, draft_id)
    if draft.run is not None:
        return redirect("reports_import", draft.run.pk)
    if request.method != "POST":
        return _page(request, draft)
    found = drafts.open_draft(draft, request.keyring)
    form = ColumnsForm(found.table, found.chosen, request.POST)
    if not form.is_valid():
        return _page(request, draft, form=form, status=UNPROCESSABLE)
    order = Order(form.cleaned_data["order"])
    seen = form.cleaned_data["seen"] or 0
    try:
        drafts.choose(draft, form.chosen, order, seen=seen, keyring=request.keyring)
    except CannotNow as refusal:
        return _again(request, draft_id, str(refusal.sentence))
    messages.success(request, _("Your choice is kept. Nothing is taken in yet."))
    return redirect("reports_brought", draft.pk)


def _page(
    request: StaffRequest,
    draft: BroughtFile,
    *,
    form: ColumnsForm | None = None,
    take_in: TakeInForm | None = None,
    status: int = OK,
    problem: str = "",
) -> HttpResponse:
    left = index_some(request.worker, request.keyring, imported_for=draft.recipient)
    found = drafts.open_draft(draft, request.keyring)
    shown = {"seen": draft.version}
    context: dict[str, Any] = {
        "draft": draft,
        "found": found,
        "recipient_name": name_of(draft.recipient, get_language()),
        "form": form or ColumnsForm(found.table, found.chosen, initial=dict(shown)),
        "take_in": take_in or TakeInForm(initial=shown | {"way": ComesAs.NEW}),
        "missing": [field.label for field in missing(found.chosen.columns)],
        "left": left,
        "problem": problem,
    }
    if not context["missing"]:
        outcomes = found.looker(request.keyring).look(found.table.lines)
        wanted = request.GET.get("show", ""), request.GET.get("page", "1")
        context["run"] = showing.dry_run(outcomes, *wanted)
    return render(request, "reports/staff/importing/brought.html", context, status=status)


def _again(request: StaffRequest, draft_id: UUID, problem: str) -> HttpResponse:
    """The page as it is now, with what was wrong; not there where the file is gone."""
    return _page(request, _draft(request, draft_id), problem=problem, status=CONFLICT)


@require_POST
def take_in(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Begin to take in every row that comes in."""
    draft = _draft(request, draft_id)
    form = TakeInForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, take_in=form, status=UNPROCESSABLE)
    data = form.cleaned_data
    try:
        run = working.begin(
            draft, ComesAs(data["way"]), seen=data["seen"] or 0, remember=data["remember"],
            by=request.worker, keyring=request.keyring,
        )  # fmt: skip
    except CannotNow as refusal:
        return _again(request, draft_id, str(refusal.sentence))
    return redirect("reports_import", run.pk)


@require_POST
def drop(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Forget a file that waits."""
    draft = _draft(request, draft_id)
    if draft.run is not None:
        return redirect("reports_import", draft.run.pk)
    drafts.drop(draft)
    messages.success(request, _("The file is forgotten. Nothing of it was taken in."))
    return redirect("reports_bring")


def _run(request: StaffRequest, run_id: UUID) -> ReportImport:
    _require(request)
    return get_object_or_404(showing.imports_open_to(request.worker), pk=run_id)


@require_safe
def run(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Take in or back a little more, and show how far it is."""
    found = _run(request, run_id)
    if found.state == ImportState.LEAVING:
        undoing.clear(found)
    elif found.state == ImportState.RUNNING:
        working.work(found, by=request.worker, keyring=request.keyring)
    return _run_page(request, _run(request, run_id))


def _run_page(
    request: StaffRequest, found: ReportImport, *, problem: str = "", status: int = OK
) -> HttpResponse:
    own = BroughtFile.objects.filter(run=found, worker=request.worker).exists()
    context = {
        "line": showing.import_lines([found], request.keyring)[0],
        "recipient_name": name_of(found.recipient, get_language()),
        "own": own,
        "problem": problem,
    }
    response = render(request, "reports/staff/importing/run.html", context, status=status)
    goes_on = found.state == ImportState.LEAVING or (own and found.state == ImportState.RUNNING)
    if goes_on and not problem:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


@require_POST
def take_back(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Take everything back that an import brought."""
    found = _run(request, run_id)
    try:
        undoing.take_back(found, by=request.worker)
    except CannotNow as refusal:
        return _run_page(request, found, problem=str(refusal.sentence), status=CONFLICT)
    text = ngettext(
        "%(count)s report is taken back.", "%(count)s reports are taken back.", found.brought
    )
    messages.success(request, text % {"count": found.brought})
    return redirect("reports_import", found.pk)


@require_POST
def forget_columns(request: StaffRequest, recipient_id: UUID, saved_id: UUID) -> HttpResponse:
    """Forget what columns of an export are taken for."""
    _require(request)
    recipient = get_object_or_404(recipients_open_to(request.worker), pk=recipient_id)
    columns.forget(saved_id, recipient, by=request.worker)
    messages.success(request, _("The columns are forgotten."))
    return redirect("reports_bring")
