"""Bring cases in from a file: look at what would come, row by row, then take it in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.accounts.refused_files import note_refused, require_whole
from waymark.cases.caseload.views.begin import circles_of
from waymark.cases.caseload.views.stepping import CONFLICT, UNPROCESSABLE
from waymark.cases.exchange import drafts
from waymark.cases.exchange.forms import BringForm, RowsForm, TakeInForm
from waymark.cases.exchange.importing import MOST_CASES, import_draft
from waymark.cases.exchange.showing import row_lines
from waymark.cases.models import ImportDraft
from waymark.cases.people.actions.searching import note_search
from waymark.cases.people.indexing import index_some
from waymark.cases.permissions import may_work_on_cases
from waymark.reports.states import CannotNow

ROWS = 20
OK = 200


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: StaffRequest) -> HttpResponse:
    """Bring a file; it is looked at first."""
    require(may_work_on_cases, request.worker)
    if request.method != "POST":
        return _bring_page(request, BringForm(), OK)
    form = BringForm(request.POST, request.FILES)
    require_whole(request, form)
    if not form.is_valid():
        note_refused(request, form, target=request.worker.organisation)
        return _bring_page(request, form, UNPROCESSABLE)
    upload = form.cleaned_data["file"]
    draft = drafts.keep_draft(upload.body, upload.name, by=request.worker, keyring=request.keyring)
    return redirect("cases_brought", draft.pk)


def _bring_page(request: StaffRequest, form: BringForm, status: int) -> HttpResponse:
    waiting = _mine(request).order_by("-created_at", "pk")
    context = {"form": form, "waiting": waiting, "hours": drafts.KEPT_HOURS}
    return render(request, "cases/exchange/bring.html", context, status=status)


def _mine(request: StaffRequest) -> Any:
    return ImportDraft.objects.filter(worker=request.worker)


def _draft(request: StaffRequest, draft_id: UUID) -> ImportDraft:
    require(may_work_on_cases, request.worker)
    found: ImportDraft = get_object_or_404(_mine(request), pk=draft_id)
    return found


@require_safe
def brought(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What the file would bring. Nothing is taken in yet."""
    return _page(request, _draft(request, draft_id))


def _page(
    request: StaffRequest,
    draft: ImportDraft,
    *,
    take_in: TakeInForm | None = None,
    status: int = OK,
    problem: str = "",
) -> HttpResponse:
    found = drafts.open_draft(draft, request.keyring)
    page = Paginator(range(len(found.run.rows)), ROWS).get_page(request.GET.get("page"))
    left = index_some(request.worker, request.keyring)
    note_search(by=request.worker)
    places = range(*_edges(page.number, len(found.run.rows)))
    context = {
        "draft": draft,
        "run": found.run,
        "counts": {verdict.value: count for verdict, count in found.run.counts.items()},
        "columns": [column for column in found.run.columns if column.why or not column.field],
        "lines": row_lines(found, places, worker=request.worker, keyring=request.keyring),
        "page": page,
        "taken": len(found.taken),
        "most": MOST_CASES,
        "left": left,
        "take_in": take_in
        or TakeInForm(circles_of(request.worker), initial={"seen": draft.version}),
        "problem": problem,
    }
    return render(request, "cases/exchange/brought.html", context, status=status)


def _edges(page: int, count: int) -> tuple[int, int]:
    return (page - 1) * ROWS, min(page * ROWS, count)


@require_POST
def brought_rows(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Leave rows out, or let them come in again."""
    draft = _draft(request, draft_id)
    found = drafts.open_draft(draft, request.keyring)
    form = RowsForm(len(found.run.rows), request.POST)
    if not form.is_valid():
        problem = _("These rows are not in the file. Look again.")
        return _page(request, draft, status=UNPROCESSABLE, problem=problem)
    try:
        drafts.leave_out(
            draft,
            form.left_out(found.left_out),
            seen=form.cleaned_data["seen"],
            keyring=request.keyring,
        )
    except CannotNow as refusal:
        return _again(request, draft_id, str(refusal.sentence))
    messages.success(request, _("Your choice is kept. Nothing is taken in yet."))
    return redirect("cases_brought", draft.pk)


@require_POST
def take_in(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Take in every row that is not left out."""
    draft = _draft(request, draft_id)
    form = TakeInForm(circles_of(request.worker), request.POST)
    if not form.is_valid():
        return _page(request, draft, take_in=form, status=UNPROCESSABLE)
    data = form.cleaned_data
    try:
        cases = import_draft(
            draft,
            data["compartment"],
            seen=data["seen"],
            by=request.worker,
            keyring=request.keyring,
        )
    except CannotNow as refusal:
        return _again(request, draft_id, str(refusal.sentence))
    text = ngettext("%(count)s case is in.", "%(count)s cases are in.", len(cases))
    messages.success(request, text % {"count": len(cases)})
    return redirect("people_duplicates")


def _again(request: StaffRequest, draft_id: UUID, problem: str) -> HttpResponse:
    return _page(request, _draft(request, draft_id), problem=problem, status=CONFLICT)


@require_POST
def drop(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Forget the file."""
    drafts.drop(_draft(request, draft_id))
    messages.success(request, _("The file is forgotten. Nothing of it was taken in."))
    return redirect("cases_bring")
